package dev.permafrost.domain.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.chunk.LedgerHash;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.failure.BrokenChain;
import dev.permafrost.ports.failure.UnexpectedLedger;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ChainCheckTest {

  private static final ChunkId CHUNK = new ChunkId(1);

  private final ChainCheck check =
      new ChainCheck(CHUNK, new LedgerRange(6, 9), Optional.of(hash(5)), Anchors.none());

  @Test
  void ledgersThatFollowAndLinkAreAccepted() {
    for (long sequence = 6; sequence <= 9; sequence++) {
      check.accept(sequence, hash(sequence), hash(sequence - 1));
    }
    check.requireComplete();
    assertThat(check.lastHash()).contains(hash(9));
  }

  @Test
  void aDuplicateAGapAForeignLedgerAndAnOverrunAreToldApartWithBothNumbers() {
    assertUnexpected(4, UnexpectedLedger.Kind.FOREIGN, 6);
    assertUnexpected(7, UnexpectedLedger.Kind.GAP, 6);
    assertUnexpected(10, UnexpectedLedger.Kind.OVERRUN, 6);
    check.accept(6, hash(6), hash(5));
    assertUnexpected(6, UnexpectedLedger.Kind.DUPLICATE, 7);
    check.accept(7, hash(7), hash(6));
    check.accept(8, hash(8), hash(7));
    check.accept(9, hash(9), hash(8));
    assertUnexpected(10, UnexpectedLedger.Kind.OVERRUN, 10);
    assertUnexpected(9, UnexpectedLedger.Kind.DUPLICATE, 10);
  }

  @Test
  void aLedgerThatDoesNotLinkBreaksTheChainAndChangesNothing() {
    assertThatThrownBy(() -> check.accept(6, hash(6), hash(4)))
        .isInstanceOfSatisfying(
            BrokenChain.class,
            e -> {
              assertThat(e.sequence()).isEqualTo(6);
              assertThat(e.kind()).isEqualTo(BrokenChain.Kind.LINK);
              assertThat(e.expected()).isEqualTo(hash(5).toString());
              assertThat(e.found()).isEqualTo(hash(4).toString());
            });
    check.accept(6, hash(6), hash(5));
  }

  @Test
  void theFirstLinkIsTakenOnTrustWhereThePredecessorIsNotKnown() {
    ChainCheck unanchored =
        new ChainCheck(CHUNK, new LedgerRange(6, 7), Optional.empty(), Anchors.none());
    unanchored.accept(6, hash(6), hash(1234));
    assertThatThrownBy(() -> unanchored.accept(7, hash(7), hash(1234)))
        .isInstanceOf(BrokenChain.class);
  }

  @Test
  void aStreamThatEndsEarlyIsShort() {
    check.accept(6, hash(6), hash(5));
    assertThatThrownBy(check::requireComplete)
        .isInstanceOfSatisfying(
            UnexpectedLedger.class,
            e -> {
              assertThat(e.kind()).isEqualTo(UnexpectedLedger.Kind.SHORT);
              assertThat(e.expected()).isEqualTo(7);
              assertThat(e.found()).isEqualTo(6);
            });
  }

  @Test
  void aCheckThatAcceptedNoLedgerHasNothingToSayOfTheWhole() {
    for (Optional<LedgerHash> previous :
        List.of(Optional.<LedgerHash>empty(), Optional.of(hash(9)))) {
      ChainCheck full = new ChainCheck(CHUNK, new LedgerRange(6, 9), 10, previous, Anchors.none());
      full.requireComplete();
      assertThatIllegalStateException().isThrownBy(full::headers);
    }
  }

  private void assertUnexpected(long sequence, UnexpectedLedger.Kind kind, long expected) {
    assertThatThrownBy(() -> check.accept(sequence, hash(sequence), hash(sequence - 1)))
        .isInstanceOfSatisfying(
            UnexpectedLedger.class,
            e -> {
              assertThat(e.kind()).isEqualTo(kind);
              assertThat(e.expected()).isEqualTo(expected);
              assertThat(e.found()).isEqualTo(sequence);
              assertThat(e.chunk()).isEqualTo(CHUNK);
            });
  }

  private static LedgerHash hash(long sequence) {
    return new LedgerHash(sequence, 1, 2, 3);
  }
}
