package dev.permafrost.backend.transport;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A pool of the arrays that bodies are read into: a chunk's objects are hundreds of megabytes, and
 * a heap would grow to its maximum before such garbage is collected. All arrays have one size,
 * small enough that a body's last one wastes little and that a collector treats them as ordinary
 * objects.
 *
 * <p>Thread-safe. The caller that takes an array owns it until it gives it back, once, when no
 * thread reads or writes it any more. An array that is never given back becomes garbage.
 */
public final class BufferPool {

  /**
   * The size of an array; at most this much is allocated at a time, whatever length a server
   * states.
   */
  static final int PART_BYTES = 16 << 10;

  /** Bodies up to this size have an array of their own size, which is not reused. */
  static final int SMALL_BYTES = 4 << 10;

  private final int mostIdle;
  private final Deque<byte[]> idle = new ArrayDeque<>();

  /**
   * Creates an empty pool.
   *
   * @param mostIdleBytes how many bytes are kept for reuse, rounded down to whole arrays; arrays
   *     beyond that are dropped
   */
  public BufferPool(long mostIdleBytes) {
    this.mostIdle = (int) Math.min(Integer.MAX_VALUE, mostIdleBytes / PART_BYTES);
  }

  /**
   * An array for the next bytes of a body; its content is undefined.
   *
   * @param leftBytes how many are still expected; if none are left it has room for one byte, so
   *     that the end can be detected, and after that, if there are more than expected, for many
   */
  byte[] take(long leftBytes) {
    if (leftBytes >= 0 && leftBytes <= SMALL_BYTES) {
      return new byte[(int) Math.max(1, leftBytes)];
    }
    synchronized (idle) {
      byte[] part = idle.poll();
      if (part != null) {
        return part;
      }
    }
    return new byte[PART_BYTES];
  }

  /** Takes an array back, if it can be reused. */
  void giveBack(byte[] part) {
    if (part.length != PART_BYTES) {
      return;
    }
    synchronized (idle) {
      if (idle.size() < mostIdle) {
        idle.push(part);
      }
    }
  }

  /**
   * Takes back the array behind a view; a read-only view's memory belongs to someone else and is
   * not taken.
   */
  public void giveBack(ByteBuffer view) {
    if (view.hasArray() && view.arrayOffset() == 0) {
      giveBack(view.array());
    }
  }

  /** How many bytes are ready for reuse. */
  public long idleBytes() {
    synchronized (idle) {
      return (long) idle.size() * PART_BYTES;
    }
  }
}
