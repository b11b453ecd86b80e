package dev.permafrost.domain.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.permafrost.domain.store.StorePorts;
import dev.permafrost.domain.store.TestMachine;
import dev.permafrost.forge.ForgedLedger;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.failure.Cancelled;
import dev.permafrost.ports.work.CancelSource;
import dev.permafrost.ports.work.CancelToken;
import dev.permafrost.testkit.source.FakeBackend;
import dev.permafrost.testkit.work.ManualTime;
import dev.permafrost.zstd.ZstdFrameCodec;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What sampled ledgers take is what a pack of them would keep. */
final class LedgerSamplerTest {

  private static final LedgerRange RANGE = new LedgerRange(5, 12);

  private final FakeBackend lake = new FakeBackend(TestMachine.NETWORK, TestMachine.CHAIN);
  private final LedgerSampler sampler = new LedgerSampler(new ZstdFrameCodec(), new ManualTime());

  @Test
  void itCountsLedgersRawBytesAndFrames() {
    LedgerSample sample = sampler.measure(lake, RANGE, CancelToken.NEVER);

    List<ForgedLedger> ledgers = TestMachine.CHAIN.subList(3, 11);
    assertThat(sample.ledgers()).isEqualTo(8);
    assertThat(sample.rawBytes())
        .isEqualTo(ledgers.stream().mapToLong(ledger -> ledger.sizeBytes()).sum());
    assertThat(sample.frameBytes()).isPositive().isLessThan(sample.rawBytes());
  }

  @Test
  void twoPartsAreTheWhole() {
    LedgerSample one = sampler.measure(lake, new LedgerRange(5, 8), CancelToken.NEVER);
    LedgerSample two = sampler.measure(lake, new LedgerRange(9, 12), CancelToken.NEVER);

    assertThat(one.plus(two)).isEqualTo(sampler.measure(lake, RANGE, CancelToken.NEVER));
    assertThat(LedgerSample.NONE.plus(one)).isEqualTo(one);
    assertThat(one.plus(new LedgerSample(0, 0, 0, Duration.ofSeconds(2))).elapsed())
        .isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void itLeavesNothingOpenWhenItIsCancelled() {
    TestMachine machine = new TestMachine();
    CancelSource cancel = new CancelSource();
    cancel.cancel();
    StorePorts ports = machine.ports();
    LedgerSampler tracked = new LedgerSampler(ports.codec(), machine.time);

    assertThatThrownBy(() -> tracked.measure(ports.backend().orElseThrow(), RANGE, cancel.token()))
        .isInstanceOf(Cancelled.class);
    machine.requireNothingOpen();
  }
}
