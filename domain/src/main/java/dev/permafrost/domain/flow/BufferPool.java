package dev.permafrost.domain.flow;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.TreeMap;

/**
 * Direct buffers that are used again and again: large arrays cost collections, and a direct buffer
 * is only freed by one. Sizes are powers of two. Safe for several threads; a buffer that is out has
 * one owner, and one that is never given back is merely collected.
 */
public final class BufferPool {

  private static final int SMALLEST_BYTES = 4096;

  private final long maxIdleBytes;
  private final Map<Integer, ArrayDeque<ByteBuffer>> idle = new TreeMap<>();
  private long idleBytes;

  /**
   * An empty pool.
   *
   * @param maxIdleBytes how much it keeps for later use; what is given back beyond that is dropped
   */
  public BufferPool(long maxIdleBytes) {
    this.maxIdleBytes = maxIdleBytes;
  }

  /** A cleared buffer with at least this capacity; its content is undefined. */
  public ByteBuffer take(int bytes) {
    int capacity = Math.max(SMALLEST_BYTES, Integer.highestOneBit(Math.max(1, bytes - 1)) << 1);
    synchronized (idle) {
      ArrayDeque<ByteBuffer> queue = idle.get(capacity);
      if (queue != null && !queue.isEmpty()) {
        idleBytes -= capacity;
        return queue.pop().clear();
      }
    }
    return ByteBuffer.allocateDirect(capacity);
  }

  /** Takes a buffer back that {@link #take} gave; its owner must not touch it any more. */
  public void giveBack(ByteBuffer buffer) {
    int capacity = buffer.capacity();
    synchronized (idle) {
      if (idleBytes + capacity <= maxIdleBytes) {
        idleBytes += capacity;
        idle.computeIfAbsent(capacity, size -> new ArrayDeque<>()).push(buffer);
      }
    }
  }
}
