package dev.permafrost.ports.roots;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The random identity of a store, the same in all its roots and under {@code config:store}.
 *
 * @param value 32 lower-case hexadecimal digits
 */
public record StoreId(String value) {

  private static final Pattern FORM = Pattern.compile("[0-9a-f]{32}");

  /**
   * Checks the form.
   *
   * @throws IllegalArgumentException if it is not 32 lower-case hexadecimal digits
   */
  public StoreId {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException("no store id: '" + value + "'");
    }
  }

  /** A new id that no other store has. */
  public static StoreId random() {
    byte[] bytes = new byte[16];
    new SecureRandom().nextBytes(bytes);
    return new StoreId(HexFormat.of().formatHex(bytes));
  }

  /** Whether a text is a store id. */
  public static boolean isWellFormed(String text) {
    return FORM.matcher(text).matches();
  }

  // Written out: to make those of a record takes a short command milliseconds.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof StoreId that && value.equals(that.value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public String toString() {
    return value;
  }
}
