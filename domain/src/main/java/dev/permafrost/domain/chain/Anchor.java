package dev.permafrost.domain.chain;

import dev.permafrost.ports.chunk.LedgerHash;
import dev.permafrost.ports.chunk.LedgerRange;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The hash of one ledger's header that an operator trusts, for reasons of their own: read off a
 * validator, say, or out of a signed checkpoint. Nothing here can judge it.
 *
 * @param sequence the ledger
 * @param hash the SHA-256 of its header
 */
public record Anchor(long sequence, LedgerHash hash) {

  private static final Pattern FORM = Pattern.compile("([0-9]{1,10}):([0-9a-fA-F]{64})");

  /**
   * Checks the sequence.
   *
   * @throws IllegalArgumentException if it is none of a ledger
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

  /** As {@link #parse} reads it. */
  @Override
  public String toString() {
    return sequence + ":" + hash;
  }
}
