package dev.permafrost.domain.flow;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.ports.artifact.ArtifactFormat.Reads;
import dev.permafrost.ports.buffer.DirectBuffers;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.codec.CodecFingerprint;
import dev.permafrost.ports.codec.CodecSession;
import dev.permafrost.ports.codec.FrameCodec;
import dev.permafrost.ports.events.StorageEvents;
import dev.permafrost.ports.failure.LakeDamage;
import dev.permafrost.ports.failure.StorageFailure;
import dev.permafrost.ports.ledger.BorrowedLedger;
import dev.permafrost.ports.ledger.LedgerFormatException;
import dev.permafrost.ports.ledger.LedgerFront;
import dev.permafrost.testkit.fuzz.FuzzTarget;
import dev.permafrost.testkit.work.ManualTime;
import dev.permafrost.testkit.work.SameThreadWork;
import dev.permafrost.zstd.ZstdFrameCodec;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Any bytes on the line that every ledger takes, into a hot database or a pack: raw, as a frame, or
 * raw with its header's hash made right; the first byte of an input says which.
 */
public final class LedgerLineFuzz implements FuzzTarget {

  private static final ChunkId CHUNK = new ChunkId(0);
  private static final long SEQUENCE = 2;
  private static final long BYTES_IN_FLIGHT = 1 << 20;
  private static final Set<Reads> FORMS = Set.of(Reads.RAW, Reads.FRAME);

  private final LastingCodec codec = new LastingCodec();
  private final DirectBuffers buffers = new DirectBuffers(8 << 20);

  /** Makes the target, with a session of the codec that lives as long as the process. */
  public LedgerLineFuzz() {}

  @Override
  public List<byte[]> seeds() {
    byte[] ledger = LedgerFrontFuzz.ledger(2);
    return List.of(
        input(0, ledger), input(1, frame(ledger)), input(2, ledger), input(1, frame(new byte[9])));
  }

  private static byte[] input(int how, byte[] bytes) {
    return ByteBuffer.allocate(1 + bytes.length).put((byte) how).put(bytes).array();
  }

  private byte[] frame(byte[] raw) {
    ByteBuffer frame = ByteBuffer.allocateDirect(codec.session.maxFrameBytes(raw.length));
    byte[] bytes = new byte[codec.session.encode(direct(raw), frame)];
    frame.get(0, bytes);
    return bytes;
  }

  private static ByteBuffer direct(byte[] bytes) {
    return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
  }

  @Override
  public void give(byte[] input) {
    if (input.length < 2) {
      return;
    }
    int how = Byte.toUnsignedInt(input[0]) % 3;
    byte[] bytes = Arrays.copyOfRange(input, 1, input.length);
    if (how == 2) {
      repairHash(bytes);
    }
    try (LedgerLine line =
        new LedgerLines(
                codec,
                new SameThreadWork(),
                buffers,
                BYTES_IN_FLIGHT,
                new UnknownShapes(StorageEvents.NONE),
                new ManualTime())
            .open(CHUNK, FORMS, this::check)) {
      if (how == 1) {
        line.sendFrame(SEQUENCE, direct(bytes), true, null, FUZZ);
      } else {
        line.sendRaw(SEQUENCE, new LentLedger(direct(bytes)), FUZZ);
      }
      line.finish();
    } catch (StorageFailure declared) {
      // As it must be.
    }
  }

  private void check(BorrowedLedger ledger, long rawBytes, long frameBytes) {
    ByteBuffer raw = ledger.raw();
    ByteBuffer again = ByteBuffer.allocateDirect(codec.session.rawBytes(ledger.frame()));
    codec.session.decode(ledger.frame(), again);
    require(again.flip().equals(raw), "the frame is of other bytes");
    LedgerFront front = LedgerFront.read(raw, SEQUENCE);
    require(front.computeHash(raw).equals(ledger.hash()), "another hash than the header's");
    require(front.sequence() == ledger.sequence(), "another sequence than the header's");
    require(rawBytes == raw.remaining(), "another size of the raw ledger");
    require(frameBytes == ledger.frame().remaining(), "another size of the frame");
  }

  private static void repairHash(byte[] ledger) {
    ByteBuffer bytes = ByteBuffer.wrap(ledger);
    try {
      LedgerFront front = LedgerFront.read(bytes, SEQUENCE);
      front.computeHash(bytes).putAt(bytes, front.headerOffset() - 32);
    } catch (LedgerFormatException e) {
      // Then there is no hash to make right.
    }
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new IllegalStateException(what);
    }
  }

  private static final Origin FUZZ =
      new Origin() {
        @Override
        public String location() {
          return "the input";
        }

        @Override
        public StorageFailure damaged(long sequence, String damage, @Nullable Throwable cause) {
          return new LakeDamage(location(), damage, cause);
        }
      };

  /** The codec with one session, which closing leaves open. */
  private static final class LastingCodec implements FrameCodec {
    private final FrameCodec codec = new ZstdFrameCodec();
    final CodecSession session = open(codec);

    @SuppressWarnings("MustBeClosedChecker") // as long as the process
    private static CodecSession open(FrameCodec codec) {
      return codec.open();
    }

    @Override
    public CodecFingerprint fingerprint() {
      return codec.fingerprint();
    }

    @Override
    @MustBeClosed
    public CodecSession open() {
      return new CodecSession() {
        @Override
        public int maxFrameBytes(int rawBytes) {
          return session.maxFrameBytes(rawBytes);
        }

        @Override
        public int encode(ByteBuffer borrowedRaw, ByteBuffer target) {
          return session.encode(borrowedRaw, target);
        }

        @Override
        public int rawBytes(ByteBuffer borrowedFrame) {
          return session.rawBytes(borrowedFrame);
        }

        @Override
        public int decode(ByteBuffer borrowedFrame, ByteBuffer target) {
          return session.decode(borrowedFrame, target);
        }

        @Override
        public void close() {
          // The next line uses it again.
        }
      };
    }
  }
}
