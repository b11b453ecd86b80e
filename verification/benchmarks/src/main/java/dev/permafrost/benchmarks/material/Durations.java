package dev.permafrost.benchmarks.material;

import java.util.Arrays;

/** How long each of many equal steps took, in the order in which they were made. One thread. */
public final class Durations {

  private final long[] nanos;
  private int count;

  /** Room for so many steps. */
  public Durations(int most) {
    this.nanos = new long[most];
  }

  /** Makes a step and keeps how long it took. */
  public void time(Runnable step) {
    long begun = System.nanoTime();
    step.run();
    add(System.nanoTime() - begun);
  }

  void add(long stepNanos) {
    nanos[count++] = stepNanos;
  }

  /** The same without the first steps. */
  public Durations from(int first) {
    Durations later = new Durations(count - first);
    System.arraycopy(nanos, first, later.nanos, 0, count - first);
    later.count = count - first;
    return later;
  }

  /** How long all of them took. */
  public double seconds() {
    return Arrays.stream(nanos, 0, count).sum() / 1e9;
  }

  /** How many were made in a second. */
  public double perSecond() {
    return count / seconds();
  }

  /** The duration that so many in a thousand do not exceed, in microseconds. */
  public double micros(int perMille) {
    long[] sorted = Arrays.copyOf(nanos, count);
    Arrays.sort(sorted);
    int index = (int) Math.ceil(count * perMille / 1000.0) - 1;
    return sorted[Math.max(0, index)] / 1e3;
  }
}
