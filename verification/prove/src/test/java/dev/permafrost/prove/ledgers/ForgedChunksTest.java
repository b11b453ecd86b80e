package dev.permafrost.prove.ledgers;

import dev.permafrost.forge.ForgedLedger;
import dev.permafrost.forge.LedgerForge;
import dev.permafrost.ports.chunk.LedgerRange;
import java.util.List;

/** The twin of {@link RealChunksTest}, which always runs. */
final class ForgedChunksTest extends TwoChunks {

  private static final List<byte[]> LEDGERS =
      LedgerForge.small(25).ledgers(new LedgerRange(10_048, 10_077)).stream()
          .map(ForgedLedger::toBytes)
          .toList();

  @Override
  List<byte[]> ledgers() {
    return LEDGERS;
  }

  @Override
  String whose() {
    return "the forge";
  }
}
