package dev.permafrost.forge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.permafrost.ports.chunk.LedgerHash;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.ledger.LedgerFront;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Ledgers of every version, arm, upgrade and extension. */
final class NetworkHistoryTest {

  /** Upgrades 0, 20, 22, 23, 28, every type of upgrade, and every arm. */
  private static NetworkHistory whole() {
    NetworkHistory history =
        NetworkHistory.beginningWith(0)
            .upgradedTo(11, 4)
            .upgradedTo(20, 7)
            .upgradedTo(22, 10)
            .upgradedTo(23, 13)
            .upgradedTo(28, 16)
            .valued(ValueArm.EMPTY_TX_SET, 18);
    for (int type = 2; type <= 7; type++) {
      history = history.upgradedBy(new LedgerUpgrade(type, 2), 20);
    }
    return history;
  }

  @Test
  void theVersionOfALedgerFollowsFromTheProtocolBeforeItsOwnUpgrades() {
    List<String> shapes = new ArrayList<>();
    LedgerHash previous = null;
    for (ForgedLedger ledger : LedgerForge.shaped(5, whole()).ledgers(new LedgerRange(2, 21))) {
      LedgerFront front = LedgerFront.parse(ledger.raw());
      assertThat(front.computeHash(ledger.raw())).isEqualTo(front.hash()).isEqualTo(ledger.hash());
      assertThat(front.sequence()).isEqualTo(ledger.sequence());
      if (previous != null) {
        assertThat(front.previousHash()).isEqualTo(previous);
      }
      assertThat(LedgerWalk.transactions(ledger.raw())).isBetween(1, 3);
      previous = front.hash();
      shapes.add(front.metaVersion() + "/" + front.protocolVersion());
    }
    assertThat(shapes)
        .containsExactly(
            "0/0", "0/0", "0/11", "0/11", "0/11", "0/20", "1/20", "1/20", "1/22", "1/22", "1/22",
            "1/23", "2/23", "2/23", "2/28", "2/28", "2/28", "2/28", "2/28", "2/28");
  }

  @Test
  void everyLedgerOfAChainSaysTheVersionOfTheNext() {
    List<ForgedLedger> ledgers = LedgerForge.shaped(6, whole()).ledgers(new LedgerRange(2, 21));
    for (int i = 1; i < ledgers.size(); i++) {
      assertThat(LedgerFront.parse(ledgers.get(i).raw()).metaVersion())
          .isEqualTo(LedgerFront.parse(ledgers.get(i - 1).raw()).nextMetaVersion());
    }
  }

  @Test
  void aDroppedSetLeavesItsHashInTheArmAndZeroInFront() {
    ByteBuffer ledger =
        LedgerForge.shaped(5, whole()).ledgers(new LedgerRange(18, 18)).get(0).raw();
    LedgerFront front = LedgerFront.parse(ledger);
    int txSetHash = front.headerOffset() + 36;
    assertThat(LedgerHash.at(ledger, txSetHash)).isEqualTo(LedgerHash.ZERO);
    int arm = txSetHash + 32 + 8 + 4;
    assertThat(ledger.getInt(arm)).isEqualTo(2);
    assertThat(LedgerHash.at(ledger, arm + 4)).isNotEqualTo(LedgerHash.ZERO);
    assertThat(LedgerHash.at(ledger, arm + 36)).isEqualTo(front.previousHash());
    assertThat(ledger.getInt(arm + 68)).isEqualTo(28);
  }

  @Test
  void aLedgerGrownFromOneWithADroppedSetRepeatsTheNewPreviousHashInItsArm() {
    byte[] template =
        LedgerForge.shaped(5, whole()).ledgers(new LedgerRange(18, 18)).get(0).toBytes();
    ForgedLedger grown =
        LedgerForge.grownFrom(template, 9).from(100, new LedgerHash(1, 2, 3, 4)).next();
    LedgerFront front = LedgerFront.parse(grown.raw());
    assertThat(front.computeHash(grown.raw())).isEqualTo(grown.hash());
    int txSetHash = front.headerOffset() + 36;
    assertThat(LedgerHash.at(grown.raw(), txSetHash)).isEqualTo(LedgerHash.ZERO);
    assertThat(LedgerHash.at(grown.raw(), txSetHash + 48 + 32)).isEqualTo(grown.previousHash());
  }

  @Test
  void shapesThatNobodyHasDefinedAreForgedAndReadByTheirHash() {
    NetworkHistory history =
        whole()
            .valued(ValueArm.unknown(3, 44), 19)
            .ofMetaVersion(3, 20)
            .valued(ValueArm.unknown(-1, 0), 21);
    List<ForgedLedger> ledgers = LedgerForge.shaped(5, history).ledgers(new LedgerRange(19, 21));
    List<String> texts = new ArrayList<>();
    for (ForgedLedger ledger : ledgers) {
      LedgerFront front = LedgerFront.read(ledger.raw(), ledger.sequence());
      assertThat(front.hash()).isEqualTo(ledger.hash());
      texts.add(front.unknownShape().orElseThrow().text());
    }
    assertThat(texts)
        .containsExactly(
            "StellarValue arm 3", "LedgerCloseMeta version 3", "StellarValue arm 4294967295");
  }

  @Test
  void whatNoLedgerCanBeIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> ValueArm.unknown(3, 3));
    assertThatIllegalArgumentException().isThrownBy(() -> ValueArm.unknown(3, -4));
    assertThatIllegalArgumentException().isThrownBy(() -> ValueArm.unknown(1, 4));
    assertThatIllegalArgumentException().isThrownBy(() -> new LedgerUpgrade(0, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new LedgerUpgrade(8, 1));
    LedgerShape plain = whole().apply(2);
    assertThatIllegalArgumentException().isThrownBy(() -> plain.withMetaVersion(16));
    assertThatIllegalArgumentException().isThrownBy(() -> plain.withMetaVersion(-1));
  }
}
