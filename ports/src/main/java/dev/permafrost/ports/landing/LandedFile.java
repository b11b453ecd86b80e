package dev.permafrost.ports.landing;

import java.util.regex.Pattern;

/**
 * A file in a landing, by its bytes.
 *
 * @param sizeBytes its size
 * @param sha256 SHA-256 of the whole file, 64 lower-case hexadecimal digits
 */
public record LandedFile(long sizeBytes, String sha256) {

  private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

  /**
   * Checks both.
   *
   * @throws IllegalArgumentException if the size is negative or the digest has another form
   */
  public LandedFile {
    if (sizeBytes < 0) {
      throw new IllegalArgumentException("a file of " + sizeBytes + " bytes");
    }
    if (!DIGEST.matcher(sha256).matches()) {
      throw new IllegalArgumentException("no SHA-256: '" + sha256 + "'");
    }
  }
}
