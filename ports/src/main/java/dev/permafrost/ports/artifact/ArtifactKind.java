package dev.permafrost.ports.artifact;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The name of a kind of artifact, such as {@code ledgers}. It is part of catalog keys ({@code
 * chunk:{chunk}:{kind}}) and the name of a directory under the cold root. This class checks only
 * the form of a name; the kinds registered in the process decide whether it is known.
 *
 * @param name 1 to 32 lower-case letters and digits, a letter first; not a name of the store's own
 *     directories
 */
public record ArtifactKind(String name) implements Comparable<ArtifactKind> {

  // Declared before the constant, whose constructor uses it.
  private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9]{0,31}");

  /** The frozen ledgers of a chunk. */
  public static final ArtifactKind LEDGERS = new ArtifactKind("ledgers");

  /**
   * Checks the name.
   *
   * @throws IllegalArgumentException if it is not of that form, or {@code catalog} or {@code hot}
   */
  public ArtifactKind {
    if (!FORM.matcher(name).matches() || name.equals("catalog") || name.equals("hot")) {
      throw new IllegalArgumentException("no kind of artifact: '" + name + "'");
    }
  }

  @Override
  public int compareTo(ArtifactKind other) {
    return name.compareTo(other.name);
  }

  // Written out: to make those of a record takes a short command milliseconds.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ArtifactKind that && name.equals(that.name);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  @Override
  public String toString() {
    return name;
  }
}
