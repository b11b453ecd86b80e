package dev.permafrost.benchmarks.hot;

import dev.permafrost.benchmarks.Setting;
import dev.permafrost.benchmarks.material.Ledgers;
import dev.permafrost.benchmarks.material.Sample;
import dev.permafrost.ports.chunk.LedgerHash;
import dev.permafrost.ports.ledger.BorrowedLedger;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Frames without end, and what a hot database keeps of each. Those of a sample come again and
 * again: committing does not look into them.
 */
record FrameSupply(List<ByteBuffer> frames) {

  /** Its sequence, its hash and that of the one before: what stands beside each frame. */
  static final int BESIDE_BYTES = Integer.BYTES + 2 * LedgerHash.BYTES;

  static FrameSupply of(Setting setting, Ledgers ledgers) {
    return new FrameSupply(Sample.shared(setting, ledgers).frames());
  }

  /** A ledger as an ingestion hands it to a hot database's writer. */
  BorrowedLedger ledger(long sequence) {
    return new BorrowedLedger(
        sequence, LedgerHash.ZERO, LedgerHash.ZERO, frame(sequence).duplicate(), null);
  }

  /** What is kept of a ledger in one piece, in a buffer that has room for the largest. */
  ByteBuffer record(long sequence, ByteBuffer buffer) {
    return buffer
        .clear()
        .putInt((int) sequence)
        .position(BESIDE_BYTES)
        .put(frame(sequence).duplicate())
        .flip();
  }

  ByteBuffer newBuffer() {
    int largest = frames.stream().mapToInt(ByteBuffer::remaining).max().orElseThrow();
    return ByteBuffer.allocateDirect(BESIDE_BYTES + largest);
  }

  private ByteBuffer frame(long sequence) {
    return frames.get((int) (sequence % frames.size()));
  }
}
