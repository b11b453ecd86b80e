package dev.permafrost.testkit.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.permafrost.forge.ForgedLedger;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.failure.Cancelled;
import dev.permafrost.ports.source.BulkBackend;
import dev.permafrost.ports.source.LedgerSource;
import dev.permafrost.ports.source.LedgerStream;
import dev.permafrost.ports.work.CancelSource;
import dev.permafrost.ports.work.CancelToken;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What every {@link BulkBackend} does besides streaming. Extend it, and say how one is made and how
 * often it asked its lake for something.
 */
public abstract class BulkBackendContract extends LedgerSourceContract {

  /** The passphrase of the backends under test. */
  protected static final String NETWORK = "Contract Network ; of a test";

  private static final Duration MINUTE = Duration.ofMinutes(1);

  /** For subclasses. */
  protected BulkBackendContract() {}

  /**
   * A new backend over exactly these ledgers, of the network {@link #NETWORK}.
   *
   * @param ledgers of consecutive sequences; may be empty
   */
  protected abstract BulkBackend backend(List<ForgedLedger> ledgers);

  /** How many requests reached the lake of the backend that was made last, its manifest's too. */
  protected abstract long requestsSoFar();

  @Override
  protected final LedgerSource source(List<ForgedLedger> ledgers) {
    return backend(ledgers);
  }

  @Test
  final void itTellsItsNetwork() {
    assertThat(backend(ledgers()).network(CancelToken.NEVER)).isEqualTo(NETWORK);
  }

  @Test
  final void itCoversWhatItHoldsAndNothingElse() {
    BulkBackend backend = backend(ledgers());
    assertThat(backend.covers(2, MINUTE, CancelToken.NEVER)).isTrue();
    assertThat(backend.covers(40, MINUTE, CancelToken.NEVER)).isTrue();
    assertThat(backend.covers(63, MINUTE, CancelToken.NEVER)).as("its tip").isTrue();
    assertThat(backend.covers(64, MINUTE, CancelToken.NEVER)).as("one above its tip").isFalse();
    assertThat(backend.covers(10_001, MINUTE, CancelToken.NEVER)).isFalse();
    assertThat(backend.covers(LedgerRange.MAX_SEQUENCE, MINUTE, CancelToken.NEVER)).isFalse();
  }

  @Test
  final void itsTipIsTheHighestLedgerThatItHolds() {
    assertThat(backend(ledgers()).tip(MINUTE, CancelToken.NEVER)).hasValue(63);
  }

  @Test
  final void anEmptyLakeHasNoTipAndCoversNothing() {
    BulkBackend backend = backend(List.of());
    assertThat(backend.tip(MINUTE, CancelToken.NEVER)).isEmpty();
    assertThat(backend.covers(2, MINUTE, CancelToken.NEVER)).isFalse();
  }

  @Test
  final void makingOneAsksItsLakeForNothing() {
    BulkBackend backend = backend(ledgers());
    assertThat(backend.location()).isNotBlank();
    assertThat(requestsSoFar()).isZero();
  }

  @Test
  final void aQuestionForCoverageIsOneRequestBesideTheManifestWhichIsReadOnce() {
    BulkBackend backend = backend(ledgers());
    backend.covers(63, MINUTE, CancelToken.NEVER);
    assertThat(requestsSoFar()).isBetween(1L, 3L);
    long before = requestsSoFar();
    for (int i = 0; i < 5; i++) {
      backend.covers(64, MINUTE, CancelToken.NEVER);
      backend.covers(2, MINUTE, CancelToken.NEVER);
    }
    assertThat(requestsSoFar() - before).isEqualTo(10);
  }

  @Test
  final void questionsUnderACancelledTokenEndWithCancelled() {
    CancelSource cancel = new CancelSource();
    cancel.cancel();
    BulkBackend backend = backend(ledgers());
    assertThatThrownBy(() -> backend.network(cancel.token())).isInstanceOf(Cancelled.class);
    assertThatThrownBy(() -> backend.covers(2, MINUTE, cancel.token()))
        .isInstanceOf(Cancelled.class);
    assertThatThrownBy(() -> backend.tip(MINUTE, cancel.token())).isInstanceOf(Cancelled.class);
  }

  @Test
  final void askingWhileAStreamIsOpenDisturbsNeither() {
    BulkBackend backend = backend(ledgers());
    int seen = 0;
    try (LedgerStream stream = backend.stream(HELD, CancelToken.NEVER)) {
      while (stream.next()) {
        assertThat(stream.borrowedRaw().remaining()).isEqualTo(ledgers().get(seen).sizeBytes());
        if (seen % 20 == 0) {
          assertThat(backend.tip(MINUTE, CancelToken.NEVER)).hasValue(63);
        }
        seen++;
      }
    }
    assertThat(seen).isEqualTo(ledgers().size());
  }
}
