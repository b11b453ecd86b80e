package dev.permafrost.prove.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What an exploration of faults came to.
 *
 * @param scenarios how many scenarios there were
 * @param operations how many operations they have
 * @param faults how many faults were tried
 * @param cuts how many power cuts behind them
 * @param findings what was wrong
 * @param seed what was drawn from
 * @param seconds how long it took
 */
record FaultReport(
    int scenarios,
    long operations,
    long faults,
    long cuts,
    List<Finding> findings,
    long seed,
    double seconds) {

  /**
   * A fault after which something was wrong.
   *
   * @param fault the fault
   * @param violations what was wrong
   * @param leaks what was left open
   * @param trace the operations
   */
  record Finding(FaultCase fault, List<String> violations, List<String> leaks, List<String> trace) {

    /** All of it, and how to see it again. */
    List<String> lines() {
      List<String> lines = new ArrayList<>();
      lines.add("scenario " + fault.scenario());
      lines.add("operation " + fault.operation() + ", kind " + fault.kind());
      trace.forEach(line -> lines.add("  " + line));
      violations.forEach(line -> lines.add("VIOLATION " + line));
      leaks.forEach(line -> lines.add("LEAK " + line));
      lines.add("replay: bin/prove faults --replay '" + fault + "'");
      return lines;
    }
  }

  /** How many faults led to something wrong. */
  long violations() {
    return findings.stream().filter(finding -> !finding.violations().isEmpty()).count();
  }

  /** How many faults left something open. */
  long leaks() {
    return findings.stream().filter(finding -> !finding.leaks().isEmpty()).count();
  }

  /**
   * The figures of these and of the real faults, without the command's name.
   *
   * @param left what was left behind all of them
   * @param allSeconds how long both took
   */
  String figures(RealReport real, List<String> left, double allSeconds) {
    return String.format(
        Locale.ROOT,
        "scenarios=%d operations=%d faults=%d cuts=%d violations=%d leaks=%d real=%s points=%d"
            + " seconds=%.0f seed=%d",
        scenarios,
        operations,
        faults,
        cuts,
        violations() + real.violations(),
        leaks() + real.leaks() + left.size(),
        real.fraction(),
        real.points(),
        allSeconds,
        seed);
  }
}
