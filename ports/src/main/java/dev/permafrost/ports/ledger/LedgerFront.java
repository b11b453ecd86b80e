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
 * reference to the bytes it was read from.
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
 * @param unknownShape what of it is not known here and was settled by the header's hash; empty for
 *     every ledger that {@link #parse} can read
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

  /** The largest raw ledger this layer handles, in bytes: 64 MiB. */
  public static final int MAX_LEDGER_BYTES = 64 << 20;

  private static final int FIRST_PROTOCOL_OF_VERSION_1 = 20;
  private static final int FIRST_PROTOCOL_OF_VERSION_2 = 23;

  /**
   * Reads the front of the ledger that begins at the buffer's position; position and limit stay as
   * they are. Nothing is hashed.
   *
   * @throws LedgerFormatException if the bytes are no ledger, or one of a shape not known here
   */
  public static LedgerFront parse(ByteBuffer ledger) {
    return FrontReader.parse(ledger);
  }

  /**
   * Reads the front of a ledger whose first byte is known to be at the buffer's position: one that
   * is alone in its object, the first of an object, a stored one. What is known is parsed, as by
   * {@link #parse}; a shape that is not known is accepted if the header's hash settles it, which is
   * then verified.
   *
   * @param expectedSequence the sequence that a ledger of an unknown shape must have; one of a
   *     known shape may have another
   * @throws LedgerFormatException if the bytes are no ledger, or one of a shape that is not known
   *     and that its hash does not settle
   */
  public static LedgerFront read(ByteBuffer ledger, long expectedSequence) {
    return read(ledger, expectedSequence, new HashBudget());
  }

  /**
   * The same for the first ledger of an object.
   *
   * @param budget that of the object
   */
  public static LedgerFront read(ByteBuffer ledger, long expectedSequence, HashBudget budget) {
    return FrontReader.read(ledger, expectedSequence, budget);
  }

  /**
   * Reads the front of what may be a ledger, at a place that is a guess. Of what is not known only
   * arms of the StellarValue are accepted: the version and what stands before the header are not
   * covered by its hash, so that no version can be concluded from it.
   *
   * @param expectedSequence the sequence that it must have if its arm is not known
   * @param budget that of the object
   * @throws LedgerFormatException as {@link #read(ByteBuffer, long)}
   */
  public static LedgerFront readCandidate(
      ByteBuffer ledger, long expectedSequence, HashBudget budget) {
    return FrontReader.readCandidate(ledger, expectedSequence, budget);
  }

  /**
   * The version that the LedgerCloseMeta of the next ledger has: it follows from the protocol
   * before that ledger's own upgrades, which is this one's (docs/ledger-data.md, "Which version the
   * next ledger has").
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
   * @param ledger the bytes this front was read from, beginning at their position, left as it is
   */
  public LedgerHash computeHash(ByteBuffer ledger) {
    return HeaderDigest.of(ledger, ledger.position() + headerOffset, headerBytes);
  }
}
