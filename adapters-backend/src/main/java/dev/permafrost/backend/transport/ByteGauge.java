package dev.permafrost.backend.transport;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Counts the bytes of bodies that are held in memory, and how many there were at most. */
public final class ByteGauge {

  private final AtomicLong held = new AtomicLong();
  private final AtomicLong peak = new AtomicLong();
  private final @Nullable ByteGauge whole;

  /** A gauge of its own. */
  public ByteGauge() {
    this(null);
  }

  /** A gauge of a part, which a gauge of the whole counts, too. */
  public ByteGauge(@Nullable ByteGauge whole) {
    this.whole = whole;
  }

  /** Takes bytes in, or lets them go where the number is negative. */
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
