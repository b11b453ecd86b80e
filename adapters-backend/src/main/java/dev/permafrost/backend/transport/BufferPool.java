package dev.permafrost.backend.transport;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A pool of the arrays that bodies are read into: a chunk's objects are hundreds of megabytes, and
 * a heap grows as far as it may before such garbage is collected. All are of one size, small enough
 * that a body's last one wastes little, and that a collector treats them as any other object.
 *
 * <p>Thread-safe. The caller that takes a part owns it until it gives the part back, once, when
 * nobody reads or writes it any more. A part that is never given back is garbage.
 */
public final class BufferPool {

  /** The size of a part; whatever a server says of a length, so much is taken at a time. */
  static final int PART_BYTES = 16 << 10;

  /** What is no larger than this has an array of its own size, which is not used again. */
  static final int SMALL_BYTES = 4 << 10;

  private final int mostIdle;
  private final Deque<byte[]> idle = new ArrayDeque<>();

  /**
   * Begins empty.
   *
   * @param mostIdleBytes how much is kept for later use, rounded down to parts; what is given back
   *     beyond that is dropped
   */
  public BufferPool(long mostIdleBytes) {
    this.mostIdle = (int) Math.min(Integer.MAX_VALUE, mostIdleBytes / PART_BYTES);
  }

  /**
   * An array for the next bytes of a body; its content is undefined.
   *
   * @param leftBytes how many are still expected; with none left there is room for one byte, so
   *     that the end can be seen, and behind that, where there are more than expected, for many
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

  /** Takes an array back, if it is one that can be used again. */
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

  /** Takes back what lies behind a view; a read-only one is of memory that is somebody else's. */
  public void giveBack(ByteBuffer view) {
    if (view.hasArray() && view.arrayOffset() == 0) {
      giveBack(view.array());
    }
  }

  /** How many bytes wait to be used again. */
  public long idleBytes() {
    synchronized (idle) {
      return (long) idle.size() * PART_BYTES;
    }
  }
}
