package dev.permafrost.backend.stream;

import dev.permafrost.backend.transport.BodyChecksum;
import dev.permafrost.backend.transport.Request;
import dev.permafrost.backend.transport.ResponseBuffer;
import dev.permafrost.backend.transport.ResponseHead;
import dev.permafrost.backend.transport.ResponseOutcome;
import dev.permafrost.backend.transport.RetryPolicy;
import dev.permafrost.ports.failure.StorageFailure;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Fetches one object of a stream, in as many attempts as it takes, from the first mirror that has
 * it. A state machine without a thread: its owner moves it with {@link #tick}, and nothing happens
 * to it in between but that bytes arrive. {@link RetryPolicy} decides what follows a response.
 *
 * <table>
 * <caption>States and transitions</caption>
 * <tr><th>from</th><th>to</th><th>when</th></tr>
 * <tr><td>waiting</td><td>in flight</td><td>the time of the next attempt has come</td></tr>
 * <tr><td>waiting</td><td>waiting</td>
 *     <td>the mirror is degraded by now, and another one is left: that is next</td></tr>
 * <tr><td>in flight</td><td>in flight</td><td>the request is hedged</td></tr>
 * <tr><td>in flight</td><td>waiting</td><td>the request is sent again later, or to the next
 *     mirror</td></tr>
 * <tr><td>in flight</td><td>present</td><td>the whole body is here</td></tr>
 * <tr><td>in flight</td><td>waiting</td><td>no mirror has the object: all are asked again, past
 *     caches, at once and a while later</td></tr>
 * <tr><td>in flight</td><td>failed</td><td>the last mirror did not give the object</td></tr>
 * <tr><td>present</td><td>waiting</td><td>the object is rejected, and another mirror is left</td></tr>
 * <tr><td>present</td><td>failed</td><td>the object is rejected, and no other mirror is left</td></tr>
 * <tr><td>any</td><td>abandoned</td><td>the owner lets it go</td></tr>
 * </table>
 */
final class Fetch {

  /** Where a fetch is. */
  enum State {
    /** It waits for the time of its next attempt. */
    WAITING,
    /** A request is on its way, its body included. */
    IN_FLIGHT,
    /** The object is here. */
    PRESENT,
    /** No mirror gave the object. */
    FAILED,
    /** Its owner let it go; it holds nothing. */
    ABANDONED;

    /** Whether another state, or this one again, may follow. */
    boolean mayBecome(State next) {
      return switch (this) {
        case WAITING -> next == WAITING || next == IN_FLIGHT || next == ABANDONED;
        case IN_FLIGHT -> true;
        case PRESENT -> next == WAITING || next == FAILED || next == ABANDONED;
        case FAILED, ABANDONED -> next == ABANDONED;
      };
    }
  }

  private final long index;
  private final Requests requests;
  private final FetchContext context;
  private final List<MirrorCursor> cursors;
  private final List<MirrorRefusal> refusals = new ArrayList<>();
  private final PartialBody body;

  private State state = State.WAITING;
  private Request whole;
  private int doubts;
  private int attempts;
  private long dueNanos;
  private @Nullable ResponseOutcome last;

  // Of the request on its way.
  private @Nullable ResponseBuffer response;
  private int hedges;
  private long sentNanos;
  private long answersBefore;
  private boolean isAnswered;
  private long grantedBytes;

  /** What to ask a mirror for an object. */
  interface Requests {
    Request of(MirrorCursor cursor, long index);
  }

  Fetch(long index, Requests requests, FetchContext context, long nowNanos) {
    this.index = index;
    this.requests = requests;
    this.context = context;
    this.cursors = context.inOrder();
    this.body = new PartialBody(context.gauge(), context.buffers());
    this.whole = requests.of(cursors.get(0), index);
    this.dueNanos = nowNanos;
  }

  private void move(State next) {
    if (!state.mayBecome(next)) {
      throw new IllegalStateException("a fetch that is " + state + " cannot become " + next);
    }
    state = next;
  }

  /** The object's index. */
  long index() {
    return index;
  }

  /** The object's name, for messages: where it came from, or where it should be. */
  String location() {
    return state == State.FAILED ? refusals.get(0).location() : whole.location();
  }

  /** Whether it is over, for good or ill. */
  boolean isOver() {
    return state == State.PRESENT || state == State.FAILED;
  }

  /** Whether it is over, and the object is here. */
  boolean isPresent() {
    return state == State.PRESENT;
  }

  /** Whether it is over, and no mirror has the object. */
  boolean isAbsent() {
    return state == State.FAILED && refusals.stream().allMatch(MirrorRefusal::isAbsence);
  }

  /** Why it is over without an object, though it is not absent; of several the first. */
  StorageFailure failure() {
    List<StorageFailure> failures =
        refusals.stream()
            .filter(refusal -> !refusal.isAbsence())
            .map(MirrorRefusal::failure)
            .toList();
    StorageFailure first = failures.get(0);
    failures.stream().skip(1).forEach(first::addSuppressed);
    return first;
  }

  /** Notes that the object was good, and tells of the mirrors that did not give it. */
  void accept() {
    for (MirrorRefusal refusal : refusals) {
      refusal.cursor().mirror().reportOnce(refusal.words());
    }
  }

  /**
   * Starts again with the next mirror, because the object that came is not the right one. {@link
   * #failure} still tells of it.
   *
   * @return false if there is no other mirror, and it is over
   */
  boolean reject(StorageFailure failure, long nowNanos) {
    body.drop();
    cursor().markDegraded();
    refuse(ResponseOutcome.corrupt(0, ""), Optional.of(failure));
    goElsewhere(nowNanos);
    return state == State.WAITING;
  }

  private MirrorCursor cursor() {
    return cursors.get(Math.min(refusals.size(), cursors.size() - 1));
  }

  private void refuse(ResponseOutcome outcome, Optional<StorageFailure> rejected) {
    refusals.add(new MirrorRefusal(cursor(), whole.location(), outcome, attempts, rejected));
  }

  /** Begins with the next mirror, or fails behind the last one. */
  private void goElsewhere(long nowNanos) {
    long pauseNanos = 0;
    if (refusals.size() == cursors.size()) {
      if (!isDoubtful()) {
        if (doubts > 0) {
          context.hole().missing(index);
        }
        move(State.FAILED);
        return;
      }
      pauseNanos = context.policy().pauseOfDoubt(doubts).toNanos();
      doubts++;
      refusals.clear();
    }
    Request next = requests.of(cursor(), index);
    whole = doubts > 0 ? next.fresh() : next;
    attempts = 0;
    last = null;
    dueNanos = nowNanos + pauseNanos;
    move(State.WAITING);
  }

  /**
   * Whether all mirrors are asked once more for an object that none has: a cache on the way may
   * have kept that it was not there when somebody asked too early.
   */
  private boolean isDoubtful() {
    int most = context.hole().reaches(index) ? 1 : RetryPolicy.DOUBTS;
    return doubts < most
        && refusals.stream().allMatch(MirrorRefusal::isAbsence)
        && refusals.stream().anyMatch(it -> it.cursor().mirror().transport().mayBeCached());
  }

  /** The whole body, once it is there; valid until it is rejected or abandoned. */
  List<ByteBuffer> body() {
    return body.parts();
  }

  /** Moves on as far as that goes without waiting. */
  void tick(long nowNanos) {
    ResponseBuffer current = response;
    switch (state) {
      case WAITING -> {
        leaveDegraded(nowNanos);
        if (nowNanos - dueNanos >= 0) {
          begin(nowNanos);
        }
      }
      case IN_FLIGHT -> {
        if (current != null) {
          look(current, nowNanos);
        }
      }
      case PRESENT, FAILED, ABANDONED -> {
        // Nothing moves it but its owner.
      }
    }
  }

  /** Looks at what came of the request on its way. */
  private void look(ResponseBuffer current, long nowNanos) {
    if (current.head().filter(head -> head.status() == 200).isPresent()) {
      // The whole again: another object by now, or a server that knows no ranges.
      body.drop();
    }
    noteAnswer(current, nowNanos);
    Optional<ResponseOutcome> outcome =
        current.outcome(
            nowNanos, context.options().idleTimeout(), context.options().attemptTimeout());
    if (outcome.isPresent()) {
      response = null;
      grantedBytes = 0;
      conclude(current, outcome.get(), nowNanos);
    } else if (isHedged(nowNanos)) {
      cursor().limiter().lagged(sentNanos, nowNanos);
      cursor().mirror().requests().hedged(nowNanos - sentNanos, attempts);
      hedges++;
      current.abandon();
      send(nowNanos);
    }
  }

  /** Does not wait for another attempt at a mirror that is degraded, if there is another one. */
  private void leaveDegraded(long nowNanos) {
    ResponseOutcome before = last;
    if (before != null && cursor().isDegraded() && hasAnother()) {
      body.drop();
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
        && context.policy().hedges(nowNanos - sentNanos, hedges, answersBefore, cursor().limiter());
  }

  /** When it must be moved again at the latest although nothing arrives; empty if never. */
  Optional<Duration> untilDue(long nowNanos) {
    return state == State.WAITING
        ? Optional.of(Duration.ofNanos(dueNanos - nowNanos))
        : Optional.empty();
  }

  /** Whether a request is on its way, its body included. */
  boolean isInFlight() {
    return state == State.IN_FLIGHT;
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
      return body.bytes();
    }
    if (current.head().isEmpty()) {
      return Math.max(body.bytes(), grantedBytes);
    }
    return current.isAdmitted() ? sizeBytes(0) : body.bytes();
  }

  /** How many bytes it takes or will take, or a guess as long as nothing is known. */
  long sizeBytes(long guessBytes) {
    if (isOver()) {
      return body.bytes();
    }
    ResponseBuffer current = response;
    Optional<ResponseHead> head = current == null ? Optional.empty() : current.head();
    if (current == null || head.isEmpty()) {
      // What no mirror had a moment ago keeps no room from others.
      return doubts > 0 ? body.bytes() : Math.max(body.bytes(), guessBytes);
    }
    return body.bytes() + Math.max(head.get().lengthBytes().orElse(guessBytes), current.bytes());
  }

  /** Whether the server has said how large it is. */
  boolean hasKnownSize() {
    ResponseBuffer current = response;
    return current != null
        && current.head().map(head -> head.lengthBytes().isPresent()).orElse(false);
  }

  /** Gives up what is on its way and lets go of the bytes. Nothing is waited for. */
  void abandon() {
    if (response != null) {
      response.abandon();
      response = null;
    }
    body.drop();
    move(State.ABANDONED);
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
    Request request = body.missing(whole);
    ResponseBuffer next =
        new ResponseBuffer(request, context.signal(), context.gauge(), context.buffers(), nowNanos);
    next.grant(grantedBytes);
    response = next;
    move(State.IN_FLIGHT);
    cursor().mirror().transport().send(request, next);
  }

  private void conclude(ResponseBuffer current, ResponseOutcome outcome, long nowNanos) {
    ResponseOutcome judged = outcome;
    long bytes = current.bytes();
    Optional<ResponseHead> head = current.head();
    if (outcome.kind() == ResponseOutcome.Kind.PRESENT) {
      body.keep(current);
      judged = head.isEmpty() ? outcome : BodyChecksum.judge(outcome, head.get(), body.parts());
    }
    cursor().mirror().requests().ended(judged.kind(), bytes, nowNanos - sentNanos, attempts);
    if (judged.kind() == ResponseOutcome.Kind.PRESENT) {
      cursor().store().noteRead(whole.uri());
      move(State.PRESENT);
      return;
    }
    Optional<Request> instead = cursor().store().instead(whole, judged);
    if (instead.isPresent()) {
      current.abandon();
      whole = instead.get();
      dueNanos = nowNanos;
      move(State.WAITING);
      return;
    }
    RetryPolicy.Decision next =
        context.policy().forStream(judged, attempts, hasAnother(), cursor().retries());
    switch (next.step()) {
      case RESUME -> body.keepToContinue(current);
      case RESTART, FINISH, GIVE_UP -> {
        current.abandon();
        body.drop();
      }
    }
    if (next.isRetry()) {
      last = judged;
      dueNanos = nowNanos + next.pause().toNanos();
      move(State.WAITING);
      return;
    }
    if (!cursor().store().isAbsent(judged)) {
      cursor().markDegraded();
    }
    refuse(judged, Optional.empty());
    goElsewhere(nowNanos);
  }

  /** Whether another mirror is left to be asked. */
  private boolean hasAnother() {
    return refusals.size() + 1 < cursors.size();
  }
}
