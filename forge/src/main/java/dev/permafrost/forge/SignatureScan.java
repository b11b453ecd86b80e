package dev.permafrost.forge;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds 64-byte signatures in the body of a real ledger without knowing its structure.
 *
 * <p>A signature is {@code opaque<64>}: the length 64, then 64 bytes that look random. What is
 * found may be overwritten by other random bytes, and the ledger still decodes whole even where it
 * was no signature, because no word of it can be one that steers a decoder: those are discriminants
 * and flags (small, or small and negative) and lengths (at most the ledger's own). Text is told
 * apart by its bytes, of which few are above 127.
 */
final class SignatureScan {

  static final int SIGNATURE_BYTES = 64;

  private static final long LEAST_NEGATIVE_DISCRIMINANT = 0xFFFF_0000L;
  private static final int LEAST_HIGH_BYTES = 12;

  private SignatureScan() {}

  /**
   * The offsets of the signatures' first bytes, in order, not overlapping.
   *
   * @param ledger a ledger, from index 0 to its limit
   * @param from where to begin, a multiple of four
   */
  static List<Integer> find(ByteBuffer ledger, int from) {
    List<Integer> found = new ArrayList<>();
    int at = from;
    while (at + 4 + SIGNATURE_BYTES <= ledger.limit()) {
      if (ledger.getInt(at) == SIGNATURE_BYTES && isOpaque(ledger, at + 4)) {
        found.add(at + 4);
        at += SIGNATURE_BYTES;
      }
      at += 4;
    }
    return found;
  }

  private static boolean isOpaque(ByteBuffer ledger, int offset) {
    for (int at = offset; at < offset + SIGNATURE_BYTES; at += 4) {
      long word = Integer.toUnsignedLong(ledger.getInt(at));
      if (word <= ledger.limit() || word >= LEAST_NEGATIVE_DISCRIMINANT) {
        return false;
      }
    }
    int highBytes = 0;
    for (int at = offset; at < offset + SIGNATURE_BYTES; at++) {
      if (ledger.get(at) < 0) {
        highBytes++;
      }
    }
    return highBytes >= LEAST_HIGH_BYTES;
  }
}
