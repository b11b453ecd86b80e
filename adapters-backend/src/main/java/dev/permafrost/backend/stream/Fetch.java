package dev.permafrost.backend.stream;

import dev.permafrost.backend.access.LakeOptions;
import dev.permafrost.backend.transport.BodyChecksum;
import dev.permafrost.backend.transport.BufferPool;
import dev.permafrost.backend.transport.ByteGauge;
import dev.permafrost.backend.transport.ConcurrencyLimiter;
import dev.permafrost.backend.transport.Request;
import dev.permafrost.backend.transport.ResponseBuffer;
import dev.permafrost.backend.transport.ResponseHead;
import dev.permafrost.backend.transport.ResponseOutcome;
import dev.permafrost.backend.transport.RetryPolicy;
import dev.permafrost.backend.transport.Signal;
import dev.permafrost.ports.failure.StorageFailure;
import dev.permafrost.ports.work.TimeSource;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Fetches one object of a stream, in as many attempts as it takes, from the first mirror that has
 * it. A state machine without a thread: its owner moves it with {@link #tick}, and nothing happens
 * to it in between but that bytes arrive.
 *
 * <p>It is <i>waiting</i> for the time of its next attempt, <i>in flight</i>, or <i>over</i> with a
 * outcome. Waiting becomes in flight when the time has come; in flight becomes over, or after a
 * passing failure waiting again; over is final. In flight it may be sent anew, where its answer
 * lags behind those of others ({@link ConcurrencyLimiter}); that is no attempt of its own. A body
 * that was cut is continued where it broke off if its entity tag says of which bytes it was, and is
 * begun again otherwise.
 */
public final class Fetch {

  private final long index;
  private final Requests requests;
  private final Shared shared;
  private final List<MirrorCursor> cursors;
  private final List<Refusal> refusals = new ArrayList<>();
  private Request whole;

  private final List<ByteBuffer> kept = new ArrayList<>();
  private long keptBytes;
  private String keptTag = "";
  private int attempts;
  private int hedges;
  private long sentNanos;
  private long answersBefore;
  private boolean isAnswered;
  private long dueNanos;
  private long grantedBytes;
  private @Nullable ResponseBuffer response;
  private @Nullable ResponseOutcome last;
  private boolean isOver;
  private boolean isPresent;

  /** What to ask a mirror for an object. */
  interface Requests {
    Request of(MirrorCursor cursor, long index);
  }

  /**
   * Why an object was not taken from one mirror.
   *
   * @param cursor the mirror
   * @param location the object's name there
   * @param outcome what became of the request
   * @param attempts how many were made
   * @param rejected what is wrong with what came, if it came
   */
  private record Refusal(
      MirrorCursor cursor,
      String location,
      ResponseOutcome outcome,
      int attempts,
      Optional<StorageFailure> rejected) {

    boolean isAbsence() {
      return rejected.isEmpty() && cursor.store().isAbsent(outcome);
    }

    StorageFailure failure() {
      return rejected.orElseGet(() -> outcome.failure(location, attempts));
    }

    String words() {
      return isAbsence() ? location + " is not there" : String.valueOf(failure().getMessage());
    }
  }

  /**
   * What all fetches of a stream have in common.
   *
   * @param cursors the mirrors, in the order in which they were named; one at least
   * @param options how patient to be
   * @param policy what is done after each response
   * @param time the clock
   * @param signal raised when something arrives
   * @param gauge counts what is held
   * @param parts what it is held in
   */
  public record Shared(
      List<MirrorCursor> cursors,
      LakeOptions options,
      RetryPolicy policy,
      TimeSource time,
      Signal signal,
      ByteGauge gauge,
      BufferPool parts) {

    /** The mirrors, those in trouble last. */
    List<MirrorCursor> inOrder() {
      for (MirrorCursor cursor : cursors) {
        if (cursor.isDegraded()) {
          return cursors.stream().sorted(Comparator.comparing(MirrorCursor::isDegraded)).toList();
        }
      }
      return cursors;
    }

    /** How many requests to send at a time, and when one lags: by the first mirror. */
    ConcurrencyLimiter limiter() {
      return inOrder().get(0).limiter();
    }
  }

  Fetch(long index, Requests requests, Shared shared, long nowNanos) {
    this.index = index;
    this.requests = requests;
    this.shared = shared;
    this.cursors = shared.inOrder();
    this.whole = requests.of(cursors.get(0), index);
    this.dueNanos = nowNanos;
  }

  /** The object's index. */
  long index() {
    return index;
  }

  /** The object's name, for messages: where it came from, or where it should be. */
  String location() {
    return isOver && !isPresent ? refusals.get(0).location() : whole.location();
  }

  /** Whether it is over, for good or ill. */
  boolean isOver() {
    return isOver;
  }

  /** Whether it is over, and the object is here. */
  boolean isPresent() {
    return isPresent;
  }

  /** Whether it is over, and no mirror has the object. */
  boolean isAbsent() {
    return isOver && !isPresent && refusals.stream().allMatch(Refusal::isAbsence);
  }

  /** Why it is over without an object, though it is not absent; of several the first. */
  StorageFailure failure() {
    List<StorageFailure> failures =
        refusals.stream().filter(refusal -> !refusal.isAbsence()).map(Refusal::failure).toList();
    StorageFailure first = failures.get(0);
    failures.stream().skip(1).forEach(first::addSuppressed);
    return first;
  }

  /** Notes that the object was good, and tells of the mirrors that did not give it. */
  void accept() {
    for (Refusal refusal : refusals) {
      refusal.cursor().mirror().reportOnce(refusal.words());
    }
  }

  /**
   * Begins anew with the next mirror, since what came is not what it should be. What came before is
   * kept in mind for {@link #failure}.
   *
   * @return false if there is no other mirror, and it is over
   */
  boolean reject(StorageFailure failure, long nowNanos) {
    drop();
    isPresent = false;
    cursor().markDegraded();
    refuse(ResponseOutcome.corrupt(0, ""), Optional.of(failure));
    return goElsewhere(nowNanos);
  }

  private MirrorCursor cursor() {
    return cursors.get(Math.min(refusals.size(), cursors.size() - 1));
  }

  private void refuse(ResponseOutcome outcome, Optional<StorageFailure> rejected) {
    refusals.add(new Refusal(cursor(), whole.location(), outcome, attempts, rejected));
  }

  private boolean goElsewhere(long nowNanos) {
    isOver = refusals.size() == cursors.size();
    if (!isOver) {
      whole = requests.of(cursor(), index);
      attempts = 0;
      last = null;
      dueNanos = nowNanos;
    }
    return !isOver;
  }

  /** The whole body, once it is there; kept until {@link #drop}. */
  List<ByteBuffer> body() {
    return kept;
  }

  /** Moves on as far as that goes without waiting. */
  void tick(long nowNanos) {
    if (isOver) {
      return;
    }
    ResponseBuffer current = response;
    if (current == null) {
      leaveDegraded(nowNanos);
      if (!isOver && nowNanos - dueNanos >= 0) {
        begin(nowNanos);
      }
      return;
    }
    if (current.head().filter(head -> head.status() == 200).isPresent()) {
      // The whole again: another object by now, or a server that knows no ranges.
      drop();
    }
    noteAnswer(current, nowNanos);
    Optional<ResponseOutcome> outcome =
        current.outcome(
            nowNanos, shared.options().idleTimeout(), shared.options().attemptTimeout());
    if (outcome.isPresent()) {
      conclude(current, outcome.get(), nowNanos);
    } else if (isHedged(nowNanos)) {
      cursor().limiter().lagged(sentNanos, nowNanos);
      hedges++;
      current.abandon();
      send(nowNanos);
    }
  }

  /** Does not wait for another attempt at a mirror that is in trouble, if there is another one. */
  private void leaveDegraded(long nowNanos) {
    ResponseOutcome before = last;
    if (before != null && cursor().isDegraded() && hasAnother()) {
      drop();
      refuse(before, Optional.empty());
      goElsewhere(nowNanos);
    }
  }

  private void noteAnswer(ResponseBuffer current, long nowNanos) {
    if (!isAnswered && current.head().isPresent()) {
      isAnswered = true;
      cursor().limiter().answered(nowNanos - sentNanos);
    }
  }

  /** Whether it is sent again although its response may still come. */
  private boolean isHedged(long nowNanos) {
    return !isAnswered
        && shared.policy().hedges(nowNanos - sentNanos, hedges, answersBefore, cursor().limiter());
  }

  /** When it must be moved again at the latest although nothing arrives; empty if never. */
  Optional<Duration> untilDue(long nowNanos) {
    boolean isWaiting = !isOver && response == null;
    return isWaiting ? Optional.of(Duration.ofNanos(dueNanos - nowNanos)) : Optional.empty();
  }

  /** Whether a request is on its way, its body included. */
  boolean isInFlight() {
    return response != null;
  }

  /** Whether its body may not flow yet although the server would send it. */
  boolean isHeld() {
    ResponseBuffer current = response;
    return current != null && current.head().isPresent() && !current.isAdmitted();
  }

  /** Lets the body of its first attempt flow without a word if it turns out to be no longer. */
  void grant(long mostBytes) {
    grantedBytes = mostBytes;
  }

  /** Lets the body of the present attempt flow. */
  void admit(long nowNanos) {
    if (response != null) {
      response.admit(nowNanos);
    }
  }

  /** How many bytes are here or may come at any time, since they were granted or admitted. */
  long committedBytes() {
    ResponseBuffer current = response;
    if (current == null) {
      return keptBytes;
    }
    if (current.head().isEmpty()) {
      return Math.max(keptBytes, grantedBytes);
    }
    return current.isAdmitted() ? sizeBytes(0) : keptBytes;
  }

  /** How many bytes it takes or will take, or a guess as long as nothing is known. */
  long sizeBytes(long guessBytes) {
    if (isOver) {
      return keptBytes;
    }
    ResponseBuffer current = response;
    Optional<ResponseHead> head = current == null ? Optional.empty() : current.head();
    if (current == null || head.isEmpty()) {
      return Math.max(keptBytes, guessBytes);
    }
    return keptBytes + Math.max(head.get().lengthBytes().orElse(guessBytes), current.bytes());
  }

  /** Whether the server has said how large it is. */
  boolean hasKnownSize() {
    ResponseBuffer current = response;
    return current != null
        && current.head().map(head -> head.lengthBytes().isPresent()).orElse(false);
  }

  /** Lets go of the bytes, whose memory is used for others from now on. */
  void drop() {
    shared.gauge().add(-keptBytes);
    kept.forEach(shared.parts()::giveBack);
    kept.clear();
    keptBytes = 0;
    keptTag = "";
  }

  /** Gives up whatever is on its way and lets go of the bytes. Nothing is waited for. */
  void abandon() {
    if (response != null) {
      response.abandon();
      response = null;
    }
    drop();
  }

  private void begin(long nowNanos) {
    attempts++;
    hedges = 0;
    send(nowNanos);
  }

  private void send(long nowNanos) {
    isAnswered = false;
    sentNanos = nowNanos;
    answersBefore = cursor().limiter().answers();
    Request request =
        keptBytes == 0
            ? whole
            : Request.rest(whole.uri(), keptBytes, keptTag, whole.mostBytes() - keptBytes);
    ResponseBuffer next =
        new ResponseBuffer(request, shared.signal(), shared.gauge(), shared.parts(), nowNanos);
    next.grant(grantedBytes);
    response = next;
    cursor().mirror().transport().send(request, next);
  }

  private void conclude(ResponseBuffer current, ResponseOutcome outcome, long nowNanos) {
    response = null;
    grantedBytes = 0;
    if (outcome.kind() == ResponseOutcome.Kind.PRESENT) {
      Optional<ResponseHead> head = current.head();
      keep(current);
      ResponseOutcome judged =
          head.isEmpty() ? outcome : BodyChecksum.judge(outcome, head.get(), kept);
      if (judged.kind() == ResponseOutcome.Kind.PRESENT) {
        cursor().store().noteRead();
        isPresent = true;
        isOver = true;
      } else {
        // Which of the bytes are wrong is not known, so none of them is kept.
        drop();
        concludeUnfinished(current, judged, nowNanos);
      }
      return;
    }
    concludeUnfinished(current, outcome, nowNanos);
  }

  private void concludeUnfinished(ResponseBuffer current, ResponseOutcome outcome, long nowNanos) {
    RetryPolicy.Decision next =
        shared.policy().forStream(outcome, attempts, hasAnother(), cursor().retries());
    switch (next.step()) {
      case RESUME -> keepWhatCanBeContinued(current);
      case RESTART, FINISH, GIVE_UP -> {
        current.abandon();
        drop();
      }
    }
    if (next.isRetry()) {
      last = outcome;
      dueNanos = nowNanos + next.pause().toNanos();
      return;
    }
    if (!cursor().store().isAbsent(outcome)) {
      cursor().markDegraded();
    }
    refuse(outcome, Optional.empty());
    goElsewhere(nowNanos);
  }

  /** Whether another mirror is left to be asked. */
  private boolean hasAnother() {
    return refusals.size() + 1 < cursors.size();
  }

  private void keepWhatCanBeContinued(ResponseBuffer current) {
    Optional<ResponseHead> head = current.head();
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

  private void keep(ResponseBuffer current) {
    keptBytes += current.bytes();
    kept.addAll(current.take());
  }
}
