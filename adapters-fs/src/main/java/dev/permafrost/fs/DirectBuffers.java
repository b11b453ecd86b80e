package dev.permafrost.fs;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Lends direct buffers and takes them back, so that reading allocates nothing in the long run.
 *
 * <p>Capacities are powers of two. What is kept idle is bounded; what exceeds the bound is left to
 * the garbage collector. Safe for several threads.
 */
final class DirectBuffers {

  private static final int SMALLEST_BYTES = 16 << 10;
  private static final int CLASSES = Integer.SIZE;

  private final long maxIdleBytes;
  private final Deque<ByteBuffer>[] idleByClass;
  private long idleBytes;
  private int lent;

  /** Makes an empty pool that keeps at most so many idle bytes. */
  @SuppressWarnings({"unchecked", "rawtypes"}) // an array of generic elements
  DirectBuffers(long maxIdleBytes) {
    this.maxIdleBytes = maxIdleBytes;
    this.idleByClass = new Deque[CLASSES];
    for (int i = 0; i < CLASSES; i++) {
      idleByClass[i] = new ArrayDeque<>();
    }
  }

  /** A buffer with at least so many bytes from its position 0 to its limit, which is exactly it. */
  ByteBuffer borrow(int bytes) {
    int sizeClass = sizeClass(bytes);
    ByteBuffer idle;
    synchronized (this) {
      lent++;
      idle = idleByClass[sizeClass].pollFirst();
      if (idle != null) {
        idleBytes -= idle.capacity();
      }
    }
    ByteBuffer buffer = idle == null ? aligned(1 << sizeClass) : idle;
    return buffer.clear().limit(bytes);
  }

  /** Takes a borrowed buffer back; it must not be used afterwards. */
  synchronized void giveBack(ByteBuffer buffer) {
    lent--;
    if (idleBytes + buffer.capacity() <= maxIdleBytes) {
      idleBytes += buffer.capacity();
      idleByClass[sizeClass(buffer.capacity())].addFirst(buffer);
    }
  }

  /** How many buffers are out. */
  synchronized int lentCount() {
    return lent;
  }

  /** At an address that writing past the page cache can do with. */
  private static ByteBuffer aligned(int bytes) {
    return ByteBuffer.allocateDirect(bytes + DirectWrites.ALIGNMENT_BYTES - 1)
        .alignedSlice(DirectWrites.ALIGNMENT_BYTES);
  }

  private static int sizeClass(int bytes) {
    return Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(bytes, SMALLEST_BYTES) - 1);
  }
}
