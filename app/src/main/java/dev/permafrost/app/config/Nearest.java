package dev.permafrost.app.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the known word that is most similar to a misspelt one. */
public final class Nearest {

  private static final int LETTERS_AN_ERROR = 3;

  private Nearest() {}

  /**
   * The most similar known word: with at most one letter in three wrong, missing, added or swapped
   * with its neighbour; otherwise one that starts with the word.
   */
  public static Optional<String> of(String word, Collection<String> known) {
    Optional<String> nearest =
        known.stream()
            .filter(other -> distance(word, other) <= Math.max(1, word.length() / LETTERS_AN_ERROR))
            .min(
                Comparator.<String>comparingInt(other -> distance(word, other))
                    .thenComparing(Comparator.naturalOrder()));
    return nearest.isPresent()
        ? nearest
        : known.stream().filter(other -> other.startsWith(word)).sorted().findFirst();
  }

  /** A hint to append to a message; empty if there is none. */
  public static String hint(String word, Collection<String> known) {
    return of(word, known).map(other -> "; did you mean '" + other + "'?").orElse("");
  }

  private static int distance(String one, String two) {
    int[][] steps = new int[one.length() + 1][two.length() + 1];
    for (int i = 0; i <= one.length(); i++) {
      for (int j = 0; j <= two.length(); j++) {
        if (i == 0 || j == 0) {
          steps[i][j] = i + j;
          continue;
        }
        boolean isSame = one.charAt(i - 1) == two.charAt(j - 1);
        int least = Math.min(steps[i - 1][j], steps[i][j - 1]) + 1;
        least = Math.min(least, steps[i - 1][j - 1] + (isSame ? 0 : 1));
        boolean isSwapped =
            i > 1
                && j > 1
                && one.charAt(i - 1) == two.charAt(j - 2)
                && one.charAt(i - 2) == two.charAt(j - 1);
        steps[i][j] = isSwapped ? Math.min(least, steps[i - 2][j - 2] + 1) : least;
      }
    }
    return steps[one.length()][two.length()];
  }
}
