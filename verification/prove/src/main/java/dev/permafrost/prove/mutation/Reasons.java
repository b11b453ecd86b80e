package dev.permafrost.prove.mutation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The places of which a document says why a change may survive there: rows of its tables. */
final class Reasons {

  /** {@code | `PackContainer.read` | reason |}: a place in the first cell, words in the second. */
  private static final Pattern ROW = Pattern.compile("^\\| `([^`]+)` \\|\\s*(\\S.*)\\|$");

  private final Set<String> places = new HashSet<>();

  private Reasons() {}

  static Reasons read(Path file) {
    Reasons reasons = new Reasons();
    try {
      for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
        Matcher row = ROW.matcher(line);
        if (row.matches()) {
          reasons.places.add(row.group(1));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return reasons;
  }

  boolean cover(Survivor survivor) {
    return places.contains(survivor.place());
  }
}
