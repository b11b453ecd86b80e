package dev.permafrost.testkit.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.permafrost.forge.ForgedLedger;
import dev.permafrost.ports.chunk.LedgerHash;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.failure.BackendUnreachable;
import dev.permafrost.ports.failure.LakeGap;
import dev.permafrost.ports.ledger.LedgerFormatException;
import dev.permafrost.ports.ledger.LedgerFront;
import dev.permafrost.ports.source.BulkBackend;
import dev.permafrost.ports.source.LedgerStream;
import dev.permafrost.ports.work.CancelToken;
import dev.permafrost.testkit.handles.Loans;
import dev.permafrost.testkit.source.FakeBackend.Requests;
import dev.permafrost.testkit.work.ManualTime;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The contract of backends, and that the script is followed. */
final class FakeBackendTest extends BulkBackendContract {

  private static final LedgerRange TEN = new LedgerRange(10, 19);
  private static final CancelToken NEVER = CancelToken.NEVER;

  private FakeBackend backend = new FakeBackend(NETWORK, ledgers());

  @Override
  protected BulkBackend backend(List<ForgedLedger> ledgers) {
    backend = new FakeBackend(NETWORK, ledgers);
    return backend;
  }

  @Override
  protected long requestsSoFar() {
    Requests requests = backend.requests();
    return (long) requests.network() + requests.covers() + requests.tip() + requests.streams();
  }

  @Test
  void eachKindOfRequestIsCounted() {
    assertThat(backend.requests()).isEqualTo(Requests.NONE);
    backend.network(NEVER);
    backend.covers(9, Duration.ofSeconds(3), NEVER);
    backend.covers(9, Duration.ofSeconds(2), NEVER);
    backend.tip(Duration.ofSeconds(1), NEVER);
    assertThat(delivered(TEN)).hasSize(10);
    assertThat(backend.requests()).isEqualTo(new Requests(1, 2, 1, 1, 10));
    assertThat(backend.timesLeft())
        .containsExactly(Duration.ofSeconds(3), Duration.ofSeconds(2), Duration.ofSeconds(1));
    backend.forgetRequests();
    assertThat(backend.requests()).isEqualTo(Requests.NONE);
  }

  @Test
  @SuppressWarnings("try") // Closing early is the point.
  void openStreamsAreCounted() {
    try (LedgerStream stream = backend.stream(TEN, NEVER)) {
      assertThat(backend.openStreams()).isEqualTo(1);
      stream.close();
      assertThat(backend.openStreams()).isZero();
    }
    assertThat(backend.openStreams()).isZero();
  }

  @Test
  void theTipGrowsWithTime() {
    ManualTime time = new ManualTime();
    backend.setTip(11);
    time.at(Duration.ofMinutes(1), () -> backend.setTip(30));
    assertThat(backend.covers(19, Duration.ZERO, NEVER)).isFalse();
    assertThat(backend.tip(Duration.ZERO, NEVER)).hasValue(11);
    assertThatThrownBy(() -> delivered(TEN)).isInstanceOf(LakeGap.class);
    time.pause(Duration.ofMinutes(1), NEVER);
    assertThat(backend.covers(19, Duration.ZERO, NEVER)).isTrue();
    assertThat(delivered(TEN)).hasSize(10);
  }

  @Test
  void wrongLedgersComeByScript() {
    backend.repeat(12);
    assertThat(delivered(TEN)).startsWith(10L, 11L, 12L, 12L, 13L).hasSize(11);
    backend.heal();
    backend.skip(12);
    assertThat(delivered(TEN)).startsWith(10L, 11L, 13L).hasSize(9);
    backend.heal();
    backend.swap(12, 40);
    assertThat(delivered(TEN)).startsWith(10L, 11L, 40L, 13L).hasSize(10);
    backend.heal();
    backend.endBefore(15);
    assertThat(delivered(TEN)).containsExactly(10L, 11L, 12L, 13L, 14L);
    backend.heal();
    backend.overrunBy(2);
    assertThat(delivered(TEN)).endsWith(19L, 20L, 21L).hasSize(12);
    backend.heal();
    assertThat(delivered(TEN)).hasSize(10);
  }

