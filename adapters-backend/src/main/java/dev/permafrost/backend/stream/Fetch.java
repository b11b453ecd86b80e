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
 * Fetches one object of a stream, in as many attempts as needed, from the first mirror that has it.
 * A state machine without a thread: its owner advances it with {@link #tick}, and in between it
 * only receives bytes. {@link RetryPolicy} decides what follows a response.
 *
 * <table>
 * <caption>States and transitions</caption>
 * <tr><th>from</th><th>to</th><th>when</th></tr>
 * <tr><td>waiting</td><td>in flight</td><td>the time of the next attempt is reached</td></tr>
 * <tr><td>waiting</td><td>waiting</td>
 *     <td>the mirror has become degraded, and there is another one</td></tr>
 * <tr><td>in flight</td><td>in flight</td><td>the request is hedged</td></tr>
 * <tr><td>in flight</td><td>waiting</td><td>the request is sent again later, or to the next
 *     mirror</td></tr>
 * <tr><td>in flight</td><td>present</td><td>the whole body has arrived</td></tr>
 * <tr><td>in flight</td><td>waiting</td><td>no mirror has the object: all are asked again, past caches, immediately and after a while</td></tr>
 * <tr><td>in flight</td><td>failed</td><td>the last mirror did not deliver the object</td></tr>
 * <tr><td>present</td><td>waiting</td><td>the object is rejected, and there is another mirror</td></tr>
 * <tr><td>present</td><td>failed</td><td>the object is rejected, and there is no other mirror</td></tr>
 * <tr><td>any</td><td>abandoned</td><td>the owner gives it up</td></tr>
 * </table>
 */
final class Fetch {

  /** The states. */
  enum State {
    /** Waiting for the time of the next attempt. */
    WAITING,
    /** A request is in progress, including its body. */
    IN_FLIGHT,
    /** The object has arrived. */
    PRESENT,
    /** No mirror delivered the object. */
    FAILED,
    /** The owner gave it up; it holds nothing. */
    ABANDONED;

    /** Whether the state may change to another one, or to itself. */
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

  // Fields of the request in progress.
  private @Nullable ResponseBuffer response;
  private int hedges;
  private long sentNanos;
  private long answersBefore;
  private boolean isAnswered;
  private long grantedBytes;

  /** Creates the request to a mirror for an object. */
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

  /** Whether it has ended, with or without the object. */
  boolean isOver() {
    return state == State.PRESENT || state == State.FAILED;
  }

  /** Whether it has ended with the object. */
  boolean isPresent() {
    return state == State.PRESENT;
  }

  /** Whether it has ended because no mirror has the object. */
  boolean isAbsent() {
    return state == State.FAILED && refusals.stream().allMatch(MirrorRefusal::isAbsence);
  }

  /** Why it failed; the first of several reasons. */
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

  /** Records that the object was good, and reports the mirrors that did not deliver it. */
  void accept() {
    for (MirrorRefusal refusal : refusals) {
      refusal.cursor().mirror().reportOnce(refusal.words());
    }
  }

  /**
   * Starts again with the next mirror, because the object was rejected. {@link #failure} still
   * reports it.
   *
   * @return false if there is no other mirror, and it has ended
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

  /** Continues with the next mirror, or fails after the last one. */
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
   * have stored that it did not exist when someone asked too early.
   */
  private boolean isDoubtful() {
    int most = context.hole().reaches(index) ? 1 : RetryPolicy.DOUBTS;
    return doubts < most
        && refusals.stream().allMatch(MirrorRefusal::isAbsence)
        && refusals.stream().anyMatch(it -> it.cursor().mirror().transport().mayBeCached());
  }

  /**
   * The whole body, once it has arrived; valid until the object is rejected or the fetch abandoned.
   */
  List<ByteBuffer> body() {
    return body.parts();
  }

  /** Advances as far as possible without waiting. */
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
        // Only its owner advances it.
      }
    }
  }

  /** Handles the state of the request in progress. */
  private void look(ResponseBuffer current, long nowNanos) {
    if (current.head().filter(head -> head.status() == 200).isPresent()) {
      // The whole body again: another object by now, or a server that does not support ranges.
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

  /** Skips the wait for another attempt at a degraded mirror, if there is another one. */
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

  /** Whether the request is sent again although its response may still arrive. */
  private boolean isHedged(long nowNanos) {
    return !isAnswered
        && context.policy().hedges(nowNanos - sentNanos, hedges, answersBefore, cursor().limiter());
  }

  /** When it must be advanced at the latest although nothing arrives; empty if never. */
  Optional<Duration> untilDue(long nowNanos) {
    return state == State.WAITING
        ? Optional.of(Duration.ofNanos(dueNanos - nowNanos))
        : Optional.empty();
  }

  /** Whether a request is in progress, including its body. */
  boolean isInFlight() {
    return state == State.IN_FLIGHT;
  }

  /** Whether its body is held back although the server would send it. */
  boolean isHeld() {
    ResponseBuffer current = response;
    return current != null && current.head().isPresent() && !current.isAdmitted();
  }

  /**
   * Allows the body of its first attempt to flow without further notice if it is no longer than
   * this.
   */
  void grant(long mostBytes) {
    grantedBytes = mostBytes;
  }

  /** Allows the body of the current attempt to flow. */
  void admit(long nowNanos) {
    if (response != null) {
      response.admit(nowNanos);
    }
  }

  /**
   * How many bytes have arrived or may arrive at any time, because they were granted or admitted.
   */
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

  /** Its size in bytes, or a guess if it is not known yet. */
  long sizeBytes(long guessBytes) {
    if (isOver()) {
      return body.bytes();
    }
    ResponseBuffer current = response;
    Optional<ResponseHead> head = current == null ? Optional.empty() : current.head();
    if (current == null || head.isEmpty()) {
      // An object that no mirror had reserves no room.
      return doubts > 0 ? body.bytes() : Math.max(body.bytes(), guessBytes);
    }
    return body.bytes() + Math.max(head.get().lengthBytes().orElse(guessBytes), current.bytes());
  }

  /** Whether the server has stated its size. */
  boolean hasKnownSize() {
    ResponseBuffer current = response;
    return current != null
        && current.head().map(head -> head.lengthBytes().isPresent()).orElse(false);
  }

  /** Gives up the request in progress and releases the bytes, without waiting. */
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

  /** Whether there is another mirror to ask. */
  private boolean hasAnother() {
    return refusals.size() + 1 < cursors.size();
  }
}
