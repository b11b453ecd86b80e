package dev.permafrost.ports.codec;

import java.nio.ByteBuffer;

/**
 * Compresses and decompresses frames for one worker. Not thread-safe.
 *
 * <p>All buffers must be <b>direct</b>; a heap buffer is an {@link IllegalArgumentException}. A
 * source is read from position to limit, and its position does not change. A target is written from
 * its position, which moves to the end of what was written.
 */
public interface CodecSession extends AutoCloseable {

  /** The most bytes that the frame of a ledger of this size can take. */
  int maxFrameBytes(int rawBytes);

  /**
   * Encodes one ledger as one frame.
   *
   * @param borrowedRaw the ledger, 1 byte to 64 MiB
   * @param target has at least {@link #maxFrameBytes} left
   * @return the frame's size in bytes
   */
  int encode(ByteBuffer borrowedRaw, ByteBuffer target);

  /**
   * Checks the header of a frame and returns the size of its content, without decoding anything.
   *
   * @return the claimed content size, 1 byte to 64 MiB
   * @throws DamagedFrameException if the bytes are not exactly one frame (nothing before or after
   *     it, no skippable frame, no dictionary), or it has no content size or no checksum, or it
   *     claims to be empty or larger than 64 MiB
   */
  int rawBytes(ByteBuffer borrowedFrame);

  /**
   * Decodes exactly one frame, its checksum included. Checks what {@link #rawBytes} checks first.
   *
   * @param target has at least {@link #rawBytes} left
   * @return the ledger's size in bytes
   * @throws DamagedFrameException as for {@link #rawBytes}, or if the content does not match its
   *     size or checksum; the target's content is undefined then and its position unchanged
   */
  int decode(ByteBuffer borrowedFrame, ByteBuffer target);

  /** Frees the contexts; closing twice has no effect. */
  @Override
  void close();
}
