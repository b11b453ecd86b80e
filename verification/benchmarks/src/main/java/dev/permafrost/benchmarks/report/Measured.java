package dev.permafrost.benchmarks.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One row of a run, as its file says it.
 *
 * @param name the row's
 * @param ratio the median of its rounds
 * @param must what it must reach
 * @param atLeast whether it must be at least that, or at most
 * @param low the smallest ratio of a round
 * @param high the largest
 * @param rounds how many rounds there were
 * @param ok whether it reached what it must
 * @param medians the median of each figure, by name with its unit last
 */
record Measured(
    String name,
    double ratio,
    double must,
    boolean atLeast,
    double low,
    double high,
    int rounds,
    boolean ok,
    Map<String, Double> medians) {

  Measured {
    medians = Collections.unmodifiableMap(new LinkedHashMap<>(medians));
  }

  /** How far a ratio is from what it must reach: 1 reaches it, more is better. */
  double score(double someRatio) {
    return atLeast ? someRatio / must : must / someRatio;
  }
}
