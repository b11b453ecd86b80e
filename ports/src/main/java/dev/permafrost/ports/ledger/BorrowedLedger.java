package dev.permafrost.ports.ledger;

import dev.permafrost.ports.chunk.LedgerHash;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One checked ledger, lent to a callback: its sequence, header hash and link were verified before
 * it was handed over.
 *
 * <p>The bytes belong to the lender and are overwritten after the callback returns. Keep a copy,
 * never a buffer. Each call of {@link #frame()} and {@link #raw()} gives a fresh read-only view in
 * big-endian order, so a reader may move its position.
 */
public final class BorrowedLedger {

  private final long sequence;
  private final LedgerHash hash;
  private final LedgerHash previousHash;
  private final @Nullable ByteBuffer borrowedFrame;
  private final @Nullable ByteBuffer borrowedRaw;
  private final Optional<UnknownShape> unknownShape;

  /**
   * Lends a ledger of a known shape, or one whose front was not read.
   *
   * @param sequence its sequence
   * @param hash its header's hash
   * @param previousHash the hash of its predecessor's header
   * @param borrowedFrame its frame, position to limit, or null where nobody asked for it
   * @param borrowedRaw its raw bytes, position to limit, or null where nobody asked for them
   */
  public BorrowedLedger(
      long sequence,
      LedgerHash hash,
      LedgerHash previousHash,
      @Nullable ByteBuffer borrowedFrame,
      @Nullable ByteBuffer borrowedRaw) {
    this(sequence, hash, previousHash, borrowedFrame, borrowedRaw, Optional.empty());
  }

  /**
   * Lends a ledger.
   *
   * @param sequence its sequence
   * @param hash its header's hash
   * @param previousHash the hash of its predecessor's header
   * @param borrowedFrame its frame, position to limit, or null where nobody asked for it
   * @param borrowedRaw its raw bytes, position to limit, or null where nobody asked for them
   * @param unknownShape what of its front is not known, if anything
   */
  public BorrowedLedger(
      long sequence,
      LedgerHash hash,
      LedgerHash previousHash,
      @Nullable ByteBuffer borrowedFrame,
      @Nullable ByteBuffer borrowedRaw,
      Optional<UnknownShape> unknownShape) {
    this.sequence = sequence;
    this.hash = hash;
    this.previousHash = previousHash;
    this.borrowedFrame = borrowedFrame;
    this.borrowedRaw = borrowedRaw;
    this.unknownShape = unknownShape;
  }

  /** The ledger's sequence. */
  public long sequence() {
    return sequence;
  }

  /** The verified hash of its header. */
  public LedgerHash hash() {
    return hash;
  }

  /** The hash of its predecessor's header. */
  public LedgerHash previousHash() {
    return previousHash;
  }

  /**
   * What of its front this build does not know, if anything; its header is verified all the same.
   */
  public Optional<UnknownShape> unknownShape() {
    return unknownShape;
  }

  /**
   * The frame: one Zstandard frame of the raw ledger.
   *
   * @throws IllegalStateException if the format that was asked did not say that it reads frames
   */
  public ByteBuffer frame() {
    return view(borrowedFrame, "frame");
  }

  /**
   * The raw LedgerCloseMeta.
   *
   * @throws IllegalStateException if the format that was asked did not say that it reads raw
   *     ledgers
   */
  public ByteBuffer raw() {
    return view(borrowedRaw, "raw bytes");
  }

  private ByteBuffer view(@Nullable ByteBuffer borrowed, String what) {
    if (borrowed == null) {
      throw new IllegalStateException("nobody asked for the " + what + " of ledger " + sequence);
    }
    return borrowed.asReadOnlyBuffer();
  }
}
