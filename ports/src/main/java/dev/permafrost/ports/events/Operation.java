package dev.permafrost.ports.events;

/** What an attempt was about. */
public enum Operation {
  /** Opening or making a store. */
  OPEN_STORE,
  /** Opening a chunk's hot database for writing. */
  OPEN_HOT,
  /** Ingesting ledgers into a chunk's hot database. */
  INGEST,
  /** Making a chunk's artifacts: processChunk. */
  FREEZE,
  /** Adopting what was made elsewhere, or before. */
  ADOPT,
  /** Discarding a chunk's hot database. */
  DISCARD,
  /** Removing what is marked for pruning. */
  SWEEP,
  /** Demoting on purpose. */
  RECOVER,
  /** Checking frames, headers and links. */
  VERIFY
}
