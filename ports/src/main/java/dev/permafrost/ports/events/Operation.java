package dev.permafrost.ports.events;

/** The operations that an attempt can be of. */
public enum Operation {
  /** Opening or creating a store. */
  OPEN_STORE,
  /** Opening a chunk's hot database for writing. */
  OPEN_HOT,
  /** Ingesting ledgers into a chunk's hot database. */
  INGEST,
  /** Making a chunk's artifacts ({@code processChunk}). */
  FREEZE,
  /** Adopting files that were made elsewhere, or earlier. */
  ADOPT,
  /** Discarding a chunk's hot database. */
  DISCARD,
  /** Removing what is marked for pruning. */
  SWEEP,
  /** Demoting artifacts or hot data at an operator's request. */
  RECOVER,
  /** Checking frames, headers and links. */
  VERIFY
}
