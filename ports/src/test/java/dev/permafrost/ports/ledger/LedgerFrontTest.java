package dev.permafrost.ports.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.permafrost.ports.chunk.LedgerHash;
import dev.permafrost.ports.ledger.LedgerFormatException.Reason;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LedgerFrontTest {

  private static final byte[] PREVIOUS = filled(0x11);

  @Test
  void aRawLedgerHasAtMost64MiB() {
    assertThat(LedgerFront.MAX_LEDGER_BYTES).isEqualTo(67_108_864);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void theFrontOfEveryKnownVersionIsRead(int version) throws Exception {
    byte[] header = header(7_000_000_000L & 0xFFFF_FFFFL, 2, true, true);
    byte[] ledger = ledger(version, version == 0 ? -1 : 0, header);
    LedgerFront front = LedgerFront.parse(ByteBuffer.wrap(ledger));
    assertThat(front.metaVersion()).isEqualTo(version);
    assertThat(front.sequence()).isEqualTo(7_000_000_000L & 0xFFFF_FFFFL);
    assertThat(front.protocolVersion()).isEqualTo(23);
    assertThat(front.previousHash()).isEqualTo(LedgerHash.of(PREVIOUS));
    assertThat(front.closeTimeSeconds()).isEqualTo(1_700_000_000L);
    assertThat(front.headerOffset()).isEqualTo(version == 0 ? 36 : 40);
    assertThat(front.headerBytes()).isEqualTo(header.length);
    assertThat(front.computeHash(ByteBuffer.wrap(ledger)))
        .isEqualTo(front.hash())
        .isEqualTo(LedgerHash.of(MessageDigest.getInstance("SHA-256").digest(header)));
  }

  @Test
  void theExtensionWithTheSorobanFeeMovesTheHeader() {
    byte[] ledger = ledger(1, 1, header(5, 0, false, false));
    LedgerFront front = LedgerFront.parse(ByteBuffer.wrap(ledger));
    assertThat(front.headerOffset()).isEqualTo(52);
    assertThat(front.computeHash(ByteBuffer.wrap(ledger))).isEqualTo(front.hash());
  }

  @Test
  void theFrontIsReadFromThePositionInAnyOrderAndMovesNothing() {
    byte[] ledger = ledger(2, 0, header(5, 6, true, false));
    byte[] shifted = new byte[ledger.length + 3];
    System.arraycopy(ledger, 0, shifted, 3, ledger.length);
    ByteBuffer bytes = ByteBuffer.wrap(shifted).order(ByteOrder.LITTLE_ENDIAN).position(3);
    LedgerFront front = LedgerFront.parse(bytes);
    assertThat(front).isEqualTo(LedgerFront.parse(ByteBuffer.wrap(ledger)));
    assertThat(front.computeHash(bytes)).isEqualTo(front.hash());
    assertThat(bytes.position()).isEqualTo(3);
    assertThat(bytes.order()).isEqualTo(ByteOrder.LITTLE_ENDIAN);
  }

  @Test
  void aFlipOfAnyHeaderByteChangesTheComputedHashOrIsRefused() {
    byte[] ledger = ledger(1, 0, header(5, 1, true, true));
    LedgerFront sound = LedgerFront.parse(ByteBuffer.wrap(ledger));
    for (int i = sound.headerOffset(); i < sound.headerOffset() + sound.headerBytes(); i++) {
      byte[] damaged = ledger.clone();
      damaged[i] ^= 0x40;
      LedgerFront front;
      try {
        front = LedgerFront.parse(ByteBuffer.wrap(damaged));
      } catch (LedgerFormatException e) {
        continue;
      }
      assertThat(front.computeHash(ByteBuffer.wrap(damaged))).isNotEqualTo(front.hash());
    }
  }

  @Test
  void aLedgerCutAtAnyLengthIsMalformed() {
    byte[] ledger = ledger(1, 1, header(5, 2, true, true));
    LedgerFront sound = LedgerFront.parse(ByteBuffer.wrap(ledger));
    int frontBytes = sound.headerOffset() + sound.headerBytes() + 4;
    for (int length = 0; length < frontBytes; length++) {
      byte[] cut = Arrays.copyOf(ledger, length);
      assertThatThrownBy(() -> LedgerFront.parse(ByteBuffer.wrap(cut)))
          .isInstanceOfSatisfying(
              LedgerFormatException.class, e -> assertThat(e.reason()).isEqualTo(Reason.MALFORMED));
    }
    assertThat(LedgerFront.parse(ByteBuffer.wrap(ledger, 0, frontBytes))).isEqualTo(sound);
  }

  @Test
  void aDiscriminantOutsideTheKnownValuesIsUnsupportedAndNotCorrupt() {
    byte[] header = header(5, 0, true, true);
    assertUnsupported(patched(ledger(0, -1, header), 0, 3));
    assertUnsupported(patched(ledger(1, 0, header), 0, -1));
    assertUnsupported(patched(ledger(1, 0, header), 4, 2));
    assertUnsupported(patched(ledger(1, 1, header), 8, 1));
    byte[] plain = ledger(1, 0, header(5, 0, false, false));
    int valueExt = 40 + 4 + 32 + 32 + 8 + 4;
    assertUnsupported(patched(plain, valueExt, 3));
    assertUnsupported(patched(plain, valueExt, -1));
    int headerEnd = 40 + header(5, 0, false, false).length;
    assertUnsupported(patched(plain, headerEnd - 4, 2));
    assertUnsupported(patched(plain, headerEnd, 1));
  }

  @Test
  void aLengthThatNoLedgerCanHaveIsMalformed() {
    byte[] plain = ledger(1, 0, header(5, 1, false, false));
    int upgrades = 40 + 4 + 32 + 32 + 8;
    assertMalformed(patched(plain, upgrades, 7));
    assertMalformed(patched(plain, upgrades, -1));
    assertMalformed(patched(plain, upgrades + 4, 129));
    assertMalformed(patched(plain, upgrades + 4, Integer.MIN_VALUE));
  }

  @Test
  void theArmOfADroppedSetIsParsed() {
    byte[] header = headerWithArm(5, 2, joined(new byte[32 + 32 + 4], nodeAndSignature()), false);
    byte[] ledger = ledger(2, 0, header);
    LedgerFront front = LedgerFront.parse(ByteBuffer.wrap(ledger));
    assertThat(front.sequence()).isEqualTo(5);
    assertThat(front.headerBytes()).isEqualTo(header.length);
    assertThat(front.computeHash(ByteBuffer.wrap(ledger))).isEqualTo(front.hash());
    assertThat(front.unknownShape()).isEmpty();
    int nodeIdType = 40 + 4 + 32 + 32 + 8 + 4 + 4 + 68;
    assertUnsupported(patched(ledger, nodeIdType, 1));
    assertMalformed(patched(ledger, nodeIdType + 4 + 32, 65));
  }

  @Test
  void theVersionOfTheNextLedgerFollowsFromTheProtocolOfThisOne() {
    Map<Integer, Integer> versionOfProtocol =
        Map.of(0, 0, 1, 0, 19, 0, 20, 1, 22, 1, 23, 2, 28, 2, -1, 2);
    versionOfProtocol.forEach(
        (protocol, version) -> {
          byte[] ledger = patched(ledger(1, 0, header(5, 0, false, false)), 40, protocol);
          assertThat(LedgerFront.parse(ByteBuffer.wrap(ledger)).nextMetaVersion())
              .as("protocol %s", protocol)
              .isEqualTo(version);
        });
  }

  private static byte[] nodeAndSignature() {
    return write(
        out -> {
          out.writeInt(0);
          out.write(filled(0x33));
          out.writeInt(64);
          out.write(new byte[64]);
        });
  }

  private static byte[] joined(byte[] first, byte[] second) {
    byte[] joined = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, joined, first.length, second.length);
    return joined;
  }

  /** What a build that does not know a shape yet makes of it. */
  @Nested
  final class UnknownShapes {

    @ParameterizedTest
    @ValueSource(ints = {0, 4, 100, 2044, 2048})
    void anArmThatIsNotKnownIsReadByTheLengthAtWhichTheHashHolds(int armBytes) {
      for (boolean withFlags : new boolean[] {false, true}) {
        byte[] header = headerWithArm(77, 3, new byte[armBytes], withFlags);
        for (int version = 0; version <= 2; version++) {
          byte[] ledger = ledger(version, version - 1, header);
          HashBudget budget = new HashBudget();
          LedgerFront front = LedgerFront.read(ByteBuffer.wrap(ledger), 77, budget);
          assertThat(front.headerBytes()).isEqualTo(header.length);
          assertThat(front.sequence()).isEqualTo(77);
          assertThat(front.hash()).isEqualTo(LedgerHash.of(sha256(header)));
          assertThat(front.unknownShape().orElseThrow().text()).isEqualTo("StellarValue arm 3");
          assertThat(budget.spent()).isEqualTo(1);
          assertThat(LedgerFront.readCandidate(ByteBuffer.wrap(ledger), 77, new HashBudget()))
              .isEqualTo(front);
        }
      }
    }

    @Test
    void aLongerArmOneOfAnotherSequenceAndOneWhoseHashIsWrongAreUnsupported() {
      assertUnsupportedFor(77, ledger(2, 0, headerWithArm(77, 3, new byte[2052], false)));
      byte[] sound = ledger(2, 0, headerWithArm(77, 3, new byte[40], false));
      assertUnsupportedFor(78, sound);
      byte[] flipped = sound.clone();
      flipped[60] ^= 1;
      assertUnsupportedFor(77, flipped);
      assertUnsupportedFor(77, Arrays.copyOf(sound, sound.length - 24));
      assertUnsupported(sound);
    }

    @Test
    void anUnknownKindOfNodeAndUnknownExtsAreUnsupportedThoughTheHashHolds() {
      byte[] signed = headerWithArm(5, 1, nodeAndSignature(), false);
      int nodeIdType = 4 + 32 + 32 + 8 + 4 + 4;
      assertUnsupportedFor(5, ledger(1, 0, patched(signed, nodeIdType, 1)));
      byte[] plain = header(5, 0, false, false);
      assertUnsupportedFor(5, ledger(1, 0, patched(plain, plain.length - 4, 2)));
      assertUnsupportedFor(5, patched(ledger(1, 0, plain), 4, 2));
      byte[] unknownArm = headerWithArm(5, 9, new byte[8], false);
      assertUnsupportedFor(5, ledger(1, 0, patched(unknownArm, unknownArm.length - 4, 2)));
    }

    @Test
    void thatBothSplitsFitOneLengthIsDamage() {
      byte[] header = headerWithArm(77, 3, new byte[16], false);
      // The same header with ext 1: its sequence eight bytes earlier, a 1 where its ext would be.
      ByteBuffer.wrap(header).putInt(header.length - 248 + 64, 77).putInt(header.length - 12, 1);
      assertReasonFor(77, ledger(2, 0, header), Reason.UNSETTLED);
    }

    @Test
    void atMost64HeadersAreHashedThenItIsDamage() {
      // An arm that says the sequence at every word, in front of zeros: every length could be it.
      byte[] arm = new byte[2048];
      ByteBuffer words = ByteBuffer.wrap(arm);
      for (int i = 0; i < 512; i++) {
        words.putInt(0);
      }
      byte[] ledger = ledger(2, 0, headerWithArm(0, 3, arm, false));
      ledger[10] ^= 1;
      HashBudget budget = new HashBudget();
      assertThatThrownBy(() -> LedgerFront.read(ByteBuffer.wrap(ledger), 0, budget))
          .isInstanceOfSatisfying(
              LedgerFormatException.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNSETTLED));
      assertThat(budget.spent()).isEqualTo(HashBudget.MAX_HASHES);
    }

    @Test
    void aBudgetIsThatOfAnObjectAndNotOfALedger() {
      byte[] ledger = ledger(2, 0, headerWithArm(77, 3, new byte[40], false));
      HashBudget budget = new HashBudget();
      for (int i = 0; i < HashBudget.MAX_HASHES; i++) {
        LedgerFront.read(ByteBuffer.wrap(ledger), 77, budget);
      }
      assertThatThrownBy(() -> LedgerFront.read(ByteBuffer.wrap(ledger), 77, budget))
          .isInstanceOfSatisfying(
              LedgerFormatException.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNSETTLED));
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 15})
    void aVersionThatIsNotKnownIsReadWhereExactlyOneKnownShapeFitsBehindIt(int version) {
      for (int ext = -1; ext <= 1; ext++) {
        byte[] header = header(77, 2, true, true);
        byte[] ledger = patched(ledger(1, ext, header), 0, version);
        LedgerFront front = LedgerFront.read(ByteBuffer.wrap(ledger), 77);
        assertThat(front.metaVersion()).isEqualTo(version);
        assertThat(front.headerBytes()).isEqualTo(header.length);
        assertThat(front.hash()).isEqualTo(LedgerHash.of(sha256(header)));
        assertThat(front.unknownShape().orElseThrow().text())
            .isEqualTo("LedgerCloseMeta version " + version);
        assertUnsupportedFor(78, ledger);
        assertUnsupported(ledger);
        assertThatThrownBy(
                () -> LedgerFront.readCandidate(ByteBuffer.wrap(ledger), 77, new HashBudget()))
            .isInstanceOf(LedgerFormatException.class);
      }
    }

    @Test
    void anUnknownVersionAndAnUnknownArmAreReadTogether() {
      byte[] ledger = patched(ledger(1, 1, headerWithArm(77, 4, new byte[8], true)), 0, 5);
      LedgerFront front = LedgerFront.read(ByteBuffer.wrap(ledger), 77);
      assertThat(front.unknownShape().orElseThrow().text())
          .isEqualTo("LedgerCloseMeta version 5 and StellarValue arm 4");
    }

    @Test
    void whatStandsBehindAnUnknownVersionIsReadAsTheShapeThatFitsAndAbove15NoneIs() {
      byte[] header = header(77, 0, true, false);
      byte[] plain = ledger(1, 0, header);
      byte[] both =
          joined(
              write(
                  out -> {
                    out.writeInt(3);
                    out.writeInt(1);
                    out.writeInt(0);
                  }),
              plain);
      assertThat(LedgerFront.read(ByteBuffer.wrap(both), 77).headerOffset()).isEqualTo(52);
      assertUnsupportedFor(77, patched(plain, 0, 16));
      assertUnsupportedFor(77, patched(plain, 0, -3));
    }

    private static void assertUnsupportedFor(long sequence, byte[] ledger) {
      assertReasonFor(sequence, ledger, Reason.UNSUPPORTED);
    }

    private static void assertReasonFor(long sequence, byte[] ledger, Reason reason) {
      assertThatThrownBy(() -> LedgerFront.read(ByteBuffer.wrap(ledger), sequence))
          .isInstanceOfSatisfying(
              LedgerFormatException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }
  }

  private static void assertUnsupported(byte[] ledger) {
    assertReason(ledger, Reason.UNSUPPORTED);
  }

  private static void assertMalformed(byte[] ledger) {
    assertReason(ledger, Reason.MALFORMED);
  }

  private static void assertReason(byte[] ledger, Reason reason) {
    assertThatThrownBy(() -> LedgerFront.parse(ByteBuffer.wrap(ledger)))
        .isInstanceOfSatisfying(
            LedgerFormatException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }

  private static byte[] patched(byte[] ledger, int offset, int value) {
    byte[] copy = ledger.clone();
    ByteBuffer.wrap(copy).putInt(offset, value);
    return copy;
  }

  private static byte[] filled(int value) {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }

  /** A LedgerCloseMeta whose rest is opaque; {@code ext} is -1 where the version has none. */
  private static byte[] ledger(int version, int ext, byte[] header) {
    return write(
        out -> {
          out.writeInt(version);
          if (ext >= 0) {
            out.writeInt(ext);
          }
          if (ext == 1) {
            out.writeInt(0);
            out.writeLong(1000);
          }
          out.write(sha256(header));
          out.write(header);
          out.writeInt(0);
          out.write(new byte[20]);
        });
  }

  private static byte[] headerWithArm(long sequence, int arm, byte[] value, boolean withFlags) {
    return write(
        out -> {
          byte[] plain = header(sequence, 0, false, withFlags);
          int armOffset = 4 + 32 + 32 + 8 + 4;
          out.write(plain, 0, armOffset);
          out.writeInt(arm);
          out.write(value);
          out.write(plain, armOffset + 4, plain.length - armOffset - 4);
        });
  }

  private static byte[] header(
      long sequence, int upgrades, boolean signedValue, boolean withFlags) {
    return write(
        out -> {
          out.writeInt(23);
          out.write(PREVIOUS);
          out.write(filled(0x22));
          out.writeLong(1_700_000_000L);
          out.writeInt(upgrades);
          for (int i = 0; i < upgrades; i++) {
            out.writeInt(i + 1);
            out.write(new byte[(i + 4) & ~3]);
          }
          out.writeInt(signedValue ? 1 : 0);
          if (signedValue) {
            out.writeInt(0);
            out.write(filled(0x33));
            out.writeInt(64);
            out.write(new byte[64]);
          }
          out.write(filled(0x44));
          out.write(filled(0x55));
          out.writeInt((int) sequence);
          out.write(new byte[8 + 8 + 4 + 8 + 4 + 4 + 4 + 128]);
          out.writeInt(withFlags ? 1 : 0);
          if (withFlags) {
            out.writeInt(7);
            out.writeInt(0);
          }
        });
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private interface Writing {
    void to(DataOutputStream out) throws IOException;
  }

  private static byte[] write(Writing writing) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      writing.to(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
