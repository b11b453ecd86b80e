package dev.permafrost.prove.ledgers;

import dev.permafrost.testkit.ledger.RealLedgers;
import java.util.List;

/** The ledgers that stellar-core 25 wrote: skipped by name where they are not there. */
final class RealChunksTest extends TwoChunks {

  @Override
  List<byte[]> ledgers() {
    return RealLedgers.core();
  }

  @Override
  String whose() {
    return "stellar-core 25";
  }
}
