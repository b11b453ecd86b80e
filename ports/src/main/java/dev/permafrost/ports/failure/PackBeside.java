package dev.permafrost.ports.failure;

/**
 * What lies at the canonical place of a chunk's pack while its hot data is lost or damaged: it
 * decides which way out keeps most.
 */
public enum PackBeside {
  /** No pack that opens, or nobody looked. */
  NONE,
  /** A pack that opens and has no key: it can be adopted. */
  UNADOPTED,
  /** The frozen pack, which opens: the hot data is not needed any more. */
  FROZEN
}
