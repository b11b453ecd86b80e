package dev.permafrost.ports.buffer;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/**
 * A pool of direct buffers: large arrays cost collections, and a direct buffer is only freed by
 * one. Capacities are powers of two, and from a MiB on quarters between them, so that a large
 * buffer is at most a quarter larger than what it holds. Safe for several threads; a buffer that is
 * out has one owner, and one that is never given back is collected.
 */
public final class DirectBuffers {

  /** The smallest capacity in bytes. */
  public static final int SMALLEST_BYTES = 4096;

  /** The alignment of aligned buffers in bytes: what transfers past the page cache need. */
  public static final int ALIGNMENT_BYTES = 4096;

  /** From here on there are four capacities where there is one below. */
  private static final int LARGE_BYTES = 1 << 20;

  private static final int STEPS = 4;

  private final long maxIdleBytes;
  private final IntFunction<ByteBuffer> allocate;

  /** Of each capacity those that are idle; looked at for each ledger, so without boxes. */
  private final List<ArrayDeque<ByteBuffer>> idle;

  private long idleBytes;
  private int lent;

  /**
   * An empty pool.
   *
   * @param maxIdleBytes how much it keeps for later use; what is given back beyond that is dropped
   */
  public DirectBuffers(long maxIdleBytes) {
    this(maxIdleBytes, ByteBuffer::allocateDirect);
  }

  private DirectBuffers(long maxIdleBytes, IntFunction<ByteBuffer> allocate) {
    this.maxIdleBytes = maxIdleBytes;
    this.allocate = allocate;
    this.idle = Stream.generate(ArrayDeque<ByteBuffer>::new).limit(STEPS * Integer.SIZE).toList();
  }

  /** The same, of buffers that begin at a multiple of {@link #ALIGNMENT_BYTES}. */
  public static DirectBuffers aligned(long maxIdleBytes) {
    return new DirectBuffers(
        maxIdleBytes,
        bytes ->
            ByteBuffer.allocateDirect(bytes + ALIGNMENT_BYTES - 1).alignedSlice(ALIGNMENT_BYTES));
  }

  /**
   * An empty pool that keeps all buffers in which so many bytes are held: buffers are up to twice
   * as large as what they hold. One that found no room would be allocated again for a later ledger,
   * while the dropped one waits for the collector.
   */
  public static DirectBuffers forBytesInFlight(long bytes) {
    return new DirectBuffers(bytes + Math.min(bytes, Long.MAX_VALUE - bytes));
  }

  /**
   * The capacity of a buffer for so many bytes: up to twice as many, from a MiB on up to a quarter
   * more.
   */
  public static int capacityFor(int bytes) {
    int below = Integer.highestOneBit(Math.max(1, bytes - 1));
    if (below < LARGE_BYTES) {
      return Math.max(SMALLEST_BYTES, below << 1);
    }
    int step = below / STEPS;
    return below + (bytes - below + step - 1) / step * step;
  }

  /** A cleared buffer with at least this capacity; its content is undefined. */
  public ByteBuffer take(int bytes) {
    int capacity = capacityFor(bytes);
    synchronized (idle) {
      lent++;
      ByteBuffer buffer = idleOf(capacity).poll();
      if (buffer != null) {
        idleBytes -= capacity;
        return buffer.clear();
      }
    }
    return allocate.apply(capacity);
  }

  /** A buffer whose position is 0 and whose limit is exactly so many bytes. */
  public ByteBuffer borrow(int bytes) {
    return take(bytes).limit(bytes);
  }

  /**
   * Takes a buffer back that this pool gave, or one that came in exchange for it; its owner must
   * not touch it any more. One of another size than the pool gives is dropped.
   */
  public void giveBack(ByteBuffer buffer) {
    int capacity = buffer.capacity();
    synchronized (idle) {
      lent--;
      boolean isOurs = capacity == capacityFor(capacity);
      if (isOurs && idleBytes + capacity <= maxIdleBytes) {
        idleBytes += capacity;
        idleOf(capacity).push(buffer);
      }
    }
  }

  /** How many buffers are out. */
  public int lentCount() {
    synchronized (idle) {
      return lent;
    }
  }

  private ArrayDeque<ByteBuffer> idleOf(int capacity) {
    int power = Integer.highestOneBit(capacity);
    int quarter = (capacity - power) / Math.max(1, power / STEPS);
    return idle.get(STEPS * Integer.numberOfTrailingZeros(power) + quarter);
  }
}
