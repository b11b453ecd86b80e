package dev.permafrost.backend;

import java.util.concurrent.atomic.AtomicLong;

/** Counts the bytes of bodies that are held in memory, and how many there were at most. */
final class ByteGauge {

  private final AtomicLong held = new AtomicLong();
  private final AtomicLong peak = new AtomicLong();

  /** Takes bytes in, or lets them go where the number is negative. */
  void add(long bytes) {
    long now = held.addAndGet(bytes);
    peak.accumulateAndGet(now, Math::max);
  }

  /** How many bytes are held now. */
  long heldBytes() {
    return held.get();
  }

  /** How many bytes were held at most. */
  long peakBytes() {
    return peak.get();
  }
}
