package dev.permafrost.testkit.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.permafrost.ports.codec.CodecSession;
import dev.permafrost.ports.codec.DamagedFrameException;
import dev.permafrost.ports.codec.FrameCodec;
import dev.permafrost.ports.ledger.LedgerFront;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every {@link FrameCodec} does (docs/pack-format.md, "Records"). Extend it, and say which
 * codec.
 *
 * <p>The suite makes the frames that must be refused out of the codec's own frames, so it needs
 * none but the codec.
 */
public abstract class FrameCodecContract {

  private static final long SEED = 20_240_807L;
  private static final byte GUARD = 0x5A;

  private CodecSession session;

  /** For subclasses. */
  @SuppressWarnings("NullAway.Init") // The session is opened before each test.
  protected FrameCodecContract() {}

  /** The codec under test. */
  protected abstract FrameCodec codec();

  @BeforeEach
  @SuppressWarnings("MustBeClosedChecker") // Closed after each test.
  final void openSession() {
    session = codec().open();
  }

  @AfterEach
  final void closeSession() {
    session.close();
  }

  @ParameterizedTest
  @ValueSource(
      ints = {1, 2, 7, 255, 256, 257, 1_500, 65_791, 65_792, 131_072, 131_073, 372_480, 3_000_000})
  final void whatIsEncodedDecodesToTheSameBytes(int rawBytes) {
    byte[] constant = new byte[rawBytes];
    Arrays.fill(constant, (byte) 0x37);
    for (byte[] raw : List.of(compressible(rawBytes), incompressible(rawBytes), constant)) {
      byte[] frame = encode(session, raw);
      assertThat(session.rawBytes(direct(frame))).isEqualTo(rawBytes);
      assertThat(decode(frame)).isEqualTo(raw);
    }
  }

  @Test
  final void equalLedgersGiveEqualFramesInEverySessionWhateverItDidBefore() {
    byte[] raw = compressible(50_000);
    byte[] frame = encode(session, raw);
    encode(session, incompressible(300_000));
    assertRefused(FrameSurgery.joined(frame, frame));
    assertThat(encode(session, raw)).as("a used session").isEqualTo(frame);
    try (CodecSession other = codec().open()) {
      assertThat(encode(other, raw)).as("a fresh session").isEqualTo(frame);
    }
  }

