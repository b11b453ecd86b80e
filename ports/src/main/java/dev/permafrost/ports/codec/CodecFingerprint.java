package dev.permafrost.ports.codec;

import java.util.regex.Pattern;

/**
 * What decides the bytes of a frame beside the ledger: the compressor's version, its level and its
 * flags, as one word. Two codecs with equal fingerprints give equal frames for equal ledgers; the
 * fingerprint names the compressor, not the artifact that carried it.
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
