package dev.permafrost.backend.stream;

import dev.permafrost.backend.access.LakeOptions;
import dev.permafrost.backend.lake.LakeStore;
import dev.permafrost.backend.transport.AnswerHead;
import dev.permafrost.backend.transport.Arrival;
import dev.permafrost.backend.transport.Ask;
import dev.permafrost.backend.transport.Asker;
import dev.permafrost.backend.transport.BackOff;
import dev.permafrost.backend.transport.BodyChecksum;
import dev.permafrost.backend.transport.ByteGauge;
import dev.permafrost.backend.transport.Pace;
import dev.permafrost.backend.transport.PartPool;
import dev.permafrost.backend.transport.Signal;
import dev.permafrost.backend.transport.Verdict;
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
 * verdict. Waiting becomes in flight when the time has come; in flight becomes over, or after a
 * passing failure waiting again; over is final. In flight it may be sent anew, where its answer
 * lags behind those of others ({@link Pace}); that is no attempt of its own. A body that was cut is
 * continued where it broke off if its entity tag says of which bytes it was, and is begun again
 * otherwise.
 */
public final class Fetch {

  private static final int MOST_SENT_AGAIN = 3;

  /** A mirror is asked again less often where another one is left. */
  private static final int MOST_RETRIES_BEFORE_ANOTHER = 3;

  private final long index;
  private final Asks asks;
  private final Shared shared;
  private final List<Way> ways;
  private final List<Refusal> refusals = new ArrayList<>();
  private Ask whole;

  private final List<ByteBuffer> kept = new ArrayList<>();
  private long keptBytes;
  private String keptTag = "";
  private int attempts;
  private int sentAgain;
  private long sentNanos;
  private long answersBefore;
  private boolean isAnswered;
  private long dueNanos;
  private long grantedBytes;
  private @Nullable Arrival arrival;
  private @Nullable Verdict last;
  private boolean isOver;
  private boolean isPresent;

  /** What to ask a mirror for an object. */
  interface Asks {
    Ask of(Way way, long index);
  }

  /**
   * Why an object was not taken from one mirror.
   *
   * @param way the mirror
   * @param location the object's name there
   * @param verdict what became of the request
   * @param gaveUp why it was not repeated
   * @param rejected what is wrong with what came, if it came
   */
  private record Refusal(
      Way way, String location, Verdict verdict, String gaveUp, Optional<StorageFailure> rejected) {

    boolean isAbsence() {
      return rejected.isEmpty() && way.store().isAbsent(verdict);
    }

    StorageFailure failure() {
      return rejected.orElseGet(() -> LakeStore.failureOf(verdict, gaveUp, location));
    }

    String words() {
      return isAbsence() ? location + " is not there" : String.valueOf(failure().getMessage());
    }
  }

  /**
   * What all fetches of a stream have in common.
   *
   * @param ways the mirrors, in the order in which they were named; one at least
   * @param options how patient to be
   * @param backOff how long to wait before a repetition
   * @param time the clock
   * @param signal raised when something arrives
   * @param gauge counts what is held
   * @param parts what it is held in
   */
  public record Shared(
      List<Way> ways,
      LakeOptions options,
      BackOff backOff,
      TimeSource time,
      Signal signal,
      ByteGauge gauge,
      PartPool parts) {

    /** The mirrors, those in trouble last. */
    List<Way> inOrder() {
      for (Way way : ways) {
        if (way.isInTrouble()) {
          return ways.stream().sorted(Comparator.comparing(Way::isInTrouble)).toList();
        }
      }
      return ways;
    }

    /** How many requests to send at a time, and when one lags: by the first mirror. */
    Pace pace() {
      return inOrder().get(0).pace();
    }
  }

  Fetch(long index, Asks asks, Shared shared, long nowNanos) {
    this.index = index;
    this.asks = asks;
    this.shared = shared;
    this.ways = shared.inOrder();
    this.whole = asks.of(ways.get(0), index);
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
      refusal.way().mirror().tellOfTrouble(refusal.words());
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
    way().noteTrouble();
    refuse(Verdict.mangled(0, ""), Optional.of(failure));
    return goElsewhere(nowNanos);
  }

  private Way way() {
    return ways.get(Math.min(refusals.size(), ways.size() - 1));
  }

  private void refuse(Verdict verdict, Optional<StorageFailure> rejected) {
    refusals.add(
        new Refusal(way(), whole.location(), verdict, Asker.gaveUp(verdict, attempts), rejected));
  }

