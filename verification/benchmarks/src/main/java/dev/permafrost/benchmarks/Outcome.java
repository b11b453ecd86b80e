package dev.permafrost.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What the rounds of a row came to.
 *
 * <p>It is good if the median reaches what the row must, or misses it by less than five in a
 * hundred while what it must lies between the quartiles.
 *
 * @param name the row's
 * @param must what the row must reach
 * @param bound on which side
 * @param rounds every round, in order; at least one
 */
public record Outcome(String name, double must, Row.Bound bound, List<Round> rounds) {

  private static final double NEARLY = 0.05;

  /** Copies the rounds. */
  public Outcome {
    rounds = List.copyOf(rounds);
    if (rounds.isEmpty()) {
      throw new IllegalArgumentException(name + " has no rounds");
    }
  }

  /** The median of the ratios. */
  public double ratio() {
    return quantile(0.5);
  }

  /** The smallest ratio. */
  public double low() {
    return quantile(0);
  }

  /** The largest ratio. */
  public double high() {
    return quantile(1);
  }

  /** Whether it reached what it must. */
  public boolean isGood() {
    return reaches(ratio(), must)
        || (must >= quantile(0.25) && must <= quantile(0.75) && reaches(ratio(), relaxed()));
  }

  private double relaxed() {
    return bound == Row.Bound.AT_LEAST ? must * (1 - NEARLY) : must * (1 + NEARLY);
  }

  private boolean reaches(double value, double goal) {
    return bound == Row.Bound.AT_LEAST ? value >= goal : value <= goal;
  }

  /** The median of each figure over all rounds. */
  public Map<String, Double> figures() {
    Map<String, List<Double>> valuesOfName = new LinkedHashMap<>();
    for (Round round : rounds) {
      round
          .figures()
          .forEach(
              (figure, value) ->
                  valuesOfName.computeIfAbsent(figure, any -> new ArrayList<>()).add(value));
    }
    Map<String, Double> medians = new LinkedHashMap<>();
    valuesOfName.forEach((figure, values) -> medians.put(figure, quantile(values, 0.5)));
    return medians;
  }

  /** The row's line. */
  public String line() {
    return String.format(
        Locale.ROOT,
        "%s ratio=%.3f must=%s rounds=%d spread=%.3f..%.3f %s",
        name,
        ratio(),
        must,
        rounds.size(),
        low(),
        high(),
        isGood() ? "ok" : "short");
  }

  private double quantile(double share) {
    return quantile(rounds.stream().map(Round::ratio).toList(), share);
  }

  /** Between two values it is as far from the lower one as the share says. */
  private static double quantile(List<Double> values, double share) {
    List<Double> sorted = values.stream().sorted().toList();
    double place = share * (sorted.size() - 1);
    int below = (int) Math.floor(place);
    int above = (int) Math.ceil(place);
    return sorted.get(below) + (place - below) * (sorted.get(above) - sorted.get(below));
  }
}
