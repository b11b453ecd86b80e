package dev.permafrost.domain.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.chunk.LedgerHash;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.failure.BrokenChain;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Trusted hashes: how they are written, and what differs from one. */
final class AnchorTest {

  private static final ChunkId CHUNK = new ChunkId(1);
  private static final String HEX = "0123456789abcdef".repeat(4);

  @Test
  void isWrittenAsItsSequenceAndItsHashInEitherCase() {
    Anchor anchor = Anchor.parse("4294967295:" + HEX);
    assertThat(anchor.sequence()).isEqualTo(4_294_967_295L);
    assertThat(anchor.hash()).hasToString(HEX);
    assertThat(anchor).hasToString("4294967295:" + HEX);
    assertThat(Anchor.parse("4294967295:" + HEX.toUpperCase(Locale.ROOT))).isEqualTo(anchor);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":",
        "7",
        "7:",
        "7:ab",
        ":0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
        "0:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
        "-7:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
        "7:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdeg",
        "7:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0",
        "7 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
        "4294967296:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
      })
  void anythingElseIsRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Anchor.parse(text));
  }

  @Test
  void twoHashesForOneLedgerAreRefusedAndTheSameOneTwiceIsOne() {
    Anchor one = new Anchor(7, hash(7));
    assertThat(Anchors.of(List.of(one, one)).at(7)).contains(hash(7));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Anchors.of(List.of(one, new Anchor(7, hash(8)))))
        .withMessageContaining("ledger 7")
        .withMessageContaining(hash(7).toString())
        .withMessageContaining(hash(8).toString());
  }

  @Test
  void aLedgerThatDiffersFromItsAnchorBreaksTheChainWithBothHashes() {
    ChainCheck check = check(Optional.empty(), new Anchor(7, hash(1234)));
    check.accept(6, hash(6), hash(5));
    assertThatThrownBy(() -> check.accept(7, hash(7), hash(6)))
        .isInstanceOfSatisfying(
            BrokenChain.class,
            e -> {
              assertThat(e.kind()).isEqualTo(BrokenChain.Kind.ANCHOR);
              assertThat(e.chunk()).isEqualTo(CHUNK);
              assertThat(e.sequence()).isEqualTo(7);
              assertThat(e.expected()).isEqualTo(hash(1234).toString());
              assertThat(e.found()).isEqualTo(hash(7).toString());
            });
  }

  @Test
  void theFirstLedgerIsHeldToTheAnchorBelowItWhateverElseIsKnown() {
    Anchor below = new Anchor(5, hash(5));
    for (Optional<LedgerHash> neighbour :
        List.of(Optional.<LedgerHash>empty(), Optional.of(hash(99)))) {
      assertThatThrownBy(() -> check(neighbour, below).accept(6, hash(6), hash(99)))
          .isInstanceOfSatisfying(
              BrokenChain.class, e -> assertThat(e.kind()).isEqualTo(BrokenChain.Kind.LINK));
      check(neighbour, below).accept(6, hash(6), hash(5));
    }
  }

  @Test
  void whatWasCheckedNamesTheHighestAnchorInside() {
    ChainCheck check =
        check(
            Optional.empty(),
            new Anchor(6, hash(6)),
            new Anchor(8, hash(8)),
            new Anchor(11, hash(0)));
    for (long sequence = 6; sequence <= 9; sequence++) {
      assertThatThrownBy(check::headers).isInstanceOf(RuntimeException.class);
      check.accept(sequence, hash(sequence), hash(sequence - 1));
    }
    CheckedHeaders headers = check.headers();
    assertThat(headers.anchor()).hasValue(8);
    assertThat(headers.firstPrevious()).isEqualTo(hash(5));
    assertThat(headers.lastHash()).isEqualTo(hash(9));
    assertThat(headers.continuesAnchor()).isFalse();
  }

  @Test
  void theLargestSequenceAndTheFirstMayBeTrusted() {
    assertThat(new Anchor(LedgerRange.MAX_SEQUENCE, hash(1)).sequence()).isEqualTo(4_294_967_295L);
    assertThat(new Anchor(1, hash(1)).sequence()).isEqualTo(1);
  }

  @Test
  void theHighestAnchorOfARangeMayBeItsFirstLedgerOrItsLast() {
    Anchors anchors = Anchors.of(List.of(new Anchor(6, hash(6)), new Anchor(9, hash(9))));
    assertThat(anchors.highestIn(new LedgerRange(6, 8))).hasValue(6);
    assertThat(anchors.highestIn(new LedgerRange(6, 9))).hasValue(9);
    assertThat(anchors.highestIn(new LedgerRange(7, 8))).isEmpty();
    assertThat(anchors.highestIn(new LedgerRange(2, 5))).isEmpty();
  }

  @Test
  void whereNothingIsTrustedThereAreNoAnchors() {
    assertThat(Anchors.none().isEmpty()).isTrue();
    assertThat(Anchors.of(List.of(new Anchor(6, hash(6)))).isEmpty()).isFalse();
  }

  @Test
  void aRunIsContinuedByTheOneThatFollowsItAndNamesItsLastHash() {
    CheckedHeaders below = run(6, 9, hash(5), hash(9));
    assertThat(below.isContinuedBy(run(10, 13, hash(9), hash(13)))).isTrue();
    assertThat(below.isContinuedBy(run(10, 13, hash(8), hash(13)))).isFalse();
    assertThat(below.isContinuedBy(run(11, 13, hash(9), hash(13)))).isFalse();
  }

  private static CheckedHeaders run(
      long first, long last, LedgerHash firstPrevious, LedgerHash lastHash) {
    return new CheckedHeaders(
        CHUNK, new LedgerRange(first, last), firstPrevious, lastHash, OptionalLong.empty(), false);
  }

  private static ChainCheck check(Optional<LedgerHash> previous, Anchor... anchors) {
    return new ChainCheck(CHUNK, new LedgerRange(6, 9), previous, Anchors.of(List.of(anchors)));
  }

  private static LedgerHash hash(long sequence) {
    return new LedgerHash(sequence, 1, 2, 3);
  }
}
