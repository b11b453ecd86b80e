package dev.permafrost.ports.hot;

import java.util.regex.Pattern;

/**
 * The name of a column family of a hot database: an ordered map of byte keys to byte values.
 *
 * @param name 1 to 32 lower-case letters and digits, a letter first
 */
public record ColumnFamily(String name) implements Comparable<ColumnFamily> {

  // Declared before the constants, whose constructor uses it.
  private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9]{0,31}");

  /** Properties of the database itself; every database has this family. */
  public static final ColumnFamily DEFAULT = new ColumnFamily("default");

  /**
   * The ledgers: the key is a big-endian unsigned 32-bit sequence, the value the hashes and the
   * frame.
   */
  public static final ColumnFamily LEDGERS = new ColumnFamily("ledgers");

  /**
   * Checks the name.
   *
   * @throws IllegalArgumentException if it is not of that form
   */
  public ColumnFamily {
    if (!FORM.matcher(name).matches()) {
      throw new IllegalArgumentException("no column family: '" + name + "'");
    }
  }

  @Override
  public int compareTo(ColumnFamily other) {
    return name.compareTo(other.name);
  }

  @Override
  public String toString() {
    return name;
  }
}
