package dev.permafrost.ports.ledger;

import dev.permafrost.ports.chunk.LedgerHash;
import dev.permafrost.ports.ledger.LedgerFormatException.Reason;
import java.nio.ByteBuffer;

/**
 * Reads the XDR of a ledger from its first byte on; every bound is checked, and errors name the
 * field. The buffer's position does not change. Not thread-safe.
 */
final class XdrCursor {

  private final ByteBuffer bytes;
  private final int start;
  private int index;

  /** Starts at the first byte of a ledger; the buffer is big-endian. */
  XdrCursor(ByteBuffer ledger) {
    this.bytes = ledger;
    this.start = ledger.position();
    this.index = start;
  }

  int offset() {
    return index - start;
  }

  void skip(int count, String field) {
    if (count > bytes.limit() - index) {
      throw new LedgerFormatException(
          Reason.MALFORMED,
          "the ledger ends inside "
              + field
              + " at byte "
              + offset()
              + ": "
              + (bytes.limit() - index)
              + " bytes left, "
              + count
              + " needed");
    }
    index += count;
  }

  long unsignedInt(String field) {
    skip(4, field);
    return Integer.toUnsignedLong(bytes.getInt(index - 4));
  }

  long longValue(String field) {
    skip(8, field);
    return bytes.getLong(index - 8);
  }

  LedgerHash hash(String field) {
    skip(LedgerHash.BYTES, field);
    return LedgerHash.at(bytes, index - LedgerHash.BYTES);
  }

  int discriminant(String field, int largestKnown) {
    long value = unsignedInt(field);
    if (value > largestKnown) {
      throw new LedgerFormatException(
          Reason.UNSUPPORTED,
          field
              + " at byte "
              + (offset() - 4)
              + " is "
              + value
              + ", known are 0 to "
              + largestKnown);
    }
    return (int) value;
  }

  long length(String field, int largest) {
    long value = unsignedInt(field);
    if (value > largest) {
      throw new LedgerFormatException(
          Reason.MALFORMED,
          field + " at byte " + (offset() - 4) + " has length " + value + ", at most " + largest);
    }
    return value;
  }

  void skipOpaque(String field, int largest) {
    long length = length(field, largest);
    skip((int) ((length + 3) & ~3L), field);
  }
}
