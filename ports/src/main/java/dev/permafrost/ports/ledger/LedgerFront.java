package dev.permafrost.ports.ledger;

import dev.permafrost.ports.chunk.LedgerHash;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The front of one LedgerCloseMeta: its version and its header, which is all this layer reads of a
 * ledger; what follows is opaque.
 *
 * <p>XDR (RFC 4506) is big-endian and padded to four bytes. The structures are those of
 * Stellar-ledger.x: {@code LedgerCloseMeta} 0, 1 or 2, {@code LedgerHeaderHistoryEntry}, {@code
 * LedgerHeader}, {@code StellarValue} (docs/ledger-data.md, "What is read"). Immutable; it keeps no
 * reference to the bytes.
 *
 * @param metaVersion the version of the LedgerCloseMeta: 0, 1 or 2, or a larger one that is not
 *     known
 * @param protocolVersion the header's ledgerVersion, unsigned
 * @param sequence the header's ledgerSeq, unsigned
 * @param hash the hash that the entry claims for its header
 * @param previousHash the header's previousLedgerHash
 * @param closeTimeSeconds the header's closeTime, seconds since 1970, as a bit pattern of 64 bits
 * @param headerOffset where the header begins, in bytes from the ledger's first byte
 * @param headerBytes how long the header is, in bytes
 * @param unknownShape the parts that this build does not know and that the header's hash settled;
 *     empty for every ledger that {@link #parse} can read
 */
public record LedgerFront(
    int metaVersion,
    long protocolVersion,
    long sequence,
    LedgerHash hash,
    LedgerHash previousHash,
    long closeTimeSeconds,
    int headerOffset,
    int headerBytes,
    Optional<UnknownShape> unknownShape) {

  /**
   * The largest raw ledger that a store takes, in bytes: 64 MiB. What reads a source throws {@link
   * dev.permafrost.ports.failure.LedgerTooLarge} for a larger one. docs/ledger-data.md gives the
   * rule; the pack format's limits and the memory of docs/library.md are computed from it.
   */
  public static final int MAX_LEDGER_BYTES = 64 << 20;

  private static final int FIRST_PROTOCOL_OF_VERSION_1 = 20;
  private static final int FIRST_PROTOCOL_OF_VERSION_2 = 23;

  /**
   * Reads the front of the ledger that begins at the buffer's position. Position and limit do not
   * change. Nothing is hashed.
   *
   * @throws LedgerFormatException if the bytes are not a ledger, or one of an unknown shape
   */
  public static LedgerFront parse(ByteBuffer ledger) {
    return FrontReader.parse(ledger);
  }

  /**
   * Reads the front of a ledger that is known to begin at the buffer's position: the only or first
   * ledger of an object, or a stored one. Known shapes are parsed, as by {@link #parse}; an unknown
   * shape is accepted if the header's hash settles it, and is then verified.
   *
   * @param expectedSequence the sequence that a ledger of an unknown shape must have; one of a
   *     known shape may have another
   * @throws LedgerFormatException if the bytes are not a ledger, or one of an unknown shape that
   *     its hash does not settle
   */
  public static LedgerFront read(ByteBuffer ledger, long expectedSequence) {
    return read(ledger, expectedSequence, new HashBudget());
  }

  /**
   * The same, for the first ledger of an object.
   *
   * @param budget the object's budget
   */
  public static LedgerFront read(ByteBuffer ledger, long expectedSequence, HashBudget budget) {
    return FrontReader.read(ledger, expectedSequence, budget);
  }

  /**
   * Reads the front of what may be a ledger, at a guessed place. The only unknown parts it accepts
   * are arms of the StellarValue: the hash does not cover the version or what precedes the header.
   *
   * @param expectedSequence the sequence that it must have if its arm is unknown
   * @param budget the object's budget
   * @throws LedgerFormatException as {@link #read(ByteBuffer, long)}
   */
  public static LedgerFront readCandidate(
      ByteBuffer ledger, long expectedSequence, HashBudget budget) {
    return FrontReader.readCandidate(ledger, expectedSequence, budget);
  }

  /**
   * The version of the next ledger's LedgerCloseMeta. It follows from this ledger's protocol, which
   * is the one in force before the next ledger's own upgrades (docs/ledger-data.md, "Which version
   * the next ledger has").
   */
  public int nextMetaVersion() {
    if (protocolVersion < FIRST_PROTOCOL_OF_VERSION_1) {
      return 0;
    }
    return protocolVersion < FIRST_PROTOCOL_OF_VERSION_2 ? 1 : 2;
  }

  /**
   * Computes SHA-256 over the header's bytes, which must equal {@link #hash()} for the header to be
   * verified.
   *
   * @param ledger the bytes this front was read from, beginning at their position, which does not
   *     change
   */
  public LedgerHash computeHash(ByteBuffer ledger) {
    return HeaderDigest.of(ledger, ledger.position() + headerOffset, headerBytes);
  }
}
