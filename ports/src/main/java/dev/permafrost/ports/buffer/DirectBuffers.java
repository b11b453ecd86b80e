package dev.permafrost.ports.buffer;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/**
 * A pool of direct buffers. Large arrays cost garbage collections, and a direct buffer is freed
 * only by one, so both are worth reusing. Capacities are powers of two; from 1 MiB on there are
 * three more between two powers, so that a large buffer is at most a quarter larger than its
 * content. Thread-safe. A borrowed buffer has one owner; one that is never given back is garbage
 * collected.
 */
public final class DirectBuffers {

  /** The smallest capacity in bytes. */
  public static final int SMALLEST_BYTES = 4096;

  /**
   * The alignment of aligned buffers in bytes, as needed for transfers that bypass the page cache.
   */
  public static final int ALIGNMENT_BYTES = 4096;

  /** From this capacity on there are four sizes for each power of two. */
  private static final int LARGE_BYTES = 1 << 20;

  private static final int STEPS = 4;

  private final long maxIdleBytes;
  private final IntFunction<ByteBuffer> allocate;

  /**
   * The idle buffers, by capacity. A list and not a map, to avoid boxing on the path of each
   * ledger.
   */
  private final List<ArrayDeque<ByteBuffer>> idle;

  private long idleBytes;
  private int lent;

  /**
   * Creates an empty pool.
   *
   * @param maxIdleBytes how many bytes of idle buffers it keeps; buffers beyond that are dropped
   */
  public DirectBuffers(long maxIdleBytes) {
    this(maxIdleBytes, ByteBuffer::allocateDirect);
  }

  private DirectBuffers(long maxIdleBytes, IntFunction<ByteBuffer> allocate) {
    this.maxIdleBytes = maxIdleBytes;
    this.allocate = allocate;
    this.idle = Stream.generate(ArrayDeque<ByteBuffer>::new).limit(STEPS * Integer.SIZE).toList();
  }

  /** Creates an empty pool of buffers that start at a multiple of {@link #ALIGNMENT_BYTES}. */
  public static DirectBuffers aligned(long maxIdleBytes) {
    return new DirectBuffers(
        maxIdleBytes,
        bytes ->
            ByteBuffer.allocateDirect(bytes + ALIGNMENT_BYTES - 1).alignedSlice(ALIGNMENT_BYTES));
  }

  /**
   * Creates an empty pool that keeps every buffer needed to hold this many bytes, given that a
   * buffer can be twice as large as its content. A smaller pool would drop a buffer and allocate
   * another for the next ledger, while the dropped one waits for the garbage collector.
   */
  public static DirectBuffers forBytesInFlight(long bytes) {
    return new DirectBuffers(bytes + Math.min(bytes, Long.MAX_VALUE - bytes));
  }

  /**
   * The capacity of a buffer for this many bytes: up to twice as many, and from 1 MiB on up to a
   * quarter more.
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

  /** A buffer with position 0 and a limit of exactly this many bytes. */
  public ByteBuffer borrow(int bytes) {
    return take(bytes).limit(bytes);
  }

  /**
   * Takes back a buffer of this pool, or one received in exchange for it. The caller must not use
   * it afterwards. A buffer of a capacity that the pool does not use is dropped.
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

  /** The number of buffers that are lent out. */
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
