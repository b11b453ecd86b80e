package dev.permafrost.zstd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.permafrost.ports.codec.CodecSession;
import dev.permafrost.ports.codec.FrameCodec;
import dev.permafrost.testkit.codec.FrameCodecContract;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract of the codec, and the promise that its frames are the reference's, byte by byte. */
final class ZstdFrameCodecTest extends FrameCodecContract {

  private final ZstdFrameCodec codec = new ZstdFrameCodec();

  @Override
  protected FrameCodec codec() {
    return codec;
  }

  @Test
  void theFingerprintNamesTheLibraryThatIsLoadedWhichIsTheOneTheBuildDependsOn() {
    assertThat(ZstdFrameCodec.artifactVersion())
        .isEqualTo(System.getProperty("permafrost.zstd-jni.version"));
    assertThat(codec.fingerprint()).hasToString("zstd-1.5.7/level-3/size+checksum");
  }

  /** A golden file is a promise: a pack begins with exactly the frames of its items, in order. */
  @ParameterizedTest
  @ValueSource(strings = {"tiny-3", "single"})
  void framesAreThoseOfTheReferencesPacksByteForByte(String vector) throws IOException {
    byte[] pack = resource(vector + ".pack");
    int offset = 0;
    try (CodecSession session = codec.open()) {
      for (byte[] item : items(vector)) {
        ByteBuffer frame = ByteBuffer.allocateDirect(session.maxFrameBytes(item.length));
        session.encode(direct(item), frame);
        byte[] ours = new byte[frame.flip().remaining()];
        frame.get(ours);
        assertThat(pack).startsWith(padded(pack, offset, ours));
        offset += ours.length;

        ByteBuffer raw = ByteBuffer.allocateDirect(item.length);
        session.decode(frame.rewind(), raw);
        assertThat(raw.flip()).isEqualTo(ByteBuffer.wrap(item));
      }
    }
    assertThat(offset).isPositive();
  }

  @Test
  @SuppressWarnings("MustBeClosedChecker") // It is closed, which is the point.
  void aClosedSessionIsRefusedInsteadOfReachingFreedMemory() {
    CodecSession session = codec.open();
    session.close();
    ByteBuffer room = ByteBuffer.allocateDirect(1_000);
    assertThatIllegalStateException()
        .isThrownBy(() -> session.encode(direct(new byte[] {1}), room));
    assertThatIllegalStateException().isThrownBy(() -> session.rawBytes(room));
    assertThatIllegalStateException().isThrownBy(() -> session.decode(room, room));
  }

  @Test
  void aReadOnlyTargetIsRefusedBeforeNativeCodeWritesToIt() {
    ByteBuffer room = ByteBuffer.allocateDirect(1_000);
    try (CodecSession session = codec.open()) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> session.encode(direct(new byte[] {1}), room.asReadOnlyBuffer()));
    }
  }

  @Test
  void theModuleProvidesThisCodec() {
    assertThat(ZstdModule.frameCodec().fingerprint()).isEqualTo(codec.fingerprint());
  }

  /** What the pack has before the offset, then the bytes: readable where the comparison fails. */
  private static byte[] padded(byte[] pack, int offset, byte[] bytes) {
    byte[] all = new byte[offset + bytes.length];
    System.arraycopy(pack, 0, all, 0, offset);
    System.arraycopy(bytes, 0, all, offset, bytes.length);
    return all;
  }

  private static List<byte[]> items(String vector) throws IOException {
    List<byte[]> items = new ArrayList<>();
    try (DataInputStream in = new DataInputStream(open(vector + ".items"))) {
      while (in.available() > 0) {
        items.add(in.readNBytes(in.readInt()));
      }
    }
    return items;
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = open(name)) {
      return in.readAllBytes();
    }
  }

  private static InputStream open(String name) {
    return Objects.requireNonNull(ZstdFrameCodecTest.class.getResourceAsStream(name), name);
  }

  private static ByteBuffer direct(byte[] bytes) {
    return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
  }
}
