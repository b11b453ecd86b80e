package dev.permafrost.forge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.permafrost.ports.chunk.LedgerHash;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.ledger.LedgerFront;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ledgers made from nothing: linked, whole, small, and the same for the same seed. */
final class LedgerForgeTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void eachLedgerIsAWholeLedgerCloseMetaWithItsSequenceHashAndLink(int metaVersion) {
    LedgerForge forge = LedgerForge.small(7, metaVersion, 0, 5);
    LedgerHash previous = forge.genesisHash();
    Set<Integer> transactions = new HashSet<>();
    ForgedChain chain = forge.from(2);
    for (long sequence = 2; sequence < 300; sequence++) {
      ForgedLedger ledger = chain.next();
      LedgerFront front = LedgerFront.parse(ledger.raw());
      assertThat(front.metaVersion()).isEqualTo(metaVersion);
      assertThat(front.sequence()).isEqualTo(sequence).isEqualTo(ledger.sequence());
      assertThat(front.hash()).isEqualTo(ledger.hash());
      assertThat(front.computeHash(ledger.raw())).isEqualTo(ledger.hash());
      assertThat(front.previousHash()).isEqualTo(previous).isEqualTo(ledger.previousHash());
      transactions.add(LedgerWalk.transactions(ledger.raw()));
      previous = ledger.hash();
    }
    assertThat(transactions).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5);
  }

  @Test
  void ledgersAreAbout1500BytesUnlessMoreIsAskedFor() {
    List<ForgedLedger> ledgers = LedgerForge.small(1).ledgers(new LedgerRange(2, 1_001));
    double mean = ledgers.stream().mapToInt(ForgedLedger::sizeBytes).average().orElseThrow();
    assertThat(mean).isBetween(1_200.0, 1_800.0);
    assertThat(LedgerForge.small(1, 1, 100, 100).from(2).next().sizeBytes())
        .isBetween(45_000, 60_000);
  }

  @Test
  void theSameSeedGivesTheSameLedgersAndAnotherSeedOthers() {
    LedgerRange range = new LedgerRange(50, 60);
    assertThat(bytesOf(LedgerForge.small(1).ledgers(range)))
        .isEqualTo(bytesOf(LedgerForge.small(1).ledgers(range)))
        .doesNotContainAnyElementsOf(bytesOf(LedgerForge.small(2).ledgers(range)));
    assertThat(LedgerForge.small(1).genesisHash()).isNotEqualTo(LedgerForge.small(2).genesisHash());
  }

  @Test
  void rangesForgedOneByOneJoin() {
    LedgerForge forge = LedgerForge.small(3);
    List<ForgedLedger> whole = forge.ledgers(new LedgerRange(2, 41));
    List<ForgedLedger> parts = new ArrayList<>(forge.ledgers(new LedgerRange(2, 11)));
    parts.addAll(forge.ledgers(new LedgerRange(12, 30)));
    ForgedChain rest = forge.from(31, parts.get(parts.size() - 1).hash());
    while (rest.nextSequence() <= 41) {
      parts.add(rest.next());
    }
    assertThat(bytesOf(parts)).isEqualTo(bytesOf(whole));
    assertThat(rest.previousHash()).isEqualTo(whole.get(39).hash());
  }

  @Test
  void aChainEndsWithTheLargestSequence() {
    ForgedChain chain =
        LedgerForge.small(1).from(LedgerRange.MAX_SEQUENCE, new LedgerHash(1, 2, 3, 4));
    assertThat(LedgerFront.parse(chain.next().raw()).sequence())
        .isEqualTo(LedgerRange.MAX_SEQUENCE);
    assertThat(chain.hasNext()).isFalse();
    assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(chain::next);
  }

  @Test
  void whatCannotBeForgedIsRefused() {
    LedgerForge forge = LedgerForge.small(1);
    assertThatIllegalArgumentException().isThrownBy(() -> forge.from(1));
    assertThatIllegalArgumentException().isThrownBy(() -> forge.from(LedgerRange.MAX_SEQUENCE + 1));
    assertThatIllegalArgumentException().isThrownBy(() -> forge.from(0, LedgerHash.ZERO));
    assertThatIllegalArgumentException().isThrownBy(() -> LedgerForge.small(1, 0, 1, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> LedgerForge.small(1, 3, 1, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> LedgerForge.small(1, 1, 2, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> LedgerForge.small(1, 1, -1, 1));
  }

  @Test
  void whatIsHandedOutCannotChangeTheLedger() {
    ForgedLedger ledger = LedgerForge.small(1).from(2).next();
    byte[] before = ledger.toBytes();
    ledger.toBytes()[0] = 9;
    ledger.toDirect().put(0, (byte) 9);
    assertThat(ledger.raw().isReadOnly()).isTrue();
    assertThat(ledger.toBytes()).isEqualTo(before);
  }

  private static List<List<Byte>> bytesOf(List<ForgedLedger> ledgers) {
    List<List<Byte>> all = new ArrayList<>();
    for (ForgedLedger ledger : ledgers) {
      List<Byte> bytes = new ArrayList<>();
      for (byte each : ledger.toBytes()) {
        bytes.add(each);
      }
      all.add(bytes);
    }
    return all;
  }
}