  @Test
  void failuresComeByScript() {
    BackendUnreachable failure = new BackendUnreachable("lake", "cut", null);
    backend.failAt(13, failure);
    List<Long> seen = new ArrayList<>();
    assertThatThrownBy(() -> deliver(TEN, seen)).isSameAs(failure);
    assertThat(seen).containsExactly(10L, 11L, 12L);
    backend.failAnswer(failure);
    assertThatThrownBy(() -> backend.covers(2, Duration.ZERO, NEVER)).isSameAs(failure);
    assertThat(backend.covers(2, Duration.ZERO, NEVER)).isTrue();
    backend.heal();
    backend.removeLedger(14);
    assertThat(backend.covers(14, Duration.ZERO, NEVER)).isFalse();
    assertThatThrownBy(() -> delivered(TEN))
        .isInstanceOfSatisfying(LakeGap.class, gap -> assertThat(gap.firstMissing()).isEqualTo(14));
    assertThat(backend.openStreams()).isZero();
  }

  @Test
  void wrongLedgersAreWrongInOneWayOnly() {
    byte[] sound = ledgers().get(5).toBytes();
    ByteBuffer header = ByteBuffer.wrap(WrongLedgers.withBrokenHeader(sound));
    LedgerFront front = LedgerFront.parse(header);
    assertThat(front.computeHash(header)).isNotEqualTo(front.hash());
    assertThat(front.previousHash()).isEqualTo(ledgers().get(4).hash());

    LedgerHash other = new LedgerHash(1, 2, 3, 4);
    ByteBuffer link = ByteBuffer.wrap(WrongLedgers.withLinkTo(other, sound));
    front = LedgerFront.parse(link);
    assertThat(front.computeHash(link)).isEqualTo(front.hash());
    assertThat(front.previousHash()).isEqualTo(other);
    assertThat(front.sequence()).isEqualTo(ledgers().get(5).sequence());

    assertThatThrownBy(
            () -> LedgerFront.parse(ByteBuffer.wrap(WrongLedgers.withUnknownVersion(sound))))
        .isInstanceOfSatisfying(
            LedgerFormatException.class,
            e -> assertThat(e.reason()).isEqualTo(LedgerFormatException.Reason.UNSUPPORTED));
    assertThatThrownBy(() -> LedgerFront.parse(ByteBuffer.wrap(WrongLedgers.cutInHeader(sound))))
        .isInstanceOfSatisfying(
            LedgerFormatException.class,
            e -> assertThat(e.reason()).isEqualTo(LedgerFormatException.Reason.MALFORMED));
  }

  @Test
  @SuppressWarnings("try") // Closing early is the point.
  void whoKeepsALentLedgerReadsPoison() {
    try (LedgerStream stream = backend.stream(TEN, NEVER)) {
      assertThat(stream.next()).isTrue();
      ByteBuffer kept = stream.borrowedRaw();
      assertThat(LedgerFront.parse(kept).sequence()).isEqualTo(10);
      assertThat(stream.next()).isTrue();
      for (int i = 0; i < kept.limit(); i++) {
        assertThat(kept.get(i)).isEqualTo(Loans.POISON);
      }
      ByteBuffer last = stream.borrowedRaw();
      stream.close();
      assertThat(last.get(0)).isEqualTo(Loans.POISON);
    }
  }

  private List<Long> delivered(LedgerRange range) {
    List<Long> sequences = new ArrayList<>();
    deliver(range, sequences);
    return sequences;
  }

  private void deliver(LedgerRange range, List<Long> sequences) {
    try (LedgerStream stream = backend.stream(range, NEVER)) {
      while (stream.next()) {
        sequences.add(LedgerFront.parse(stream.borrowedRaw()).sequence());
      }
    }
  }
}
