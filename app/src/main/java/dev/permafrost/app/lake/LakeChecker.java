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
 * Checks every object of a range, even after problems: its own content, its link to its neighbours,
 * and the trusted hashes. Not thread-safe.
 *
 * <p>Memory does not grow with the range, except for the problems, whose number is limited.
 */
public final class LakeChecker {

  /** A check ends when it has found this many problems. */
  public static final int MOST_PROBLEMS = 10_000;

  /** Receives the progress after each object. */
  public interface Watcher {
    /**
     * The check made progress.
     *
     * @param ledgersDone how many ledgers of the whole range were checked
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
   * Continues from a state.
   *
   * @param anchors the trusted hashes
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

  /** The current state. */
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

  /** The problems found. */
  public ProblemList problems() {
    return problems;
  }

  /**
   * Checks the rest, to the end or until there are too many problems.
   *
   * @throws StorageFailure if the lake cannot be reached, or {@code Cancelled}; {@link #state} has
   *     the progress
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

  /** The requested ledgers of an object. */
  private LedgerRange asked(LedgerRange named) {
    return new LedgerRange(
        Math.max(named.first(), question.first()), Math.min(named.last(), question.last()));
  }

  /**
   * Changes missing objects at the end to not-yet-there, if they are above the tip. Objects missing
   * elsewhere are a hole, even if a lake that cannot list seems to end there.
   *
   * @param tip the highest ledger of the lake, as far as it knows
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
