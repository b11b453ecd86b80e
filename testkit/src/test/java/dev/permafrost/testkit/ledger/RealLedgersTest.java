package dev.permafrost.testkit.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.permafrost.ports.ledger.LedgerFront;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The real ledgers are what they are said to be: their headers hash, and link where they should.
 */
final class RealLedgersTest {

  @Test
  void theLedgerOfThePublicNetworkIsOfVersion1() {
    byte[] ledger = RealLedgers.pubnet();
    assertThat(ledger).hasSize(372_480);
    LedgerFront front = front(ledger);
    assertThat(front.sequence()).isEqualTo(RealLedgers.PUBNET_SEQUENCE);
    assertThat(front.metaVersion()).isEqualTo(1);
  }

  @Test
  void theLedgersOfTheTestNetworkAreLinked() {
    assertLinked(RealLedgers.testnet(), 997, 1);
  }

  @Test
  void theLedgersOfThePrivateNetworkAreOfVersion2AndLinked() {
    List<byte[]> ledgers = RealLedgers.core();
    assertThat(ledgers).hasSize(30);
    assertLinked(ledgers, RealLedgers.CORE_FIRST, 2);
  }

  private static void assertLinked(List<byte[]> ledgers, long first, int version) {
    for (int i = 0; i < ledgers.size(); i++) {
      LedgerFront front = front(ledgers.get(i));
      assertThat(front.sequence()).isEqualTo(first + i);
      assertThat(front.metaVersion()).isEqualTo(version);
      if (i > 0) {
        assertThat(front.previousHash()).isEqualTo(front(ledgers.get(i - 1)).hash());
      }
    }
  }

  private static LedgerFront front(byte[] ledger) {
    ByteBuffer bytes = ByteBuffer.wrap(ledger);
    LedgerFront front = LedgerFront.parse(bytes);
    assertThat(front.computeHash(bytes)).isEqualTo(front.hash());
    return front;
  }
}