  @Test
  final void sessionsOfOneCodecWorkOnSeveralThreadsAtOnce() throws Exception {
    byte[] raw = compressible(400_000);
    byte[] frame = encode(session, raw);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<byte[]>> frames = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        Callable<byte[]> task =
            () -> {
              try (CodecSession own = codec().open()) {
                return encode(own, raw);
              }
            };
        frames.add(threads.submit(task));
      }
      for (Future<byte[]> each : frames) {
        assertThat(each.get()).isEqualTo(frame);
      }
    } finally {
      threads.shutdown();
    }
  }

  @Test
  final void theFingerprintStaysTheSame() {
    assertThat(codec().fingerprint()).isEqualTo(codec().fingerprint());
  }

  @Test
  final void aFrameOfRandomBytesFitsIntoWhatIsSaidToBeItsMost() {
    for (int rawBytes : new int[] {1, 1_000, 131_072, 1_000_000}) {
      byte[] raw = incompressible(rawBytes);
      ByteBuffer target = ByteBuffer.allocateDirect(session.maxFrameBytes(rawBytes));
      int frameBytes = session.encode(direct(raw), target);
      assertThat(target.position()).isEqualTo(frameBytes).isGreaterThan(rawBytes);
    }
  }

  @Test
  final void onlyWhatLiesBetweenPositionAndLimitIsReadAndWritten() {
    byte[] raw = compressible(10_000);
    byte[] frame = encode(session, raw);
    ByteBuffer source = guarded(raw, 13);
    ByteBuffer target = guarded(new byte[session.maxFrameBytes(raw.length)], 29);
    assertThat(session.encode(source, target)).isEqualTo(frame.length);
    assertThat(source.position()).isEqualTo(13);
    assertThat(source.remaining()).isEqualTo(raw.length);
    assertThat(target.position()).isEqualTo(29 + frame.length);
    assertThat(bytes(target, 29, frame.length)).isEqualTo(frame);
    assertGuards(target, 29, session.maxFrameBytes(raw.length));

    ByteBuffer frameSource = guarded(frame, 5).asReadOnlyBuffer();
    ByteBuffer rawTarget = guarded(new byte[raw.length], 3);
    assertThat(session.rawBytes(frameSource)).isEqualTo(raw.length);
    assertThat(session.decode(frameSource, rawTarget)).isEqualTo(raw.length);
    assertThat(frameSource.position()).isEqualTo(5);
    assertThat(frameSource.remaining()).isEqualTo(frame.length);
    assertThat(rawTarget.position()).isEqualTo(3 + raw.length);
    assertThat(bytes(rawTarget, 3, raw.length)).isEqualTo(raw);
    assertGuards(rawTarget, 3, raw.length);
  }

  @Test
  final void everyChangedByteOfAFrameIsRefusedOrChangesNothing() {
    byte[] raw = compressible(700);
    byte[] frame = encode(session, raw);
    int refused = 0;
    for (int i = 0; i < frame.length; i++) {
      for (int flip = 1; flip < 256; flip++) {
        byte[] changed = frame.clone();
        changed[i] ^= (byte) flip;
        try {
          assertThat(decode(changed)).as("byte %s ^ %s", i, flip).isEqualTo(raw);
        } catch (DamagedFrameException e) {
          refused++;
        }
      }
    }
    assertThat(refused).isGreaterThan(frame.length * 250);
  }

  @Test
  final void everyTruncatedFrameIsRefusedByItsHeaderAlone() {
    byte[] frame = encode(session, compressible(700));
    for (int length = 0; length < frame.length; length++) {
      assertRefused(Arrays.copyOf(frame, length));
    }
    byte[] ofSeveralBlocks = encode(session, incompressible(300_000));
    for (int length = 0; length < ofSeveralBlocks.length; length += 997) {
      assertRefused(Arrays.copyOf(ofSeveralBlocks, length));
    }
  }

  @Test
  final void aFrameWithAnythingBehindItIsRefused() {
    byte[] frame = encode(session, compressible(700));
    assertRefused(FrameSurgery.joined(frame, new byte[1]));
    assertRefused(FrameSurgery.joined(frame, new byte[4]));
    assertRefused(FrameSurgery.joined(frame, frame));
    assertRefused(FrameSurgery.joined(frame, FrameSurgery.skippable()));
  }

  @Test
  final void aFrameWithAnythingBeforeItIsRefused() {
    byte[] frame = encode(session, compressible(700));
    assertRefused(FrameSurgery.joined(new byte[1], frame));
    assertRefused(FrameSurgery.joined(FrameSurgery.skippable(), frame));
    assertRefused(FrameSurgery.skippable());
  }

  @Test
  final void aFrameWithoutContentSizeIsRefused() {
    assertRefused(FrameSurgery.withoutSize(encode(session, compressible(700))));
  }

  @Test
  final void aFrameWithoutChecksumIsRefused() {
    assertRefused(FrameSurgery.withoutChecksum(encode(session, compressible(700))));
  }

  @Test
  final void aFrameThatWantsADictionaryIsRefused() {
    assertRefused(FrameSurgery.wantingDictionary(encode(session, compressible(700))));
  }

  @Test
  final void aFrameWithAReservedBitIsRefused() {
    byte[] frame = encode(session, compressible(700));
    assertRefused(FrameSurgery.withDescriptorBits(frame, 0x08));
    assertRefused(FrameSurgery.withDescriptorBits(frame, 0x10));
  }

  @Test
  final void aFrameOfNothingIsRefused() {
    assertRefused(FrameSurgery.empty());
    assertRefused(new byte[0]);
  }

  @ParameterizedTest
  @ValueSource(
      longs = {
        0,
        1,
        699,
        701,
        LedgerFront.MAX_LEDGER_BYTES,
        LedgerFront.MAX_LEDGER_BYTES + 1L,
        1L << 31,
        (1L << 32) + 700,
        Long.MAX_VALUE,
        -1
      })
  final void aFrameThatClaimsAnotherSizeThanItHasIsRefused(long claimedBytes) {
    byte[] raw = compressible(700);
    byte[] frame = encode(session, raw);
    assertThat(decode(FrameSurgery.claiming(frame, 700))).as("the surgery is sound").isEqualTo(raw);
    byte[] lying = FrameSurgery.claiming(frame, claimedBytes);
    assertThatThrownBy(() -> decode(lying)).isInstanceOf(DamagedFrameException.class);
  }

  @ParameterizedTest
  @ValueSource(longs = {LedgerFront.MAX_LEDGER_BYTES + 1L, 1L << 31, 1L << 32, Long.MAX_VALUE, -1})
  final void aClaimAboveTheLargestLedgerIsRefusedBeforeAnythingIsAllocated(long claimedBytes) {
    assertRefused(FrameSurgery.claiming(encode(session, compressible(700)), claimedBytes));
  }

  @Test
  final void aFrameThatReallyHoldsMoreThanTheLargestLedgerIsRefusedByItsHeaderAlone() {
    int fitting = LedgerFront.MAX_LEDGER_BYTES / FrameSurgery.RUN_BYTES;
    assertThat(session.rawBytes(direct(FrameSurgery.runs(fitting))))
        .isEqualTo(LedgerFront.MAX_LEDGER_BYTES);
    assertRefused(FrameSurgery.runs(fitting + 1));
  }

  @Test
  final void aWrongChecksumIsRefusedAndTheTargetStaysWhereItWas() {
    byte[] raw = compressible(5_000);
    byte[] frame = encode(session, raw);
    frame[frame.length - 1] ^= 1;
    ByteBuffer target = ByteBuffer.allocateDirect(2 * raw.length).position(17);
    assertThatThrownBy(() -> session.decode(direct(frame), target))
        .isInstanceOf(DamagedFrameException.class);
    assertThat(target.position()).isEqualTo(17);
    frame[frame.length - 1] ^= 1;
    assertThat(decode(frame)).as("the session is as good as before").isEqualTo(raw);
  }

  @Test
  final void randomBytesAreRefusedAndNothingElseHappens() {
    Random random = seeded();
    byte[] frame = encode(session, compressible(700));
    for (int round = 0; round < 2_000; round++) {
      byte[] noise = new byte[random.nextInt(200)];
      random.nextBytes(noise);
      System.arraycopy(frame, 0, noise, 0, Math.min(noise.length, random.nextInt(12)));
      assertThatThrownBy(() -> decode(noise)).isInstanceOf(DamagedFrameException.class);
    }
  }

  @Test
  final void aTargetThatIsTooSmallIsACallersErrorAndLeftAlone() {
    byte[] raw = compressible(5_000);
    byte[] frame = encode(session, raw);
    ByteBuffer shortFrame = ByteBuffer.allocateDirect(session.maxFrameBytes(raw.length) - 1);
    assertThatIllegalArgumentException().isThrownBy(() -> session.encode(direct(raw), shortFrame));
    assertThat(shortFrame.position()).isZero();
    ByteBuffer shortRaw = ByteBuffer.allocateDirect(raw.length - 1);
    assertThatIllegalArgumentException().isThrownBy(() -> session.decode(direct(frame), shortRaw));
    assertThat(shortRaw.position()).isZero();
  }

  @Test
  final void heapBuffersAreACallersError() {
    byte[] raw = compressible(100);
    byte[] frame = encode(session, raw);
    ByteBuffer room = ByteBuffer.allocateDirect(1_000);
    ByteBuffer heapRoom = ByteBuffer.allocate(1_000);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> session.encode(ByteBuffer.wrap(raw), room));
    assertThatIllegalArgumentException().isThrownBy(() -> session.encode(direct(raw), heapRoom));
    assertThatIllegalArgumentException().isThrownBy(() -> session.rawBytes(ByteBuffer.wrap(frame)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> session.decode(ByteBuffer.wrap(frame), room));
    assertThatIllegalArgumentException().isThrownBy(() -> session.decode(direct(frame), heapRoom));
  }

  @Test
  final void aLedgerOfNothingOrAboveTheLargestIsACallersError() {
    ByteBuffer room = ByteBuffer.allocateDirect(1_000);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> session.encode(ByteBuffer.allocateDirect(0), room));
    ByteBuffer huge = ByteBuffer.allocateDirect(LedgerFront.MAX_LEDGER_BYTES + 1);
    assertThatIllegalArgumentException().isThrownBy(() -> session.encode(huge, room));
  }

  @Test
  final void closingTwiceIsHarmless() {
    session.close();
    session.close();
  }

  /** Neither the header's look nor the decoding lets it pass. */
  private void assertRefused(byte[] bytes) {
    assertThatThrownBy(() -> session.rawBytes(direct(bytes)))
        .isInstanceOf(DamagedFrameException.class);
    ByteBuffer room = ByteBuffer.allocateDirect(1 << 20);
    assertThatThrownBy(() -> session.decode(direct(bytes), room))
        .isInstanceOf(DamagedFrameException.class);
    assertThat(room.position()).isZero();
  }

  private byte[] decode(byte[] frame) {
    ByteBuffer source = direct(frame);
    ByteBuffer target = ByteBuffer.allocateDirect(session.rawBytes(source));
    int rawBytes = session.decode(source, target);
    return bytes(target, 0, rawBytes);
  }

  private static byte[] encode(CodecSession session, byte[] raw) {
    ByteBuffer target = ByteBuffer.allocateDirect(session.maxFrameBytes(raw.length));
    return bytes(target, 0, session.encode(direct(raw), target));
  }

  private static byte[] compressible(int length) {
    Random random = seeded();
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (random.nextInt(4) == 0 ? random.nextInt(16) : i / 32);
    }
    return bytes;
  }

  private static byte[] incompressible(int length) {
    byte[] bytes = new byte[length];
    seeded().nextBytes(bytes);
    return bytes;
  }

  private static Random seeded() {
    return new Random(SEED);
  }

  private static ByteBuffer direct(byte[] bytes) {
    return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
  }

  private static ByteBuffer guarded(byte[] bytes, int offset) {
    ByteBuffer buffer = ByteBuffer.allocateDirect(offset + bytes.length + 31);
    while (buffer.hasRemaining()) {
      buffer.put(GUARD);
    }
    return buffer.position(offset).limit(offset + bytes.length).put(bytes).position(offset);
  }

  private static void assertGuards(ByteBuffer buffer, int offset, int length) {
    ByteBuffer all = buffer.duplicate().clear();
    for (int i = 0; i < all.capacity(); i++) {
      if (i < offset || i >= offset + length) {
        assertThat(all.get(i)).as("byte %s, outside", i).isEqualTo(GUARD);
      }
    }
  }

  private static byte[] bytes(ByteBuffer buffer, int offset, int length) {
    byte[] copy = new byte[length];
    buffer.duplicate().clear().position(offset).get(copy);
    return copy;
  }
}
