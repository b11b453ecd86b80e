package dev.permafrost.prove.faults;

import java.util.ArrayList;
import java.util.List;

/**
 * What the real faults came to.
 *
 * @param tried what was tried, a row each
 * @param skipped what could not be tried on this machine, and why
 */
record RealReport(List<Row> tried, List<String> skipped) {

  /**
   * One fault.
   *
   * @param name the fault
   * @param results its points
   */
  record Row(String name, List<RealFault.Result> results) {

    /** Whether anything was wrong. */
    boolean isClean() {
      return results.stream().allMatch(one -> one.violations().isEmpty() && one.leaks().isEmpty());
    }

    /** How many points the fault kept from being done. */
    long hits() {
      return results.stream().filter(one -> !one.outcome().equals("done")).count();
    }
  }

  /** How many faults were tried of those there are, such as 6/7. */
  String fraction() {
    return tried.size() + "/" + (tried.size() + skipped.size());
  }

  /** Whether nothing was wrong, and nothing left open. */
  boolean isClean() {
    return violations() == 0 && leaks() == 0;
  }

  /** At how many points something was wrong. */
  long violations() {
    return results().stream().filter(one -> !one.violations().isEmpty()).count();
  }

  /** At how many points something was left open. */
  long leaks() {
    return results().stream().filter(one -> !one.leaks().isEmpty()).count();
  }

  /** How many points were tried. */
  long points() {
    return results().size();
  }

  private List<RealFault.Result> results() {
    return tried.stream().flatMap(row -> row.results().stream()).toList();
  }

  /** A line for each fault, and all that was wrong, with the commands that replay it. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (Row row : tried) {
      lines.add(
          "real "
              + row.name()
              + ": points="
              + row.results().size()
              + " hits="
              + row.hits()
              + (row.isClean() ? "" : " BROKEN"));
      for (RealFault.Result result : row.results()) {
        result.violations().forEach(what -> lines.add("VIOLATION " + what));
        result.leaks().forEach(what -> lines.add("LEAK " + what));
        if (!result.violations().isEmpty() || !result.leaks().isEmpty()) {
          lines.add("ended: " + result.outcome());
          lines.add(
              "replay: bin/prove faults --replay 'real/" + row.name() + "/" + result.point() + "'");
        }
      }
    }
    skipped.forEach(why -> lines.add("real skipped: " + why));
    return lines;
  }
}
