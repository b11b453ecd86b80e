package dev.permafrost.domain.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.permafrost.ports.ledger.LedgerFront;
import org.junit.jupiter.api.Test;

/** That the figures suffice is tested with real ledgers; here, that they are figures at all. */
final class DirectMemoryTest {

  @Test
  void whatNoStoreCanHaveIsRefused() {
    for (long bytes : new long[] {0, -1, (1L << 60) + 1, Long.MAX_VALUE}) {
      assertThatIllegalArgumentException().isThrownBy(() -> new DirectMemory(bytes, 1, 1));
    }
    for (int bytes : new int[] {0, -1, LedgerFront.MAX_LEDGER_BYTES + 1, Integer.MAX_VALUE}) {
      assertThatIllegalArgumentException().isThrownBy(() -> new DirectMemory(1, 1, bytes));
    }
    assertThatIllegalArgumentException().isThrownBy(() -> new DirectMemory(1, 0, 1));
  }

  @Test
  void theLargestFiguresDoNotOverflow() {
    DirectMemory most = new DirectMemory(1L << 60, Integer.MAX_VALUE, LedgerFront.MAX_LEDGER_BYTES);
    assertThat(most.idleBytes()).isGreaterThan(1L << 61);
    assertThat(most.ingestionBytes()).isGreaterThan(1L << 61);
    assertThat(most.freezeBytes()).isGreaterThan(1L << 61);
    assertThat(most.bufferBytes()).isBetween(64L << 20, 80L << 20);
  }
}
