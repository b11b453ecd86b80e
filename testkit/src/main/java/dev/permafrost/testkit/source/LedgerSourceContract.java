package dev.permafrost.testkit.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.permafrost.forge.ForgedLedger;
import dev.permafrost.forge.LedgerForge;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.failure.Cancelled;
import dev.permafrost.ports.failure.StorageFailure;
import dev.permafrost.ports.source.LedgerSource;
import dev.permafrost.ports.source.LedgerStream;
import dev.permafrost.ports.work.CancelSource;
import dev.permafrost.ports.work.CancelToken;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What every {@link LedgerSource} does. Extend it, and say how one that holds given ledgers is
 * made.
 *
 * <p>The ledgers are 2 to 63: whole objects for a lake of 1, 2, 4, 8, 16, 32 or 64 ledgers an
 * object.
 */
public abstract class LedgerSourceContract {

  /** The ledgers that the sources under test hold. */
  protected static final LedgerRange HELD = new LedgerRange(2, 63);

  private static final List<ForgedLedger> LEDGERS = LedgerForge.small(1_234).ledgers(HELD);

  /** For subclasses. */
  protected LedgerSourceContract() {}

  /**
   * A new source that holds exactly these ledgers. The subclass frees what it needs after the test.
   */
  protected abstract LedgerSource source(List<ForgedLedger> ledgers);

  /** The ledgers that are held. */
  protected static List<ForgedLedger> ledgers() {
    return LEDGERS;
  }

  @ParameterizedTest
  @CsvSource({"2,63", "2,2", "63,63", "7,8", "8,15", "9,41"})
  final void aStreamGivesExactlyItsRangeInOrderByteForByte(long first, long last) {
    LedgerRange range = new LedgerRange(first, last);
    try (LedgerStream stream = source(LEDGERS).stream(range, CancelToken.NEVER)) {
      for (long sequence = first; sequence <= last; sequence++) {
        assertThat(stream.next()).as("ledger %s is there", sequence).isTrue();
        assertThat(copy(stream.borrowedRaw())).isEqualTo(ledger(sequence).toBytes());
        assertThat(stream.origin()).isNotBlank();
      }
      assertThat(stream.next()).isFalse();
      assertThat(stream.next()).as("asked again behind the end").isFalse();
    }
  }

  @Test
  final void whatIsLentIsReadOnlyAndReadingItMovesNothing() {
    try (LedgerStream stream = source(LEDGERS).stream(HELD, CancelToken.NEVER)) {
      while (stream.next()) {
        ByteBuffer raw = stream.borrowedRaw();
        assertThat(raw.isReadOnly()).isTrue();
        byte[] once = copy(raw);
        assertThat(copy(stream.borrowedRaw())).isEqualTo(once);
      }
    }
  }

  @Test
  final void aLedgerCanBeTakenForABufferThatTheNextOneMayBeReadInto() {
    List<ByteBuffer> taken = new ArrayList<>();
    try (LedgerStream stream = source(LEDGERS).stream(HELD, CancelToken.NEVER)) {
      for (int i = 0; stream.next(); i++) {
        int spareBytes = i % 3 == 0 ? 1 : stream.borrowedRaw().remaining();
        ByteBuffer raw = stream.exchangeRaw(ByteBuffer.allocateDirect(spareBytes));
        assertThat(raw.isDirect()).isTrue();
        taken.add(raw);
      }
    }
    assertThat(taken.stream().map(LedgerSourceContract::copy).toList())
        .as("what was taken stays as it was")
        .containsExactlyElementsOf(LEDGERS.stream().map(ForgedLedger::toBytes).toList());
  }

  @Test
  final void theSameRangeCanBeStreamedAgainAndTwiceAtOnce() {
    LedgerSource source = source(LEDGERS);
    try (LedgerStream one = source.stream(HELD, CancelToken.NEVER);
        LedgerStream two = source.stream(HELD, CancelToken.NEVER)) {
      for (ForgedLedger ledger : LEDGERS) {
        assertThat(one.next()).isTrue();
        assertThat(two.next()).isTrue();
        assertThat(copy(one.borrowedRaw())).isEqualTo(ledger.toBytes());
        assertThat(copy(two.borrowedRaw())).isEqualTo(ledger.toBytes());
      }
    }
    List<byte[]> again = new ArrayList<>();
    try (LedgerStream three = source.stream(HELD, CancelToken.NEVER)) {
      while (three.next()) {
        again.add(copy(three.borrowedRaw()));
      }
    }
    assertThat(again).hasSize(LEDGERS.size());
  }

  @Test
  @SuppressWarnings("try") // Closing twice is the point.
  final void aStreamCanBeLeftAnywhereAndClosedTwice() {
    LedgerSource source = source(LEDGERS);
    for (int count : new int[] {0, 1, 10}) {
      try (LedgerStream stream = source.stream(HELD, CancelToken.NEVER)) {
        for (int i = 0; i < count; i++) {
          assertThat(stream.next()).isTrue();
        }
        stream.close();
      }
    }
  }

  @Test
  final void aRangeThatIsNotAllThereEndsWithAFailureAndNeverEarly() {
    LedgerRange beyond = new LedgerRange(60, 70);
    List<Long> seen = new ArrayList<>();
    try (LedgerStream stream = source(LEDGERS).stream(beyond, CancelToken.NEVER)) {
      assertThatThrownBy(
              () -> {
                while (stream.next()) {
                  seen.add(60L + seen.size());
                }
              })
          .isInstanceOf(StorageFailure.class);
    }
    assertThat(seen).hasSizeLessThanOrEqualTo(4);
  }

  @Test
  final void cancellingEndsAStreamWithCancelled() {
    CancelSource cancel = new CancelSource();
    try (LedgerStream stream = source(LEDGERS).stream(HELD, cancel.token())) {
      assertThat(stream.next()).isTrue();
      assertThat(stream.next()).isTrue();
      cancel.cancel();
      assertThatThrownBy(stream::next).isInstanceOf(Cancelled.class);
    }
  }

  @Test
  final void aStreamUnderACancelledTokenGivesNothing() {
    CancelSource cancel = new CancelSource();
    cancel.cancel();
    LedgerSource source = source(LEDGERS);
    assertThatThrownBy(
            () -> {
              try (LedgerStream stream = source.stream(HELD, cancel.token())) {
                stream.next();
              }
            })
        .isInstanceOf(Cancelled.class);
  }

  @Test
  final void itsLocationIsWorthPrinting() {
    assertThat(source(LEDGERS).location()).isNotBlank();
  }

  private static ForgedLedger ledger(long sequence) {
    return LEDGERS.get((int) (sequence - HELD.first()));
  }

  private static byte[] copy(ByteBuffer borrowed) {
    byte[] bytes = new byte[borrowed.remaining()];
    borrowed.duplicate().get(bytes);
    return bytes;
  }
}
