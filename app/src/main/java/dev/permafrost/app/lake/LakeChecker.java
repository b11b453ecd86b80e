package dev.permafrost.app.lake;

import dev.permafrost.backend.DataLake;
import dev.permafrost.backend.stream.ObjectWalk;
import dev.permafrost.domain.chain.Anchors;
import dev.permafrost.ports.chunk.LedgerHash;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.failure.StorageFailure;
import dev.permafrost.ports.ledger.LedgerFront;
import dev.permafrost.ports.work.CancelToken;

/**
 * Looks at every object of a range, whatever is the matter with those before it: its own content,
 * its link to its neighbours, and the hashes that are trusted. One thread.
 *
 * <p>Memory does not grow with the range, but for the problems, which are so many at most.
 */
public final class LakeChecker {

  /** With more problems than these a lake is not checked to its end. */
  public static final int MOST_PROBLEMS = 10_000;

  /** Told after each object. */
  public interface Watcher {
    /**
     * The check came further.
     *
     * @param ledgersDone how many ledgers of the whole range were looked at
     */
    void reached(long ledgersDone);
  }

  private final CheckQuestion question;
  private final Anchors anchors;
  private final ProblemList problems;
  private final ChainRuns chain;
  private long next;
  private long ledgers;
  private long objects;
  private long storedBytes;

  /**
   * Goes on from a state.
   *
   * @param anchors the hashes that are trusted
   */
  public LakeChecker(CheckState state, Anchors anchors) {
    this.question = state.question();
    this.anchors = anchors;
    this.problems = new ProblemList(state.problems());
    this.chain = new ChainRuns(state.chain(), problems::add);
    this.next = state.next();
    this.ledgers = state.ledgers();
    this.objects = state.objects();
    this.storedBytes = state.storedBytes();
  }

  /** Where it stands. */
  public CheckState state() {
    return new CheckState(
        CheckState.FORMAT,
        question,
        next,
        ledgers,
        objects,
        storedBytes,
        chain.kept(),
        problems.all());
  }

  /** What it found. */
  public ProblemList problems() {
    return problems;
  }

  /**
   * Looks at what is left, to the end or until there are too many problems.
   *
   * @throws StorageFailure if the lake is out of reach, or {@code Cancelled}; {@link #state} says
   *     how far it came
   */
  public void run(DataLake lake, CancelToken cancel, Watcher watcher) {
    if (next <= question.last()) {
      try (ObjectWalk walk = lake.walk(new LedgerRange(next, question.last()), cancel)) {
        while (problems.size() < MOST_PROBLEMS && walk.next()) {
          take(walk);
          next = Math.min(walk.named().last(), question.last()) + 1;
          watcher.reached(next - question.first());
        }
      }
    }
    if (next > question.last()) {
      chain.gap();
    }
  }

  private void take(ObjectWalk walk) {
    if (walk.state() == ObjectWalk.State.SOUND) {
      takeSound(walk);
      return;
    }
    chain.gap();
    problems.add(Problem.of(walk, asked(walk.named())));
  }

  private void takeSound(ObjectWalk walk) {
    LedgerRange held = walk.ledgers();
    LedgerRange asked = asked(walk.named());
    if (held.first() > asked.first()) {
      chain.gap();
      problems.add(
          new Problem(
              ProblemKind.MISSING,
              asked.first(),
              Math.min(held.first() - 1, asked.last()),
              1,
              walk.location() + " is there, and begins at ledger " + held.first()));
    }
    long anchored = 0;
    boolean isContradicted = false;
    for (long sequence : anchors.in(held)) {
      LedgerHash trusted = anchors.at(sequence).orElseThrow();
      LedgerHash hash = walk.front(sequence).hash();
      if (trusted.equals(hash)) {
        anchored = sequence;
      } else {
        isContradicted = true;
        String text = "ledger " + sequence + " has the hash " + hash + ", trusted is " + trusted;
        problems.add(
            new Problem(
                ProblemKind.WRONG, held.first(), held.last(), 1, walk.location() + ": " + text));
      }
    }
    LedgerFront last = walk.front(held.last());
    chain.add(
        new ChainRun(held.first(), held.last(), 1, anchored, isContradicted, ""),
        walk.front(held.first()).previousHash(),
        last.hash());
    ledgers += Math.max(0, asked.last() - Math.max(asked.first(), held.first()) + 1);
    objects++;
    storedBytes += walk.storedBytes();
  }

  /** What of an object is asked about. */
  private LedgerRange asked(LedgerRange named) {
    return new LedgerRange(
        Math.max(named.first(), question.first()), Math.min(named.last(), question.last()));
  }

  /**
   * Says of what is missing at the end that it is not there yet, where that is so. What is missing
   * elsewhere is a hole, wherever a lake that cannot list seems to end.
   *
   * @param tip the highest ledger of the lake, as far as it can tell
   */
  public void tellTip(long tip) {
    for (Problem problem : problems.all()) {
      if (problem.kind() == ProblemKind.MISSING
          && problem.first() > tip
          && problem.last() == question.last()) {
        problems.replace(
            problem,
            new Problem(
                ProblemKind.AHEAD,
                problem.first(),
                problem.last(),
                problem.objects(),
                "the lake's tip is " + tip));
      }
    }
  }
}
