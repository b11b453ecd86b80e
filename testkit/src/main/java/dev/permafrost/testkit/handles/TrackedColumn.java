package dev.permafrost.testkit.handles;

import dev.permafrost.ports.artifact.ArtifactFormat.Reads;
import dev.permafrost.ports.hot.ColumnFamily;
import dev.permafrost.ports.hot.HotBatch;
import dev.permafrost.ports.hot.HotColumn;
import dev.permafrost.ports.ledger.BorrowedLedger;
import java.util.EnumSet;

/** Tracks what a column family keeps of the ledgers that are lent to it. */
record TrackedColumn(HotColumn real) implements HotColumn {

  @Override
  public ColumnFamily family() {
    return real.family();
  }

  @Override
  public void contribute(BorrowedLedger borrowed, HotBatch batch) {
    Loans loans = new Loans();
    try {
      real.contribute(LentLedger.of(borrowed, EnumSet.allOf(Reads.class), loans), batch);
    } finally {
      loans.revoke();
    }
  }
}
