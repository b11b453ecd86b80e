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
 * Fetches the objects of a run of indexes and hands them over in order, several on their way at a
 * time. It has no thread: each call that takes an object moves all of them.
 *
 * <p>What is held is bounded in bytes. The first object, the one that is lent from or waited for,
 * always flows; of those behind it, only as many as the bound has room for, by the sizes that their
 * answers state, and one whose size is not stated only once it is the first. A request is granted
 * about what objects usually take, as long as the bound has room for that: an answer of no more
 * flows at once, a larger one waits to be let in. So the bytes held never exceed the bound and one
 * object. How many requests are begun follows the sizes seen lately, so that a bound which fits a
 * thousand small objects is not spent on waiting answers of large ones.
 */
final class Prefetch {

  /** How many objects may wait to be handed over, as a multiple of those that may be in flight. */
  private static final int OBJECTS_PER_REQUEST = 4;

  /**
   * Of those that may be in flight, how many may be handed over before others are begun in their
   * place: looking at the whole window for each of them would take longer than reading it.
   */
  private static final int HANDED_OVER_PART = 8;

  /** How much larger than usual an object may be and still flow without being looked at first. */
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
   * Begins with nothing on its way.
   *
   * @param requests what to ask a mirror for each index
   * @param deadline who may cancel all of it, and how long it may take
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

  /** Whether all objects were handed over. */
  boolean isOver() {
    return window.isEmpty() && nextIndex > lastIndex;
  }

  /**
   * Waits for the next object in order. It stays the first, and its bytes held, until {@link
   * #release}.
   *
   * @return a fetch that is over, for good or ill
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
   * Takes the first object, which was handed over, back: what came is not what it should be.
   *
   * @return whether another mirror is asked for it, so that it is to be awaited once more
   */
  boolean reject(StorageFailure failure) {
    return window.getFirst().reject(failure, context.time().nanoTime());
  }

  /** Lets the first object go, which was handed over. */
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

  /** Gives up whatever is on its way. Nothing is waited for. */
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

  /** How many bytes behind the first object are here or may come at any time. */
  private long behindBytes() {
    return window.stream().skip(1).mapToLong(Fetch::committedBytes).sum();
  }

  /** When the first of those is due that wait for another attempt; looked at often, so a loop. */
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
