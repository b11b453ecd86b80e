package dev.permafrost.ports.artifact;

import java.nio.ByteBuffer;

/** Iterates over frames in ledger order and lends each one to the caller. Not thread-safe. */
public interface FrameCursor extends AutoCloseable {

  /**
   * Moves to the next frame; returns false after the last one. The previous buffer is no longer
   * valid.
   */
  boolean next();

  /** The sequence of the current frame, derived from its position. */
  long sequence();

  /** The current frame: a read-only direct buffer, valid until the next call of {@link #next}. */
  ByteBuffer borrowedFrame();

  /** Frees what the cursor holds; closing twice has no effect. */
  @Override
  void close();
}
