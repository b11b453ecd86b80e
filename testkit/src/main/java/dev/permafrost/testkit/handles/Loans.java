package dev.permafrost.testkit.handles;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Lends bytes as copies, and overwrites the copies when the loan is over, so that a reader that
 * keeps a buffer too long reads {@link #POISON}. Every loan has a buffer of its own that is never
 * used again. One thread at a time.
 */
public final class Loans {

  /** What a buffer is full of once its loan is over. */
  public static final byte POISON = (byte) 0xDB;

  private final List<ByteBuffer> lent = new ArrayList<>();

  /**
   * Lends the bytes from position to limit, which are left alone.
   *
   * @return a read-only copy, big-endian, direct if the bytes are
   */
  public ByteBuffer lend(ByteBuffer bytes) {
    int length = bytes.remaining();
    ByteBuffer copy =
        bytes.isDirect() ? ByteBuffer.allocateDirect(length) : ByteBuffer.allocate(length);
    copy.put(bytes.duplicate()).flip();
    lent.add(copy);
    return copy.asReadOnlyBuffer();
  }

  /** Ends all loans. */
  public void revoke() {
    for (ByteBuffer copy : lent) {
      copy.clear();
      while (copy.hasRemaining()) {
        copy.put(POISON);
      }
    }
    lent.clear();
  }
}
