package dev.permafrost.ports.failure;

/**
 * The state of a chunk's pack when its hot data is lost or damaged. It decides which step keeps the
 * most data.
 */
public enum PackBeside {
  /** There is no pack that opens, or it was not checked. */
  NONE,
  /** There is a pack that opens and has no catalog key: it can be adopted. */
  UNADOPTED,
  /** There is a frozen pack that opens: the hot data is no longer needed. */
  FROZEN
}
