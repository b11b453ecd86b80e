package dev.permafrost.testkit.source;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.forge.ForgedLedger;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.failure.LakeGap;
import dev.permafrost.ports.source.BulkBackend;
import dev.permafrost.ports.source.LedgerStream;
import dev.permafrost.ports.work.CancelToken;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A lake in memory that counts what it is asked, and lies and fails by script.
 *
 * <p>It lends each ledger as a copy that is overwritten when the stream moves on. Its tip is its
 * last ledger unless another is set; what lies above the tip is not there. Safe for several
 * threads.
 */
public final class FakeBackend implements BulkBackend {

  /**
   * How often it was asked for what.
   *
   * @param network questions for the passphrase
   * @param covers questions for coverage
   * @param tip questions for the tip
   * @param streams streams begun
   * @param ledgers ledgers delivered
   */
  public record Requests(int network, int covers, int tip, int streams, int ledgers) {

    /** Nothing was asked. */
    public static final Requests NONE = new Requests(0, 0, 0, 0, 0);
  }

  private enum Question {
    NETWORK,
    COVERS,
    TIP,
    STREAM,
    LEDGER
  }

  private final String network;
  private final NavigableMap<Long, byte[]> ledgers = new TreeMap<>();
  private final Map<Long, List<byte[]>> replacements = new HashMap<>();
  private final Map<Long, RuntimeException> failures = new HashMap<>();
  private final Deque<RuntimeException> answerFailures = new ArrayDeque<>();
  private final List<Duration> timesLeft = new ArrayList<>();
  private OptionalLong tip;
  private OptionalLong end = OptionalLong.empty();
  private int extraLedgers;
  private final Map<Question, Integer> counts = new EnumMap<>(Question.class);
  private int openStreams;

  /**
   * A lake that holds these ledgers.
   *
   * @param held of consecutive sequences; may be empty
   */
  public FakeBackend(String network, List<ForgedLedger> held) {
    this.network = network;
    for (ForgedLedger ledger : held) {
      ledgers.put(ledger.sequence(), ledger.toBytes());
    }
    this.tip = held.isEmpty() ? OptionalLong.empty() : OptionalLong.of(ledgers.lastKey());
  }

  // The script.

  /** From now on the lake ends with this ledger; {@code ManualTime.at} lets it grow. */
  public synchronized void setTip(long sequence) {
    tip = OptionalLong.of(sequence);
  }

  /** A ledger is not there although the tip is above it. */
  public synchronized void removeLedger(long sequence) {
    ledgers.remove(sequence);
  }

  /** In place of a ledger a stream delivers these, none, one or several. */
  public synchronized void replace(long sequence, List<byte[]> delivered) {
    replacements.put(sequence, List.copyOf(delivered));
  }

  /** A stream delivers a ledger twice. */
  public synchronized void repeat(long sequence) {
    replace(sequence, List.of(held(sequence), held(sequence)));
  }

  /** A stream passes over a ledger without a word. */
  public synchronized void skip(long sequence) {
    replace(sequence, List.of());
  }

  /** A stream delivers another ledger in place of one. */
  public synchronized void swap(long sequence, long delivered) {
    replace(sequence, List.of(held(delivered)));
  }

  /** A stream ends before a ledger without a word. */
  public synchronized void endBefore(long sequence) {
    end = OptionalLong.of(sequence);
  }

  /** A stream goes on behind its range, for so many ledgers. */
  public synchronized void overrunBy(int count) {
    extraLedgers = count;
  }

  /** A stream fails where it comes to a ledger, every time until {@link #heal}. */
  public synchronized void failAt(long sequence, RuntimeException failure) {
    failures.put(sequence, failure);
  }

  /** The next question for network, coverage or tip fails; several wait for one question each. */
  public synchronized void failAnswer(RuntimeException failure) {
    answerFailures.add(failure);
  }

  /** Takes back all wrong ledgers and failures; the tip stays. */
  public synchronized void heal() {
    replacements.clear();
    failures.clear();
    answerFailures.clear();
    end = OptionalLong.empty();
    extraLedgers = 0;
  }

  // What was asked.

  /** What it was asked so far. */
  public synchronized Requests requests() {
    return new Requests(
        counted(Question.NETWORK),
        counted(Question.COVERS),
        counted(Question.TIP),
        counted(Question.STREAM),
        counted(Question.LEDGER));
  }

  /** Forgets what it was asked. */
  public synchronized void forgetRequests() {
    counts.clear();
    timesLeft.clear();
  }

  /** How long each question for coverage or tip was allowed to take, in order. */
  public synchronized List<Duration> timesLeft() {
    return List.copyOf(timesLeft);
  }

  /** How many streams are open. */
  public synchronized int openStreams() {
    return openStreams;
  }

  // The port.

  @Override
  public String location() {
    return "fake-lake";
  }

  @Override
  public synchronized String network(CancelToken cancel) {
    count(Question.NETWORK);
    answer(cancel);
    return network;
  }

  @Override
  public synchronized boolean covers(long sequence, Duration timeLeft, CancelToken cancel) {
    count(Question.COVERS);
    timesLeft.add(timeLeft);
    answer(cancel);
    return isThere(sequence);
  }

  @Override
  public synchronized OptionalLong tip(Duration timeLeft, CancelToken cancel) {
    count(Question.TIP);
    timesLeft.add(timeLeft);
    answer(cancel);
    return tip;
  }

  @Override
  @MustBeClosed
  public synchronized LedgerStream stream(LedgerRange range, CancelToken cancel) {
    count(Question.STREAM);
    openStreams++;
    return new FakeStream(this, range, cancel);
  }

  /** What a stream delivers at its next place; null where it ends. */
  synchronized @Nullable List<byte[]> deliver(LedgerRange range, long sequence) {
    if (sequence > range.last() + extraLedgers
        || (end.isPresent() && sequence >= end.getAsLong())) {
      return null;
    }
    RuntimeException failure = failures.get(sequence);
    if (failure != null) {
      throw failure;
    }
    List<byte[]> replaced = replacements.get(sequence);
    if (replaced != null) {
      return replaced;
    }
    if (!isThere(sequence)) {
      throw new LakeGap(key(sequence), sequence, "the tip is " + tip);
    }
    return List.of(held(sequence));
  }

  synchronized void countDelivered() {
    count(Question.LEDGER);
  }

  synchronized void streamClosed() {
    openStreams--;
  }

  static String key(long sequence) {
    return "fake-lake/" + sequence;
  }

  private void count(Question question) {
    counts.merge(question, 1, Integer::sum);
  }

  private int counted(Question question) {
    return counts.getOrDefault(question, 0);
  }

  private void answer(CancelToken cancel) {
    cancel.throwIfCancelled();
    RuntimeException failure = answerFailures.poll();
    if (failure != null) {
      throw failure;
    }
  }

  private boolean isThere(long sequence) {
    return tip.isPresent() && sequence <= tip.getAsLong() && ledgers.containsKey(sequence);
  }

  private byte[] held(long sequence) {
    byte[] ledger = ledgers.get(sequence);
    if (ledger == null) {
      throw new IllegalArgumentException("the fake lake never held ledger " + sequence);
    }
    return ledger;
  }
}
