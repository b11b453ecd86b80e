package dev.permafrost.backend.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import dev.permafrost.backend.LakeLab;
import dev.permafrost.ports.codec.DamagedFrameException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.AbstractByteArrayAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A body is exactly one frame with a checksum, and anything else is damage. */
class FrameDecoderTest {

  private static final byte[] CONTENT = content();

  private final FrameDecoder decoder = FrameDecoder.open();

  @AfterEach
  void close() {
    decoder.close();
  }

  @Test
  void aFrameIsDecodedHoweverItsBytesArrive() {
    byte[] frame = LakeLab.frame(CONTENT);
    for (int partBytes : new int[] {1, 7, 1000, frame.length}) {
      List<ByteBuffer> parts = new ArrayList<>();
      for (int from = 0; from < frame.length; from += partBytes) {
        int to = Math.min(from + partBytes, frame.length);
        parts.add(ByteBuffer.wrap(frame, from, to - from));
      }
      assertThat(decode(parts, 1 << 16)).isEqualTo(CONTENT);
      assertThat(decode(parts, 1 << 10)).as("again").isEqualTo(CONTENT);
    }
  }

  @Test
  void aFrameThatWasCutAnywhereIsDamage() {
    byte[] frame = LakeLab.frame(Arrays.copyOf(CONTENT, 500));
    for (int length = 0; length < frame.length; length++) {
      byte[] cut = Arrays.copyOf(frame, length);
      assertThatThrownBy(() -> decode(cut))
          .as("cut to %s of %s bytes", length, frame.length)
          .isInstanceOf(DamagedFrameException.class);
    }
  }

  @Test
  void everyFlippedByteOfTheBlocksAndTheChecksumIsDamage() {
    byte[] content = Arrays.copyOf(CONTENT, 500);
    byte[] frame = LakeLab.frame(content);
    for (int i = 0; i < frame.length; i++) {
      byte[] flipped = frame.clone();
      flipped[i] ^= 0x40;
      if (i == 5) {
        continue; // The window: another size of it decodes to the same content.
      }
      assertThatThrownBy(() -> decode(flipped))
          .as("byte %s", i)
          .isInstanceOf(DamagedFrameException.class);
    }
  }

  @Test
  void aFrameWithoutChecksumIsDamage() {
    byte[] frame = LakeLab.frame(CONTENT, false);
    assertThatThrownBy(() -> decode(frame)).hasMessageContaining("has no checksum");
  }

  @Test
  void anythingBehindTheFrameIsDamage() {
    byte[] frame = LakeLab.frame(CONTENT);
    byte[] longer = Arrays.copyOf(frame, frame.length + 1);
    assertThatThrownBy(() -> decode(longer)).hasMessageContaining("something follows the frame");
    assertThatThrownBy(
            () -> decode(List.of(ByteBuffer.wrap(frame), ByteBuffer.wrap(frame)), 1 << 16))
        .as("a second frame")
        .hasMessageContaining("something follows the frame");
  }

  @Test
  void whatIsNoFrameIsDamage() {
    assertThatThrownBy(() -> decode("<!DOCTYPE html><html>".getBytes(StandardCharsets.UTF_8)))
        .hasMessageContaining("not a Zstandard frame");
    byte[] skippable = {0x50, 0x2A, 0x4D, 0x18, 4, 0, 0, 0, 1, 2, 3, 4};
    assertThatThrownBy(() -> decode(skippable)).hasMessageContaining("not a Zstandard frame");
    assertThatThrownBy(() -> decode(new byte[0])).hasMessageContaining("as short as 0 bytes");
  }

  @Test
  void aFrameThatWantsALargerWindowThanLakesHaveIsDamageBeforeItIsDecoded() {
    byte[] frame = LakeLab.frame(CONTENT);
    assertThat(frame[5]).as("of a real lake, 2^23 bytes").isEqualTo((byte) (13 << 3));
    frame[5] = (byte) (15 << 3); // 2^25 bytes (RFC 8878, section 3.1.1.1.2).
    assertThat(decode(List.of(ByteBuffer.wrap(frame)), 1 << 16)).isEqualTo(CONTENT);
    for (int window : new int[] {(15 << 3) + 1, 16 << 3, 17 << 3, 0xF8}) {
      frame[5] = (byte) window;
      assertThatThrownBy(() -> decode(frame))
          .isInstanceOf(DamagedFrameException.class)
          .hasMessageContaining("asks for a window of");
    }
  }

