package dev.permafrost.app.lake;

import com.google.common.collect.Range;
import com.google.common.collect.RangeSet;
import com.google.common.collect.TreeRangeSet;
import dev.permafrost.app.outcome.ExitCode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The problems found so far; adjacent ones of the same kind are merged. */
public final class ProblemList {

  /**
   * How many problems back an adjacent one is searched: links are judged some objects later than
   * they are read.
   */
  private static final int NEIGHBOURS = 8;

  private final List<Problem> problems;

  /** Creates a list with the problems of an earlier run. */
  ProblemList(List<Problem> earlier) {
    this.problems = new ArrayList<>(earlier);
  }

  /** Adds a problem that lies after the others of its kind. */
  void add(Problem problem) {
    for (int i = problems.size() - 1; i >= Math.max(0, problems.size() - NEIGHBOURS); i--) {
      if (problems.get(i).isContinuedBy(problem)) {
        problems.set(i, problems.get(i).with(problem));
        return;
      }
    }
    problems.add(problem);
  }

  /** Replaces a problem. */
  void replace(Problem before, Problem now) {
    problems.replaceAll(problem -> problem.equals(before) ? now : problem);
  }

  /** How many there are. */
  public int size() {
    return problems.size();
  }

  /** All of them, by their first ledgers. */
  public List<Problem> all() {
    return problems.stream().sorted(Comparator.comparingLong(Problem::first)).toList();
  }

  /** How many ledgers of a range have one of some kinds of problem, each counted once. */
  public long ledgers(long first, long last, List<ProblemKind> kinds) {
    RangeSet<Long> concerned = TreeRangeSet.create();
    for (Problem problem : problems) {
      if (kinds.contains(problem.kind())) {
        concerned.add(Range.closedOpen(problem.first(), problem.last() + 1));
      }
    }
    return concerned.subRangeSet(Range.closedOpen(first, last + 1)).asRanges().stream()
        .mapToLong(range -> range.upperEndpoint() - range.lowerEndpoint())
        .sum();
  }

  /** The worst exit code of the problems. */
  public ExitCode worst() {
    return problems.stream().map(Problem::exitCode).reduce(ExitCode.DONE, ExitCode::worse);
  }
}
