package dev.permafrost.ports.codec;

import java.nio.ByteBuffer;

/**
 * One worker's compression and decompression contexts. Not for two threads at once.
 *
 * <p>All buffers are <b>direct</b>; a heap buffer is an {@link IllegalArgumentException}. A source
 * is read from position to limit and its position is left alone; a target is written from its
 * position, which moves behind what was written.
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
   * Checks the header of a frame and tells the size of what it holds, without decoding anything.
   *
   * @return the claimed content size, 1 byte to 64 MiB
   * @throws DamagedFrameException if the bytes are not exactly one frame (nothing before or behind
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

  /** Frees the contexts; closing twice is harmless. */
  @Override
  void close();
}