  private boolean goElsewhere(long nowNanos) {
    isOver = refusals.size() == ways.size();
    if (!isOver) {
      whole = asks.of(way(), index);
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
    Arrival current = arrival;
    if (current == null) {
      leaveTrouble(nowNanos);
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
    Optional<Verdict> verdict =
        current.verdict(
            nowNanos, shared.options().idleTimeout(), shared.options().attemptTimeout());
    if (verdict.isPresent()) {
      conclude(current, verdict.get(), nowNanos);
    } else if (isLaggard(nowNanos)) {
      way().pace().lagged(sentNanos, nowNanos);
      sentAgain++;
      current.abandon();
      send(nowNanos);
    }
  }

  /** Does not wait for another attempt at a mirror that is in trouble, if there is another one. */
  private void leaveTrouble(long nowNanos) {
    Verdict before = last;
    if (before != null && way().isInTrouble() && refusals.size() + 1 < ways.size()) {
      drop();
      refuse(before, Optional.empty());
      goElsewhere(nowNanos);
    }
  }

  private void noteAnswer(Arrival current, long nowNanos) {
    if (!isAnswered && current.head().isPresent()) {
      isAnswered = true;
      way().pace().answered(nowNanos - sentNanos);
    }
  }

  /** Whether it has no answer though others have; one more request is not worth it for ever. */
  private boolean isLaggard(long nowNanos) {
    return !isAnswered
        && sentAgain < MOST_SENT_AGAIN
        && way().pace().isLaggard(nowNanos - sentNanos, answersBefore, sentAgain);
  }

  /** When it must be moved again at the latest although nothing arrives; empty if never. */
  Optional<Duration> untilDue(long nowNanos) {
    boolean isWaiting = !isOver && arrival == null;
    return isWaiting ? Optional.of(Duration.ofNanos(dueNanos - nowNanos)) : Optional.empty();
  }

  /** Whether a request is on its way, its body included. */
  boolean isInFlight() {
    return arrival != null;
  }

  /** Whether its body may not flow yet although the server would send it. */
  boolean isHeld() {
    Arrival current = arrival;
    return current != null && current.head().isPresent() && !current.isAdmitted();
  }

  /** Lets the body of its first attempt flow without a word if it turns out to be no longer. */
  void grant(long mostBytes) {
    grantedBytes = mostBytes;
  }

  /** Lets the body of the present attempt flow. */
  void admit(long nowNanos) {
    if (arrival != null) {
      arrival.admit(nowNanos);
    }
  }

  /** How many bytes are here or may come at any time, since they were granted or admitted. */
  long committedBytes() {
    Arrival current = arrival;
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
    answersBefore = way().pace().answers();
    Ask ask =
        keptBytes == 0
            ? whole
            : Ask.rest(whole.uri(), keptBytes, keptTag, whole.mostBytes() - keptBytes);
    Arrival next = new Arrival(ask, shared.signal(), shared.gauge(), shared.parts(), nowNanos);
    next.grant(grantedBytes);
    arrival = next;
    way().mirror().transport().send(ask, next);
  }

  private void conclude(Arrival current, Verdict verdict, long nowNanos) {
    arrival = null;
    grantedBytes = 0;
    if (verdict.kind() == Verdict.Kind.PRESENT) {
      Optional<AnswerHead> head = current.head();
      keep(current);
      Verdict judged = head.isEmpty() ? verdict : BodyChecksum.judge(verdict, head.get(), kept);
      if (judged.kind() == Verdict.Kind.PRESENT) {
        way().store().noteRead();
        isPresent = true;
        isOver = true;
      } else {
        // Which of the bytes are wrong is not known, so none of them is kept.
        drop();
        concludeUnfinished(current, judged, nowNanos);
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
        mayBeRepeated && attempts <= mostRetries() && wait.isPresent() && way().retries().take();
    if (!isRepeated) {
      current.abandon();
      drop();
      if (!way().store().isAbsent(verdict)) {
        way().noteTrouble();
      }
      refuse(verdict, Optional.empty());
      goElsewhere(nowNanos);
      return;
    }
    last = verdict;
    if (verdict.kind() != Verdict.Kind.MANGLED) {
      keepWhatCanBeContinued(current);
    }
    dueNanos = nowNanos + wait.get().toNanos();
  }

  private int mostRetries() {
    int retries = shared.options().retries();
    boolean isLast = refusals.size() + 1 == ways.size();
    return isLast ? retries : Math.min(retries, MOST_RETRIES_BEFORE_ANOTHER);
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
