package dev.permafrost.ports.artifact;

import java.util.regex.Pattern;

/**
 * The name of a kind of artifact: {@code ledgers} here, others in later slices. It stands in
 * catalog keys ({@code chunk:{chunk}:{kind}}) and as a directory under the cold root. A name is
 * well formed by itself; whether a kind is known is decided by what is registered in the process.
 *
 * @param name 1 to 32 lower-case letters and digits, a letter first; not a name of the store's own
 *     directories
 */
public record ArtifactKind(String name) implements Comparable<ArtifactKind> {

  // Above the constant, whose name it checks.
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

  @Override
  public String toString() {
    return name;
  }
}
