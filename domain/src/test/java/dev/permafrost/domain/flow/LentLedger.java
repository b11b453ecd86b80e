package dev.permafrost.domain.flow;

import dev.permafrost.ports.source.LedgerStream;
import java.nio.ByteBuffer;

/** A stream at a ledger, with none behind it. */
record LentLedger(ByteBuffer borrowedRaw) implements LedgerStream {

  @Override
  public boolean next() {
    return false;
  }

  @Override
  public String origin() {
    return "a test";
  }

  @Override
  public void close() {}
}
