package dev.permafrost.benchmarks.material;

import static org.assertj.core.api.Assertions.assertThat;

import dev.permafrost.forge.ForgedLedger;
import dev.permafrost.forge.LedgerForge;
import dev.permafrost.ports.chunk.LedgerHash;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.ledger.LedgerFront;
import dev.permafrost.ports.source.LedgerStream;
import dev.permafrost.ports.work.CancelToken;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Ledgers that come again are linked as a chain is, over streams that follow each other. */
final class RelinkedSourceTest {

  private final List<ByteBuffer> raw =
      LedgerForge.small(5).ledgers(new LedgerRange(2, 4)).stream()
          .map(ForgedLedger::toDirect)
          .toList();
  private final RelinkedSource source = new RelinkedSource(new Sample(raw, List.of()));

  @Test
  void everyLedgerHasItsSequenceItsHashAndItsLink() {
    LedgerHash last = requireChain(new LedgerRange(100, 109), LedgerHash.ZERO);
    last = requireChain(new LedgerRange(110, 111), last);
    requireChain(new LedgerRange(100, 101), LedgerHash.ZERO);
    assertThat(last).isNotEqualTo(LedgerHash.ZERO);
  }

  private LedgerHash requireChain(LedgerRange range, LedgerHash before) {
    LedgerHash previous = before;
    long due = range.first();
    try (LedgerStream stream = source.stream(range, CancelToken.NEVER)) {
      while (stream.next()) {
        LedgerFront front = LedgerFront.parse(stream.borrowedRaw());
        assertThat(front.sequence()).isEqualTo(due++);
        assertThat(front.previousHash()).isEqualTo(previous);
        assertThat(front.computeHash(stream.borrowedRaw())).isEqualTo(front.hash());
        previous = front.hash();
      }
    }
    assertThat(due).isEqualTo(range.last() + 1);
    return previous;
  }

  @Test
  void whatItWasMadeFromStaysAsItWas() {
    requireChain(new LedgerRange(50, 60), LedgerHash.ZERO);

    assertThat(LedgerFront.parse(raw.get(0)).sequence()).isEqualTo(2);
  }
}
