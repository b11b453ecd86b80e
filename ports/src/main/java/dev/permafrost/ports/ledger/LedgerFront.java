package dev.permafrost.ports.ledger;

import dev.permafrost.ports.chunk.LedgerHash;
import dev.permafrost.ports.ledger.LedgerFormatException.Reason;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The front of one LedgerCloseMeta: its version and its header, which is all this layer reads of a
 * ledger; what follows is opaque.
 *
 * <p>XDR (RFC 4506) is big-endian and padded to four bytes. The structures are those of
 * Stellar-ledger.x: {@code LedgerCloseMeta} 0, 1 or 2, {@code LedgerHeaderHistoryEntry}, {@code
 * LedgerHeader}, {@code StellarValue} (ledger data, "LedgerCloseMeta, as far as this layer reads
 * it"). Immutable; it keeps no reference to the bytes it was read from.
 *
 * @param metaVersion the version of the LedgerCloseMeta: 0, 1 or 2
 * @param protocolVersion the header's ledgerVersion, unsigned
 * @param sequence the header's ledgerSeq, unsigned
 * @param hash the hash that the entry claims for its header
 * @param previousHash the header's previousLedgerHash
 * @param closeTimeSeconds the header's closeTime, seconds since 1970, as a bit pattern of 64 bits
 * @param headerOffset where the header begins, in bytes from the ledger's first byte
 * @param headerBytes how long the header is, in bytes
 */
public record LedgerFront(
    int metaVersion,
    long protocolVersion,
    long sequence,
    LedgerHash hash,
    LedgerHash previousHash,
    long closeTimeSeconds,
    int headerOffset,
    int headerBytes) {

  /** The largest raw ledger this layer handles, in bytes: 64 MiB. */
  public static final int MAX_LEDGER_BYTES = 64 << 20;

  private static final int MAX_UPGRADES = 6;
  private static final int MAX_UPGRADE_BYTES = 128;
  private static final int MAX_SIGNATURE_BYTES = 64;
  private static final int SKIP_LIST_BYTES = 4 * LedgerHash.BYTES;

  /**
   * Reads the front of the ledger that begins at the buffer's position; position and limit stay as
   * they are.
   *
   * @throws LedgerFormatException if the bytes are no ledger, or one of a version not known here
   */
  public static LedgerFront parse(ByteBuffer ledger) {
    Cursor in = new Cursor(ledger);
    int metaVersion = in.discriminant("LedgerCloseMeta", 2);
    if (metaVersion > 0) {
      readMetaExt(in);
    }
    LedgerHash hash = in.hash("hash");
    int headerOffset = in.offset();
    long protocolVersion = in.unsignedInt("ledgerVersion");
    LedgerHash previousHash = in.hash("previousLedgerHash");
    in.skip(LedgerHash.BYTES, "txSetHash");
    long closeTimeSeconds = in.longValue("closeTime");
    readValueTail(in);
    in.skip(2 * LedgerHash.BYTES, "txSetResultHash and bucketListHash");
    long sequence = in.unsignedInt("ledgerSeq");
    in.skip(8 + 8 + 4 + 8 + 4 + 4 + 4, "totalCoins to maxTxSetSize");
    in.skip(SKIP_LIST_BYTES, "skipList");
    if (in.discriminant("LedgerHeader.ext", 1) == 1) {
      in.skip(4, "LedgerHeader.ext.flags");
      in.discriminant("LedgerHeader.ext.ext", 0);
    }
    int headerBytes = in.offset() - headerOffset;
    in.discriminant("LedgerHeaderHistoryEntry.ext", 0);
    return new LedgerFront(
        metaVersion,
        protocolVersion,
        sequence,
        hash,
        previousHash,
        closeTimeSeconds,
        headerOffset,
        headerBytes);
  }

  /**
   * Computes SHA-256 over the header's bytes, which must equal {@link #hash()} for the header to be
   * verified.
   *
   * @param ledger the bytes this front was read from, beginning at their position, left as it is
   */
  public LedgerHash computeHash(ByteBuffer ledger) {
    return HeaderDigest.of(ledger, ledger.position() + headerOffset, headerBytes);
  }

  private static void readMetaExt(Cursor in) {
    if (in.discriminant("LedgerCloseMetaExt", 1) == 1) {
      in.discriminant("LedgerCloseMetaExtV1.ext", 0);
      in.skip(8, "sorobanFeeWrite1KB");
    }
  }

  private static void readValueTail(Cursor in) {
    long upgrades = in.length("upgrades", MAX_UPGRADES);
    for (long i = 0; i < upgrades; i++) {
      in.skipOpaque("upgrade", MAX_UPGRADE_BYTES);
    }
    if (in.discriminant("StellarValue.ext", 1) == 1) {
      in.discriminant("nodeID type", 0);
      in.skip(LedgerHash.BYTES, "nodeID");
      in.skipOpaque("signature", MAX_SIGNATURE_BYTES);
    }
  }

  /** Reads XDR from an absolute index, with every bound checked and named. */
  private static final class Cursor {
    private final ByteBuffer bytes;
    private final int start;
    private int index;

    Cursor(ByteBuffer ledger) {
      this.bytes =
          ledger.order() == ByteOrder.BIG_ENDIAN
              ? ledger
              : ledger.duplicate().order(ByteOrder.BIG_ENDIAN);
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
}
