package dev.permafrost.ports.artifact;

import java.nio.ByteBuffer;

/** Walks over frames in the order of their ledgers and lends each. One thread at a time. */
public interface FrameCursor extends AutoCloseable {

  /**
   * Moves to the next frame; false behind the last one. What was lent before is no longer valid.
   */
  boolean next();

  /** The sequence that the position of the present frame implies. */
  long sequence();

  /** The present frame: a read-only direct buffer, valid until the next call of {@link #next}. */
  ByteBuffer borrowedFrame();

  /** Frees what the cursor holds; closing twice is harmless. */
  @Override
  void close();
}
