package dev.permafrost.testkit.machine;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * One way in which a power cut can end: for everything that was not durable, what became of it.
 * Written as numbers with dots between, which {@link #parse} reads.
 */
public final class Survival {

  private final int[] choices;

  Survival(int[] choices) {
    this.choices = choices.clone();
  }

  /**
   * Reads what {@link #toString} wrote.
   *
   * @throws IllegalArgumentException if it is of another form
   */
  public static Survival parse(String text) {
    if (text.isEmpty()) {
      return new Survival(new int[0]);
    }
    try {
      return new Survival(
          Arrays.stream(text.split("\\.", -1)).mapToInt(Integer::parseInt).toArray());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("no survival: '" + text + "'", e);
    }
  }

  int choice(int dimension) {
    return choices[dimension];
  }

  int size() {
    return choices.length;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Survival that && Arrays.equals(choices, that.choices);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(choices);
  }

  @Override
  public String toString() {
    return Arrays.stream(choices).mapToObj(Integer::toString).collect(Collectors.joining("."));
  }
}
