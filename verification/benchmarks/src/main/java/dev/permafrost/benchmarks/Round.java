package dev.permafrost.benchmarks;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one round came to.
 *
 * @param ratio what the row is judged by
 * @param figures what it was made of, by name with its unit last, shown in the order of their names
 */
public record Round(double ratio, Map<String, Double> figures) {

  /** Copies the figures. */
  public Round {
    figures = Collections.unmodifiableMap(new TreeMap<>(figures));
  }
}