  @Test
  void aFrameOfOneSegmentHasTheWindowThatItsContentNeeds() {
    byte[] small = Zstd.compress(Arrays.copyOf(CONTENT, 500));
    assertThat(small[4] & 0x20).as("one segment").isNotZero();
    for (int flag = 0; flag < 4; flag++) {
      byte[] claimed = new byte[64];
      ByteBuffer header = ByteBuffer.wrap(claimed).order(ByteOrder.LITTLE_ENDIAN);
      header.putInt(0, 0xFD2FB528).put(4, (byte) (flag << 6 | 0x24)).putLong(5, -1);
      if (flag < 2) {
        assertThatThrownBy(() -> decode(claimed)).hasMessageNotContaining("window");
      } else {
        assertThatThrownBy(() -> decode(claimed)).hasMessageContaining("asks for a window of");
      }
    }
  }

  @Test
  void aSmallFrameIsDecodedAtOnceAndThenIsOver() {
    ByteBuffer target = ByteBuffer.allocateDirect(1 << 18).position(3);
    decoder.begin(List.of(ByteBuffer.wrap(LakeLab.frame(CONTENT))));
    assertThat(decoder.decodeWhole(target)).isTrue();
    byte[] decoded = new byte[CONTENT.length];
    assertThat(target.position()).isEqualTo(3 + CONTENT.length);
    target.get(3, decoded);
    assertThat(decoded).isEqualTo(CONTENT);
    assertThat(decoder.read(target)).as("nothing is left").isZero();
  }

  /** If a frame cannot be decoded in one step, nothing is lost: streaming reports the reason. */
  @Test
  void whatCannotBeDecodedAtOnceIsReadAsAStreamFromItsBegin() {
    byte[] frame = LakeLab.frame(CONTENT);
    byte[] flipped = frame.clone();
    flipped[frame.length - 1] ^= 1;
    byte[] followed = Arrays.copyOf(frame, 2 * frame.length);
    System.arraycopy(frame, 0, followed, frame.length, frame.length);

    assertFallsBack(frame, CONTENT.length - 1).isEqualTo(CONTENT);
    assertThatThrownBy(() -> assertFallsBack(flipped, 1 << 18))
        .hasMessageContaining("does not decode");
    assertThatThrownBy(() -> assertFallsBack(followed, 1 << 18))
        .hasMessageContaining("something follows the frame");
    assertThatThrownBy(() -> assertFallsBack(Arrays.copyOf(frame, frame.length - 1), 1 << 18))
        .hasMessageContaining("ends too early");
  }

  private AbstractByteArrayAssert<?> assertFallsBack(byte[] body, int roomBytes) {
    decoder.begin(List.of(ByteBuffer.wrap(body)));
    ByteBuffer room = ByteBuffer.allocateDirect(roomBytes);
    assertThat(decoder.decodeWhole(room)).isFalse();
    assertThat(room.position()).isZero();
    ByteBuffer target = ByteBuffer.allocateDirect(1 << 18);
    decoder.read(target);
    byte[] decoded = new byte[target.flip().remaining()];
    target.get(decoded);
    return assertThat(decoded);
  }

  @Test
  void aDamagedFrameLeavesTheDecoderUsable() {
    byte[] frame = LakeLab.frame(CONTENT);
    assertThatThrownBy(() -> decode(Arrays.copyOf(frame, frame.length / 2)))
        .isInstanceOf(DamagedFrameException.class);
    assertThat(decode(List.of(ByteBuffer.wrap(frame)), 1 << 16)).isEqualTo(CONTENT);
  }

  private byte[] decode(byte[] frame) {
    return decode(List.of(ByteBuffer.wrap(frame)), 1 << 16);
  }

  private byte[] decode(List<ByteBuffer> parts, int stepBytes) {
    decoder.begin(parts);
    ByteBuffer target = ByteBuffer.allocateDirect(stepBytes);
    ByteArrayOutputStream decoded = new ByteArrayOutputStream();
    do {
      target.clear();
      decoder.read(target);
      decoded.writeBytes(LakeLab.bytes(target.flip()));
    } while (target.limit() == target.capacity());
    return decoded.toByteArray();
  }

  private static byte[] content() {
    byte[] content = new byte[200_000];
    new Random(1).nextBytes(content);
    Arrays.fill(content, 50_000, 150_000, (byte) 3);
    return content;
  }
}
