package dev.permafrost.ports.artifact;

import java.nio.ByteBuffer;

/** Receives the bytes of one file in order. Not thread-safe. */
public interface ArtifactSink {

  /**
   * Appends the bytes from position to limit. They may be buffered; the caller may reuse its buffer
   * as soon as this returns.
   *
   * @param borrowed its position moves to its limit
   */
  void append(ByteBuffer borrowed);

  /** The number of bytes appended so far. */
  long sizeBytes();
}
