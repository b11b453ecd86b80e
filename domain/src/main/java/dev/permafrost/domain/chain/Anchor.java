package dev.permafrost.domain.chain;

import dev.permafrost.ports.chunk.LedgerHash;
import dev.permafrost.ports.chunk.LedgerRange;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The header hash of one ledger that an operator trusts, for example one read from a validator or
 * from a signed checkpoint. This layer cannot check it.
 *
 * @param sequence the ledger
 * @param hash the SHA-256 of its header
 */
public record Anchor(long sequence, LedgerHash hash) {

  private static final Pattern FORM = Pattern.compile("([0-9]{1,10}):([0-9a-fA-F]{64})");

  /**
   * Checks the sequence.
   *
   * @throws IllegalArgumentException if no ledger has it
   */
  public Anchor {
    if (sequence < 1 || sequence > LedgerRange.MAX_SEQUENCE) {
      throw new IllegalArgumentException("there is no ledger " + sequence);
    }
  }

  /**
   * Reads {@code SEQ:HASH}: a decimal sequence and the hash in 64 hexadecimal digits.
   *
   * @throws IllegalArgumentException if it is anything else; the message says what is expected
   */
  public static Anchor parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new IllegalArgumentException(
          "a trusted header is SEQ:HASH, with 64 hexadecimal digits, not '" + text + "'");
    }
    return new Anchor(
        Long.parseLong(form.group(1)), LedgerHash.of(HexFormat.of().parseHex(form.group(2))));
  }

  /** In the form that {@link #parse} reads. */
  @Override
  public String toString() {
    return sequence + ":" + hash;
  }
}
