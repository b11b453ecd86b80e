package dev.permafrost.ports.codec;

import java.util.regex.Pattern;

/**
 * Identifies a compressor: its version, level and flags, which together with the ledger decide the
 * bytes of a frame. Two codecs with equal fingerprints give equal frames for equal ledgers; it
 * names the compressor, not the library that packages it.
 *
 * @param value such as {@code zstd-1.5.7/level-3/size+checksum}: 1 to 64 visible ASCII characters
 */
public record CodecFingerprint(String value) {

  private static final Pattern FORM = Pattern.compile("[!-~]{1,64}");

  /**
   * Checks the form.
   *
   * @throws IllegalArgumentException if the value is empty, too long or has other characters
   */
  public CodecFingerprint {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException("no codec fingerprint: '" + value + "'");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
