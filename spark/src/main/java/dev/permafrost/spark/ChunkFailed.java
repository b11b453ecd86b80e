package dev.permafrost.spark;

/** Thrown if a chunk failed for a reason that may be temporary, or specific to this executor. */
final class ChunkFailed extends RuntimeException {

  private static final long serialVersionUID = 1L;

  ChunkFailed(String message) {
    super(message);
  }
}
