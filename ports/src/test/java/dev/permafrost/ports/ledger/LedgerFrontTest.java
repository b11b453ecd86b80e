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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LedgerFrontTest {

  private static final byte[] PREVIOUS = filled(0x11);

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
    assertUnsupported(patched(plain, valueExt, 2));
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
