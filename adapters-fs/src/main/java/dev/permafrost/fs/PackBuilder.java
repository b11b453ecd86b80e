package dev.permafrost.fs;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.ports.artifact.ArtifactBuilder;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.ledger.BorrowedLedger;
import java.nio.ByteBuffer;

/** Builds the pack of one range of ledgers: each frame, in order, as one record. */
final class PackBuilder implements ArtifactBuilder {

  private final LedgerRange range;
  private final PackWriter writer;
  private long next;
  private boolean over;

  @MustBeClosed
  PackBuilder(LedgerRange range, PackWriter writer) {
    this.range = range;
    this.writer = writer;
    this.next = range.first();
  }

  @Override
  public void add(BorrowedLedger borrowed) {
    requireOpen();
    if (borrowed.sequence() != next || next > range.last()) {
      throw new IllegalStateException(
          "ledger " + borrowed.sequence() + " is not the next of " + range + " at " + next);
    }
    ByteBuffer frame = borrowed.frame();
    if (frame.remaining() == 0 || frame.remaining() > LedgerPackRules.MAX_FRAME_BYTES) {
      throw new IllegalStateException(
          "ledger " + next + " has a frame of " + frame.remaining() + " bytes");
    }
    writer.append(frame);
    next++;
  }

  @Override
  public void finish() {
    requireOpen();
    if (next <= range.last()) {
      throw new IllegalStateException(
          "ledgers " + next + "-" + range.last() + " of " + range + " are missing");
    }
    over = true;
    writer.finish(LedgerAppData.encode(range.first()));
  }

  @Override
  public void close() {
    over = true;
  }

  private void requireOpen() {
    if (over) {
      throw new IllegalStateException("the pack of " + range + " is finished");
    }
  }
}
