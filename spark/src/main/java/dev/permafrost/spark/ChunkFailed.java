package dev.permafrost.spark;

/** A chunk failed for a reason that may pass, or that another executor may not have. */
final class ChunkFailed extends RuntimeException {

  private static final long serialVersionUID = 1L;

  ChunkFailed(String message) {
    super(message);
  }
}
