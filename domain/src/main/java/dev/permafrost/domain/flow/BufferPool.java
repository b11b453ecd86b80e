package dev.permafrost.domain.flow;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;
import java.util.stream.Stream;

/**
 * Direct buffers that are used again and again: large arrays cost collections, and a direct buffer
 * is only freed by one. Sizes are powers of two. Safe for several threads; a buffer that is out has
 * one owner, and one that is never given back is merely collected.
 */
public final class BufferPool {

  private static final int SMALLEST_BYTES = 4096;

  private static final int SIZES = Integer.SIZE;

  private final long maxIdleBytes;

  /** Of each power of two those that are idle; looked at for each ledger, so without boxes. */
  private final List<ArrayDeque<ByteBuffer>> idle;

  private long idleBytes;

  /**
   * An empty pool.
   *
   * @param maxIdleBytes how much it keeps for later use; what is given back beyond that is dropped
   */
  public BufferPool(long maxIdleBytes) {
    this.maxIdleBytes = maxIdleBytes;
    this.idle = Stream.generate(ArrayDeque<ByteBuffer>::new).limit(SIZES).toList();
  }

  /**
   * An empty pool that keeps all of what so many bytes are held in, once they have landed: buffers
   * are up to twice what they are counted for. A buffer that finds no room when it comes back is
   * dropped, and a later ledger allocates another one.
   */
  public static BufferPool forBytesInFlight(long bytes) {
    return new BufferPool(bytes + Math.min(bytes, Long.MAX_VALUE - bytes));
  }

  /** A cleared buffer with at least this capacity; its content is undefined. */
  public ByteBuffer take(int bytes) {
    int capacity = Math.max(SMALLEST_BYTES, Integer.highestOneBit(Math.max(1, bytes - 1)) << 1);
    synchronized (idle) {
      ByteBuffer buffer = idleOf(capacity).poll();
      if (buffer != null) {
        idleBytes -= capacity;
        return buffer.clear();
      }
    }
    return ByteBuffer.allocateDirect(capacity);
  }

  /**
   * Takes a buffer back that {@link #take} gave, or one that came in exchange for it; its owner
   * must not touch it any more. One of another size than the pool gives is dropped.
   */
  public void giveBack(ByteBuffer buffer) {
    int capacity = buffer.capacity();
    if (capacity < SMALLEST_BYTES || Integer.bitCount(capacity) != 1) {
      return;
    }
    synchronized (idle) {
      if (idleBytes + capacity <= maxIdleBytes) {
        idleBytes += capacity;
        idleOf(capacity).push(buffer);
      }
    }
  }

  private ArrayDeque<ByteBuffer> idleOf(int capacity) {
    return idle.get(Integer.numberOfTrailingZeros(capacity));
  }
}
