package dev.permafrost.backend.access;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * A bearer token from a file (RFC 6750, section 2.1), which another program may renew: it is read
 * at the start, and again when a server refuses it. Its {@code toString} does not reveal it.
 * Thread-safe.
 */
public final class BearerToken {

  private static final long LARGEST_BYTES = 64 << 10;
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

  private final Path file;
  private volatile String value;

  private BearerToken(Path file, String value) {
    this.file = file;
    this.value = value;
  }

  /**
   * Reads the token.
   *
   * @throws IllegalArgumentException if there is none in the file; the message does not reveal it
   */
  static BearerToken read(Path file) {
    return new BearerToken(file, valueIn(file));
  }

  /** The token. */
  public String value() {
    return value;
  }

  /**
   * Reads the file again after a server refused a token.
   *
   * @return whether the file has another one now
   */
  public synchronized boolean renewed(String refused) {
    if (value.equals(refused)) {
      try {
        value = valueIn(file);
      } catch (IllegalArgumentException e) {
        // Half written, or gone: the known token stays, and so does the refusal.
        return false;
      }
    }
    return !value.equals(refused);
  }

  private static String valueIn(Path file) {
    String text;
    try {
      if (Files.size(file) > LARGEST_BYTES) {
        throw new IllegalArgumentException("the token file " + file + " is too large");
      }
      text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).strip();
    } catch (IOException e) {
      throw new IllegalArgumentException("the token file " + file + " cannot be read", e);
    }
    if (!FORM.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "the token file " + file + " holds no bearer token (not repeated here)");
    }
    return text;
  }

  @Override
  public String toString() {
    return "a token from " + file;
  }
}
