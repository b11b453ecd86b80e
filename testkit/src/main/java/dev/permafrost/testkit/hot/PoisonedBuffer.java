package dev.permafrost.testkit.hot;

import java.nio.ByteBuffer;

/**
 * A direct buffer that lends content, and overwrites it when the loan is over: a buffer that was
 * kept is poisoned.
 */
final class PoisonedBuffer {

  private static final byte POISON = (byte) 0xDB;

  private ByteBuffer buffer = ByteBuffer.allocateDirect(256);

  /** Lends the content, until {@link #poison}. */
  ByteBuffer lend(byte[] content) {
    if (content.length > buffer.capacity()) {
      buffer = ByteBuffer.allocateDirect(content.length);
    }
    return buffer.clear().put(content).flip().asReadOnlyBuffer();
  }

  /** Overwrites what was lent last. */
  void poison() {
    for (int i = 0; i < buffer.limit(); i++) {
      buffer.put(i, POISON);
    }
  }
}
