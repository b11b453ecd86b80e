package dev.permafrost.testkit.work;

import dev.permafrost.ports.work.CancelToken;
import dev.permafrost.ports.work.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * A clock that moves only when someone pauses on it or moves it by hand, and remembers every pause.
 * What is to happen at a time happens on the thread that brings the time there. Safe for several
 * threads, but two that pause at once both move it.
 */
public final class ManualTime implements TimeSource {

  /** Far from zero, so that a test fails where a difference was forgotten. */
  private static final long BEGIN_NANOS = 987_654_321_000_000_000L;

  private record Appointment(long atNanos, long order, Runnable action)
      implements Comparable<Appointment> {
    @Override
    public int compareTo(Appointment other) {
      int byTime = Long.compare(atNanos, other.atNanos);
      return byTime != 0 ? byTime : Long.compare(order, other.order);
    }
  }

  private final PriorityQueue<Appointment> appointments = new PriorityQueue<>();
  private final List<Duration> pauses = new ArrayList<>();
  private long elapsedNanos;
  private long appointmentsMade;

  @Override
  public synchronized long nanoTime() {
    return BEGIN_NANOS + elapsedNanos;
  }

  @Override
  public void pause(Duration howLong, CancelToken cancel) {
    synchronized (this) {
      pauses.add(howLong);
    }
    move(howLong, cancel);
  }

  /** Moves the time on without a pause, as work that takes its time does. */
  public void advance(Duration howLong) {
    move(howLong, CancelToken.NEVER);
  }

  /**
   * Makes something happen once when the time comes.
   *
   * @param sinceBegin when, counted from the clock's begin; a time that is over is an {@link
   *     IllegalArgumentException}
   */
  public synchronized void at(Duration sinceBegin, Runnable action) {
    if (sinceBegin.toNanos() < elapsedNanos) {
      throw new IllegalArgumentException(sinceBegin + " is over: it is " + elapsed());
    }
    appointments.add(new Appointment(sinceBegin.toNanos(), appointmentsMade++, action));
  }

  /** How far the clock has moved since its begin. */
  public synchronized Duration elapsed() {
    return Duration.ofNanos(elapsedNanos);
  }

  /** The pauses that were asked for so far, in order, in full length. */
  public synchronized List<Duration> pauses() {
    return List.copyOf(pauses);
  }

  private void move(Duration howLong, CancelToken cancel) {
    long target;
    synchronized (this) {
      target = elapsedNanos + Math.max(0, howLong.toNanos());
    }
    while (!cancel.isCancelled()) {
      Appointment due = nextUntil(target);
      if (due == null) {
        return;
      }
      due.action().run();
    }
  }

  /** Moves to the next appointment and takes it; or, where none is due, to the target. */
  private synchronized @Nullable Appointment nextUntil(long targetNanos) {
    Appointment next = appointments.peek();
    if (next == null || next.atNanos() > targetNanos) {
      elapsedNanos = Math.max(elapsedNanos, targetNanos);
      return null;
    }
    elapsedNanos = Math.max(elapsedNanos, next.atNanos());
    return appointments.poll();
  }
}
