package dev.permafrost.zstd;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.permafrost.ports.codec.CodecSession;
import dev.permafrost.ports.codec.DamagedFrameException;
import dev.permafrost.testkit.fuzz.FuzzTarget;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Any bytes as a frame: sized and decoded, and nothing is written beyond what it claims. */
public final class FrameFuzz implements FuzzTarget {

  private static final int GUARD_BYTES = 64;
  private static final byte GUARD = 0x5A;

  private final CodecSession session = open();
  private ByteBuffer target = ByteBuffer.allocateDirect(1 << 16);

  /** Makes the target, with a session of its own that lives as long as the process. */
  public FrameFuzz() {}

  @SuppressWarnings("MustBeClosedChecker") // as long as the process
  private static CodecSession open() {
    return new ZstdFrameCodec().open();
  }

  @Override
  public List<byte[]> seeds() {
    List<byte[]> frames = new ArrayList<>();
    frames.add(frame("a".getBytes(UTF_8)));
    frames.add(frame(new byte[300]));
    frames.add(frame(new byte[200_000]));
    frames.add(frame("the same words, and the same words again, and again".getBytes(UTF_8)));
    byte[] skippable = {0x50, 0x2A, 0x4D, 0x18, 4, 0, 0, 0, 1, 2, 3, 4};
    frames.add(skippable);
    return frames;
  }

  private byte[] frame(byte[] content) {
    ByteBuffer raw = ByteBuffer.allocateDirect(content.length).put(content).flip();
    ByteBuffer frame = ByteBuffer.allocateDirect(session.maxFrameBytes(content.length));
    byte[] bytes = new byte[session.encode(raw, frame)];
    frame.get(0, bytes);
    return bytes;
  }

  @Override
  public void give(byte[] input) {
    ByteBuffer frame = ByteBuffer.allocateDirect(input.length).put(input).flip();
    try {
      int claimed = session.rawBytes(frame);
      ByteBuffer room = room(claimed + GUARD_BYTES);
      for (int i = claimed; i < claimed + GUARD_BYTES; i++) {
        room.put(i, GUARD);
      }
      int decoded = session.decode(frame, room);
      require(decoded == claimed && room.position() == claimed, "another size than was claimed");
      for (int i = claimed; i < claimed + GUARD_BYTES; i++) {
        require(room.get(i) == GUARD, "written beyond the claimed size");
      }
    } catch (DamagedFrameException declared) {
      // As it must be.
    }
    require(frame.position() == 0 && frame.limit() == input.length, "the frame was moved");
  }

  private ByteBuffer room(int bytes) {
    if (target.capacity() < bytes) {
      target = ByteBuffer.allocateDirect(bytes);
    }
    return target.clear().limit(bytes);
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new IllegalStateException(what);
    }
  }
}
