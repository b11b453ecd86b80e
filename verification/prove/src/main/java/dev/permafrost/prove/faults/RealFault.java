package dev.permafrost.prove.faults;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A fault that can be made real on this machine, or not, and where it may hit a run. */
interface RealFault {

  /**
   * What became of one point.
   *
   * @param point its name
   * @param outcome how the run ended that met the fault, in words
   * @param violations what was wrong
   * @param leaks what was left open
   */
  record Result(String point, String outcome, List<String> violations, List<String> leaks) {

    /** Copies the lists. */
    public Result {
      violations = List.copyOf(violations);
      leaks = List.copyOf(leaks);
    }

    /** What a trial came to. */
    static Result of(String point, RealTrial trial) {
      return new Result(
          point,
          trial.failure().map(failure -> failure.getClass().getSimpleName()).orElse("done"),
          trial.violations(),
          trial.leaks());
    }
  }

  /** A word, for the command line. */
  String name();

  /**
   * Why this machine does not allow it, or empty if it does.
   *
   * @param scratch an empty directory to try it in; it is removed afterwards
   */
  Optional<String> impossibleBecause(Path scratch);

  /** The names of the points at which it may hit, in order. */
  List<String> points();

  /**
   * Tries one point.
   *
   * @param directory an empty directory, which is removed afterwards
   */
  Result tryAt(String point, Path directory, RealTrials trials);

  /** Tries several points. */
  default List<Result> tryAll(List<String> some, RealTrials trials) {
    List<Result> results = new ArrayList<>();
    for (String point : some) {
      results.add(trials.in(directory -> tryAt(point, directory, trials)));
    }
    return results;
  }
}
