package dev.permafrost.backend;

import dev.permafrost.ports.work.TimeSource;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Fetches one object of a stream, in as many attempts as it takes. A state machine without a
 * thread: its owner moves it with {@link #tick}, and nothing happens to it in between but that
 * bytes arrive.
 *
 * <p>It is <i>waiting</i> for the time of its next attempt, <i>in flight</i>, or <i>over</i> with a
 * verdict. Waiting becomes in flight when the time has come; in flight becomes over, or after a
 * passing failure waiting again; over is final. In flight it may be sent anew, where its answer
 * lags behind those of others ({@link Pace}); that is no attempt of its own. A body that was cut is
 * continued where it broke off if its entity tag says of which bytes it was, and is begun again
 * otherwise.
 */
final class Fetch {

  private static final int MOST_SENT_AGAIN = 3;

  private final long index;
  private final Ask whole;
  private final Shared shared;

  private final List<ByteBuffer> kept = new ArrayList<>();
  private long keptBytes;
  private String keptTag = "";
  private int attempts;
  private int sentAgain;
  private long sentNanos;
  private long answersBefore;
  private boolean isAnswered;
  private long dueNanos;
  private boolean isAdmitted;
  private @Nullable Arrival arrival;
  private @Nullable Verdict outcome;

  /**
   * What all fetches of a stream have in common.
   *
   * @param transport sends the requests
   * @param options how patient to be
   * @param backOff how long to wait before a repetition
   * @param retries how many repetitions are left
   * @param pace how many requests to send, and when one lags
   * @param time the clock
   * @param signal raised when something arrives
   * @param gauge counts what is held
   */
  record Shared(
      Transport transport,
      LakeOptions options,
      BackOff backOff,
      RetryBudget retries,
      Pace pace,
      TimeSource time,
      Signal signal,
      ByteGauge gauge) {}

  Fetch(long index, Ask whole, Shared shared, long nowNanos) {
    this.index = index;
    this.whole = whole;
    this.shared = shared;
    this.dueNanos = nowNanos;
  }

  /** The object's index. */
  long index() {
    return index;
  }

  /** The object's name, for messages. */
  String location() {
    return whole.location();
  }

  /** What became of it, once it is over. */
  Optional<Verdict> outcome() {
    return Optional.ofNullable(outcome);
  }

  /** Why it failed, in words, with the number of attempts. */
  String reason() {
    return outcome == null ? "" : Asker.gaveUp(outcome, attempts);
  }

  /** The whole body, once it is there; kept until {@link #drop}. */
  List<ByteBuffer> body() {
    return kept;
  }

  /** Moves on as far as that goes without waiting. */
  void tick(long nowNanos) {
    if (outcome != null) {
      return;
    }
    Arrival current = arrival;
    if (current == null) {
      if (nowNanos - dueNanos >= 0) {
        begin(nowNanos);
      }
      return;
    }
    if (current.head().filter(head -> head.status() == 200).isPresent()) {
      // The whole again: another object by now, or a server that knows no ranges.
      drop();
    }
    noteAnswer(current, nowNanos);
    Optional<Verdict> verdict =
        current.verdict(
            nowNanos, shared.options().idleTimeout(), shared.options().attemptTimeout());
    if (verdict.isPresent()) {
      conclude(current, verdict.get(), nowNanos);
    } else if (isLaggard(nowNanos)) {
      shared.pace().lagged(sentNanos, nowNanos);
      sentAgain++;
      current.abandon();
      send(nowNanos);
    }
  }

  private void noteAnswer(Arrival current, long nowNanos) {
    if (!isAnswered && current.head().isPresent()) {
      isAnswered = true;
      shared.pace().answered(nowNanos - sentNanos);
    }
  }

  /** Whether it has no answer though others have; one more request is not worth it for ever. */
  private boolean isLaggard(long nowNanos) {
    return !isAnswered
        && sentAgain < MOST_SENT_AGAIN
        && shared.pace().isLaggard(nowNanos - sentNanos, answersBefore, sentAgain);
  }

  /** When it must be moved again at the latest although nothing arrives; empty if never. */
  Optional<Duration> untilDue(long nowNanos) {
    boolean isWaiting = outcome == null && arrival == null;
    return isWaiting ? Optional.of(Duration.ofNanos(dueNanos - nowNanos)) : Optional.empty();
  }

  /** Whether a request is on its way, its body included. */
  boolean isInFlight() {
    return arrival != null;
  }

  /** Whether its body may not flow yet although the server would send it. */
  boolean isHeld() {
    return arrival != null && !isAdmitted && arrival.head().isPresent();
  }

  /** Lets the body of the present attempt flow. */
  void admit(long nowNanos) {
    if (arrival != null) {
      isAdmitted = true;
      arrival.admit(nowNanos);
    }
  }

  /** How many bytes are here or may come at any time, since they were admitted. */
  long committedBytes() {
    return isAdmitted ? sizeBytes(0) : keptBytes;
  }

  /** How many bytes it takes or will take, or a guess as long as nothing is known. */
  long sizeBytes(long guessBytes) {
    if (outcome != null) {
      return keptBytes;
    }
    Arrival current = arrival;
    Optional<AnswerHead> head = current == null ? Optional.empty() : current.head();
    if (current == null || head.isEmpty()) {
      return Math.max(keptBytes, guessBytes);
    }
    return keptBytes + Math.max(head.get().lengthBytes().orElse(guessBytes), current.bytes());
  }

  /** Whether the server has said how large it is. */
  boolean hasKnownSize() {
    Arrival current = arrival;
    return current != null
        && current.head().map(head -> head.lengthBytes().isPresent()).orElse(false);
  }

  /** Lets go of the bytes. */
  void drop() {
    shared.gauge().add(-keptBytes);
    kept.clear();
    keptBytes = 0;
    keptTag = "";
  }

  /** Gives up whatever is on its way and lets go of the bytes. Nothing is waited for. */
  void abandon() {
    if (arrival != null) {
      arrival.abandon();
      arrival = null;
    }
    drop();
  }

  private void begin(long nowNanos) {
    attempts++;
    sentAgain = 0;
    send(nowNanos);
  }

  private void send(long nowNanos) {
    isAnswered = false;
    sentNanos = nowNanos;
    answersBefore = shared.pace().answers();
    Ask ask =
        keptBytes == 0
            ? whole
            : Ask.rest(whole.uri(), keptBytes, keptTag, whole.mostBytes() - keptBytes);
    Arrival next = new Arrival(ask, shared.signal(), shared.gauge(), nowNanos);
    arrival = next;
    isAdmitted = false;
    shared.transport().send(ask, next);
  }

  private void conclude(Arrival current, Verdict verdict, long nowNanos) {
    arrival = null;
    if (verdict.kind() == Verdict.Kind.PRESENT) {
      Optional<AnswerHead> head = current.head();
      keep(current);
      Verdict whole = head.isEmpty() ? verdict : BodyChecksum.judge(verdict, head.get(), kept);
      if (whole.kind() == Verdict.Kind.PRESENT) {
        outcome = whole;
      } else {
        // Which of the bytes are wrong is not known, so none of them is kept.
        drop();
        concludeUnfinished(current, whole, nowNanos);
      }
      return;
    }
    concludeUnfinished(current, verdict, nowNanos);
  }

  private void concludeUnfinished(Arrival current, Verdict verdict, long nowNanos) {
    boolean mayBeRepeated =
        verdict.kind() == Verdict.Kind.PASSING || verdict.kind() == Verdict.Kind.MANGLED;
    if (verdict.status() == 416) {
      // What was kept reaches to the end of a shorter object: begin again.
      drop();
      mayBeRepeated = true;
    }
    Optional<Duration> wait = shared.backOff().before(attempts, verdict.retryAfter());
    boolean isRepeated =
        mayBeRepeated
            && attempts <= shared.options().retries()
            && wait.isPresent()
            && shared.retries().take();
    if (!isRepeated) {
      current.abandon();
      drop();
      outcome = verdict;
      return;
    }
    isAdmitted = false;
    if (verdict.kind() != Verdict.Kind.MANGLED) {
      keepWhatCanBeContinued(current);
    }
    dueNanos = nowNanos + wait.get().toNanos();
  }

  private void keepWhatCanBeContinued(Arrival current) {
    Optional<AnswerHead> head = current.head();
    boolean isPart = head.isPresent() && (head.get().status() == 200 || head.get().status() == 206);
    if (!isPart) {
      current.abandon();
      return;
    }
    boolean isRightPart = head.get().status() == 200 || head.get().firstByte() == keptBytes;
    if (head.get().hasStrongTag() && isRightPart) {
      keep(current);
      keptTag = head.get().tag();
    } else {
      current.abandon();
      drop();
    }
  }

  private void keep(Arrival current) {
    keptBytes += current.bytes();
    kept.addAll(current.take());
  }
}
