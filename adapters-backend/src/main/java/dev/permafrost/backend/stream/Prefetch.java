package dev.permafrost.backend.stream;

import dev.permafrost.backend.access.LakeOptions;
import dev.permafrost.backend.transport.Deadline;
import dev.permafrost.backend.transport.Signal;
import dev.permafrost.ports.failure.StorageFailure;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Fetches the objects of a run of indexes and delivers them in order, with several requests in
 * flight. It has no thread: each call that takes an object advances all of them.
 *
 * <p>The bytes held are limited. The first object, which is being read or waited for, is always
 * admitted; of those after it, only as many as the limit has room for, by the sizes in their
 * answers; an object without a stated size is admitted only when it is the first. A request is
 * granted about the usual size of an object in advance, if the limit has room for that: a smaller
 * answer flows immediately, a larger one waits to be admitted. So the bytes held never exceed the
 * limit plus one object. The number of requests follows the sizes seen recently, so that a limit
 * that fits a thousand small objects is not used up by waiting answers of large ones.
 */
final class Prefetch {

  /** How many objects may wait to be delivered, as a multiple of the requests in flight. */
  private static final int OBJECTS_PER_REQUEST = 4;

  /**
   * Which part of the requests in flight may be delivered before others are started in their place:
   * checking the whole window for each object would take longer than reading it.
   */
  private static final int HANDED_OVER_PART = 8;

  /** How much larger than usual an object may be and still flow without being admitted first. */
  private static final int GRANTED_TIMES_USUAL = 2;

  private final FetchContext context;
  private final Fetch.Requests requests;
  private final long lastIndex;
  private final Deadline deadline;
  private final Deque<Fetch> window = new ArrayDeque<>();
  private long nextIndex;
  private long usualBytes;
  private int handedOver;

  /**
   * Starts without requests.
   *
   * @param requests creates the request to a mirror for each index
   * @param deadline cancels all of it, and limits its duration
   */
  Prefetch(
      FetchContext context,
      Fetch.Requests requests,
      long firstIndex,
      long lastIndex,
      Deadline deadline) {
    this.context = context;
    this.requests = requests;
    this.nextIndex = firstIndex;
    this.lastIndex = lastIndex;
    this.deadline = deadline;
    LakeOptions options = context.options();
    this.usualBytes = Math.max(1, options.prefetchBytes() / options.concurrency());
  }

  /** Whether all objects were delivered. */
  boolean isOver() {
    return window.isEmpty() && nextIndex > lastIndex;
  }

  /**
   * Waits for the next object in order. It remains the first, and its bytes held, until {@link
   * #release}.
   *
   * @return a fetch that has ended, with or without the object
   */
  Fetch await() {
    if (isNextAtHand()) {
      deadline.cancel().throwIfCancelled();
      handedOver++;
      return window.getFirst();
    }
    handedOver = 0;
    while (true) {
      deadline.cancel().throwIfCancelled();
      long seen = context.signal().changes();
      long nowNanos = context.time().nanoTime();
      move(nowNanos);
      Fetch first = window.getFirst();
      if (first.isOver()) {
        return first;
      }
      deadline.check(first.location(), "its answer");
      rest(first, seen, nowNanos);
    }
  }

  /**
   * Rejects the first object after its delivery: it is not what it should be.
   *
   * @return whether another mirror is asked for it, so that it must be awaited once more
   */
  boolean reject(StorageFailure failure) {
    return window.getFirst().reject(failure, context.time().nanoTime());
  }

  /** Releases the first object after its delivery. */
  void release() {
    Fetch first = window.removeFirst();
    usualBytes = Math.max(first.sizeBytes(0), usualBytes - usualBytes / 8);
    first.abandon();
  }

  private boolean isNextAtHand() {
    return handedOver < context.limiter().limit() / HANDED_OVER_PART
        && !window.isEmpty()
        && window.getFirst().isOver();
  }

  private void move(long nowNanos) {
    window.forEach(fetch -> fetch.tick(nowNanos));
    beginMore(nowNanos);
    admit(nowNanos);
  }

  /** Gives up all requests, without waiting. */
  void abandon() {
    window.forEach(Fetch::abandon);
    window.clear();
    nextIndex = lastIndex + 1;
  }

  private void beginMore(long nowNanos) {
    long inFlight = window.stream().filter(Fetch::isInFlight).count();
    long reserved = window.stream().skip(1).mapToLong(fetch -> fetch.sizeBytes(usualBytes)).sum();
    long ungranted = context.options().prefetchBytes() - behindBytes();
    while (nextIndex <= lastIndex) {
      boolean hasRoom =
          inFlight < context.limiter().limit()
              && window.size() < OBJECTS_PER_REQUEST * context.options().concurrency()
              && reserved + usualBytes <= context.options().prefetchBytes();
      if (!window.isEmpty() && !hasRoom) {
        return;
      }
      reserved += window.isEmpty() ? 0 : usualBytes;
      inFlight++;
      Fetch next = new Fetch(nextIndex, requests, context, nowNanos);
      nextIndex++;
      if (!window.isEmpty()) {
        long granted = Math.max(0, Math.min(ungranted, GRANTED_TIMES_USUAL * usualBytes));
        next.grant(granted);
        ungranted -= granted;
      }
      window.addLast(next);
      next.tick(nowNanos);
    }
  }

  private void admit(long nowNanos) {
    long boundBytes = context.options().prefetchBytes();
    window.getFirst().admit(nowNanos);
    long behindBytes = behindBytes();
    for (Fetch fetch : window) {
      if (!fetch.isHeld() || !fetch.hasKnownSize()) {
        continue;
      }
      long withIt = behindBytes - fetch.committedBytes() + fetch.sizeBytes(0);
      if (withIt <= boundBytes) {
        fetch.admit(nowNanos);
        behindBytes = withIt;
      }
    }
  }

  /** How many bytes after the first object have arrived or may arrive at any time. */
  private long behindBytes() {
    return window.stream().skip(1).mapToLong(Fetch::committedBytes).sum();
  }

  /** When the earliest of the waiting attempts is due. Called often, hence a plain loop. */
  private Optional<Duration> untilDue(long nowNanos) {
    Optional<Duration> least = Optional.empty();
    for (Fetch fetch : window) {
      Optional<Duration> due = fetch.untilDue(nowNanos);
      if (due.isPresent() && (least.isEmpty() || due.get().compareTo(least.get()) < 0)) {
        least = due;
      }
    }
    return least;
  }

  /** Waits until something arrives, or until a request must be repeated or given up. */
  private void rest(Fetch first, long seen, long nowNanos) {
    Optional<Duration> due = untilDue(nowNanos);
    if (first.untilDue(nowNanos).isPresent() && due.isPresent()) {
      Duration left = Duration.ofNanos(deadline.leftNanos());
      context.time().pause(due.get().compareTo(left) < 0 ? due.get() : left, deadline.cancel());
      return;
    }
    long silentNanos =
        Math.min(
            context.options().idleTimeout().toNanos(),
            context.policy().patienceNanos(context.limiter()));
    long mostNanos =
        Math.min(deadline.leftNanos(), Math.min(Signal.LONGEST_WAIT_NANOS, silentNanos));
    long waitNanos =
        due.map(Duration::toNanos).filter(nanos -> nanos < mostNanos).orElse(mostNanos);
    context.signal().awaitChange(seen, waitNanos);
  }
}
