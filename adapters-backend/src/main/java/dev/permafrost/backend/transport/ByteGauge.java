package dev.permafrost.backend.transport;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Counts the bytes of bodies held in memory, and their maximum. */
public final class ByteGauge {

  private final AtomicLong held = new AtomicLong();
  private final AtomicLong peak = new AtomicLong();
  private final @Nullable ByteGauge whole;

  /** Creates an independent gauge. */
  public ByteGauge() {
    this(null);
  }

  /** Creates a gauge of a part, whose bytes the gauge of the whole counts, too. */
  public ByteGauge(@Nullable ByteGauge whole) {
    this.whole = whole;
  }

  /** Adds bytes, or removes them if the number is negative. */
  public void add(long bytes) {
    long now = held.addAndGet(bytes);
    peak.accumulateAndGet(now, Math::max);
    if (whole != null) {
      whole.add(bytes);
    }
  }

  /** How many bytes are held now. */
  public long heldBytes() {
    return held.get();
  }

  /** How many bytes were held at most. */
  public long peakBytes() {
    return peak.get();
  }
}
