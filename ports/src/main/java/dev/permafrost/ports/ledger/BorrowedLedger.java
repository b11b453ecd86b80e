package dev.permafrost.ports.ledger;

import dev.permafrost.ports.chunk.LedgerHash;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A checked ledger, lent to a callback: its sequence, header hash and link have been verified.
 *
 * <p>The lender owns the bytes and overwrites them after the callback returns. Keep a copy, never a
 * buffer. Each call of {@link #frame()} and {@link #raw()} returns a new read-only view in
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
   * @param borrowedFrame its frame, position to limit, or null if it was not requested
   * @param borrowedRaw its raw bytes, position to limit, or null if they were not requested
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
   * @param borrowedFrame its frame, position to limit, or null if it was not requested
   * @param borrowedRaw its raw bytes, position to limit, or null if they were not requested
   * @param unknownShape the parts of its front that are unknown, if any
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
   * The parts of its front that this build does not know, if any; its header is verified all the
   * same.
   */
  public Optional<UnknownShape> unknownShape() {
    return unknownShape;
  }

  /**
   * The frame: one Zstandard frame of the raw ledger.
   *
   * @throws IllegalStateException if the format does not declare that it reads frames
   */
  public ByteBuffer frame() {
    return view(borrowedFrame, "frame");
  }

  /**
   * The raw LedgerCloseMeta.
   *
   * @throws IllegalStateException if the format does not declare that it reads raw ledgers
   */
  public ByteBuffer raw() {
    return view(borrowedRaw, "raw bytes");
  }

  private ByteBuffer view(@Nullable ByteBuffer borrowed, String what) {
    if (borrowed == null) {
      throw new IllegalStateException("not requested: the " + what + " of ledger " + sequence);
    }
    return borrowed.asReadOnlyBuffer();
  }
}
