package dev.permafrost.prove.fuzz;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a fuzzer's process did, read out of what it printed (libFuzzer, "Output").
 *
 * @param executions how many inputs it gave
 * @param coverage how many places in the code they reached
 */
record FuzzTally(long executions, long coverage) {

  private static final Pattern EXECUTIONS =
      Pattern.compile("stat::number_of_executed_units: *(\\d{1,18})");
  private static final Pattern PROGRESS = Pattern.compile("#(\\d{1,18})\\s.* cov: (\\d{1,9}) .*");

  /** Reads the lines of a process; what it did not come to say is 0. */
  static FuzzTally of(List<String> lines) {
    long executions = 0;
    long coverage = 0;
    for (String line : lines) {
      Matcher progress = PROGRESS.matcher(line);
      Matcher total = EXECUTIONS.matcher(line);
      if (progress.matches()) {
        executions = Math.max(executions, Long.parseLong(progress.group(1)));
        coverage = Math.max(coverage, Long.parseLong(progress.group(2)));
      } else if (total.matches()) {
        executions = Math.max(executions, Long.parseLong(total.group(1)));
      }
    }
    return new FuzzTally(executions, coverage);
  }
}
