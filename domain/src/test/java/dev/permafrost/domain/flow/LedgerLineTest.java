package dev.permafrost.domain.flow;

import static dev.permafrost.domain.store.TestMachine.ZERO;
import static dev.permafrost.domain.store.TestMachine.ledger;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.domain.flow.LedgerLine.FramePrefix;
import dev.permafrost.ports.artifact.ArtifactFormat.Reads;
import dev.permafrost.ports.buffer.DirectBuffers;
import dev.permafrost.ports.chunk.LedgerHash;
import dev.permafrost.ports.codec.CodecFingerprint;
import dev.permafrost.ports.codec.CodecSession;
import dev.permafrost.ports.codec.DamagedFrameException;
import dev.permafrost.ports.codec.FrameCodec;
import dev.permafrost.ports.failure.LakeDamage;
import dev.permafrost.ports.failure.LedgerTooLarge;
import dev.permafrost.ports.failure.StorageFailure;
import dev.permafrost.ports.failure.UnsupportedLedgerVersion;
import dev.permafrost.ports.ledger.BorrowedLedger;
import dev.permafrost.ports.ledger.LedgerFront;
import dev.permafrost.ports.work.OrderedRun;
import dev.permafrost.ports.work.OrderedWork;
import dev.permafrost.testkit.events.RecordingEvents;
import dev.permafrost.testkit.source.WrongLedgers;
import dev.permafrost.testkit.work.LateWork;
import dev.permafrost.testkit.work.ManualTime;
import dev.permafrost.testkit.work.SameThreadWork;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Ledgers on their way: brought into every form from every form, checked, bounded, given back. */
final class LedgerLineTest {

  private static final Set<Reads> NOTHING = Set.of();
  private static final Set<Reads> FRAME = Set.of(Reads.FRAME);
  private static final Set<Reads> RAW = Set.of(Reads.RAW);
  private static final Set<Reads> BOTH = Set.of(Reads.FRAME, Reads.RAW);
  private static final byte RUNNING = 1;
  private static final byte OTHER = 2;
  private static final long LIMIT_BYTES = 1 << 20;

  private final TaggedCodec codec = new TaggedCodec();
  private final DirectBuffers buffers = new DirectBuffers(1 << 20);
  private final Recording work = new Recording();
  private final List<Received> received = new ArrayList<>();
  private final RecordingEvents events = new RecordingEvents();

  /**
   * What the receiver got.
   *
   * @param tag which codec made the frame; 0 if there was none to be had
   */
  private record Received(
      long sequence, ByteBuffer raw, byte tag, ByteBuffer framed, long rawBytes, long frameBytes) {}

  @AfterEach
  void everySessionIsClosed() {
    assertThat(codec.open).isZero();
  }

  // ---- forms -----------------------------------------------------------------------------------

  @Test
  void aRawLedgerIsHandedOnInTheFormsThatAreAskedForAndEncodedOnlyForWhoeverReadsFrames() {
    for (Set<Reads> forms : List.of(NOTHING, FRAME, RAW, BOTH)) {
      codec.encoded = 0;
      sendAll(
          forms,
          (line, sequence) -> line.sendRaw(sequence, new LentLedger(raw(sequence)), Lake.ORIGIN));
      boolean framed = forms.contains(Reads.FRAME);
      assertThat(codec.encoded).as("%s", forms).isEqualTo(framed ? 4 : 0);
      assertReceived(forms, RUNNING);
      assertThat(received).allMatch(one -> (one.frameBytes > 0) == framed);
    }
  }

  @Test
  void aFrameThatMayBeKeptIsHandedOnByteForByteAndNeverEncoded() {
    for (Set<Reads> forms : List.of(NOTHING, FRAME, RAW, BOTH)) {
      codec.encoded = 0;
      sendAll(
          forms,
          (line, sequence) ->
              line.sendFrame(sequence, frame(sequence, OTHER), true, null, Lake.ORIGIN));
      assertThat(codec.encoded).isZero();
      assertReceived(forms, OTHER);
    }
  }

  @Test
  void aFrameThatMayNotBeKeptIsMadeAnewByTheRunningCodecOnlyForWhoeverReadsFrames() {
    for (Set<Reads> forms : List.of(NOTHING, FRAME, RAW, BOTH)) {
      codec.encoded = 0;
      sendAll(
          forms,
          (line, sequence) ->
              line.sendFrame(sequence, frame(sequence, OTHER), false, null, Lake.ORIGIN));
      assertThat(codec.encoded).isEqualTo(forms.contains(Reads.FRAME) ? 4 : 0);
      assertReceived(forms, RUNNING);
    }
  }

  /**
   * Else a kind that forgot to say what it reads would work from some sources and not from others.
   */
  private void assertReceived(Set<Reads> forms, byte tag) {
    assertThat(received).extracting(Received::sequence).containsExactly(2L, 3L, 4L, 5L);
    for (Received one : received) {
      ByteBuffer expected = ByteBuffer.wrap(ledger(one.sequence).toBytes());
      ByteBuffer nothing = ByteBuffer.allocate(0);
      assertThat(one.rawBytes).isEqualTo(expected.remaining());
      assertThat(one.raw).isEqualTo(forms.contains(Reads.RAW) ? expected : nothing);
      assertThat(one.tag).isEqualTo(forms.contains(Reads.FRAME) ? tag : 0);
      assertThat(one.framed).isEqualTo(forms.contains(Reads.FRAME) ? expected : nothing);
    }
  }

  @Test
  void whatIsLentIsReadOnly() {
    sendAll(
        BOTH,
        (line, sequence) -> line.sendRaw(sequence, new LentLedger(raw(sequence)), Lake.ORIGIN),
        borrowed -> {
          assertThatThrownBy(() -> borrowed.raw().put(0, (byte) 0))
              .isInstanceOf(ReadOnlyBufferException.class);
          assertThatThrownBy(() -> borrowed.frame().put(0, (byte) 0))
              .isInstanceOf(ReadOnlyBufferException.class);
          assertThat(borrowed.hash()).isEqualTo(ledger(borrowed.sequence()).hash());
          assertThat(borrowed.previousHash()).isEqualTo(ledger(borrowed.sequence()).previousHash());
        });
  }

  @Test
  void whatIsSentIsCopiedBeforeTheCallReturns() {
    work.later = true;
    try (LedgerLine line = line(BOTH, borrowed -> {})) {
      ByteBuffer reused = ByteBuffer.allocateDirect(1 << 16);
      for (long sequence = 2; sequence <= 5; sequence++) {
        reused.clear().put(ledger(sequence).toBytes()).flip();
        line.sendRaw(sequence, new LentLedger(reused), Lake.ORIGIN);
        assertThat(reused.position()).as("it is borrowed").isZero();
      }
      ByteBuffer frame = frame(6, OTHER);
      line.sendFrame(6, frame, true, null, Lake.ORIGIN);
      frame.put(9, (byte) ~frame.get(9));
      line.finish();
    }
    assertThat(received).extracting(Received::sequence).containsExactly(2L, 3L, 4L, 5L, 6L);
    assertThat(received.get(1).raw).isEqualTo(ledger(3).raw());
    assertThat(received.get(4).raw).isEqualTo(ledger(6).raw());
  }

  // ---- what is checked on the way --------------------------------------------------------------

  @Test
  void aRawLedgerOfAnySequenceIsHandedOnBecauseOrderIsTheReceiversToCheck() {
    try (LedgerLine line = line(RAW, borrowed -> {})) {
      line.sendRaw(2, new LentLedger(raw(9)), Lake.ORIGIN);
      line.finish();
    }
    assertThat(received).extracting(Received::sequence).containsExactly(9L);
  }

  @Test
  void aFrameThatStandsInTheWrongPlaceIsDamageOfThePlaceItCameFrom() {
    for (boolean keep : new boolean[] {true, false}) {
      assertFails(
          line -> line.sendFrame(3, frame(4, OTHER), keep, null, Lake.ORIGIN),
          LakeDamage.class,
          "ledger 4 is in the place of 3");
    }
  }

  @Test
  void hashesBesideAFrameThatAreNotThoseOfItsHeaderAreDamage() {
    LedgerHash hash = ledger(3).hash();
    LedgerHash previous = ledger(3).previousHash();
    try (LedgerLine line = line(FRAME, borrowed -> {})) {
      line.sendFrame(3, frame(3, OTHER), true, new FramePrefix(hash, previous), Lake.ORIGIN);
      line.finish();
    }
    assertThat(received).hasSize(1);
    received.clear();
    for (FramePrefix wrong :
        List.of(
            new FramePrefix(LedgerHash.ZERO, previous),
            new FramePrefix(hash, LedgerHash.ZERO),
            new FramePrefix(previous, hash))) {
      assertFails(
          line -> line.sendFrame(3, frame(3, OTHER), true, wrong, Lake.ORIGIN),
          LakeDamage.class,
          "hashes stored with its frame");
    }
  }

  @Test
  void aFrameThatDoesNotDecodeIsDamageWhateverIsReadOfIt() {
    ByteBuffer flipped = frame(3, OTHER);
    flipped.put(30, (byte) ~flipped.get(30));
    ByteBuffer headless = frame(3, OTHER);
    headless.put(0, (byte) 99);
    for (ByteBuffer damaged : List.of(flipped, headless)) {
      assertFails(
          line -> line.sendFrame(3, damaged, true, null, Lake.ORIGIN),
          LakeDamage.class,
          "ledger 3");
    }
  }

  @Test
  void aHeaderThatDoesNotHashToItsHashIsDamageOfItsPlaceWhicheverPathReadsIt() {
    byte[] broken = WrongLedgers.withBrokenHeader(ledger(3).toBytes());
    assertFails(
        line -> line.sendRaw(3, new LentLedger(direct(broken)), Lake.ORIGIN),
        LakeDamage.class,
        "its header hashes to");
    ByteBuffer frame = framed(broken, OTHER);
    assertFails(
        line -> line.sendFrame(3, frame, true, null, Lake.ORIGIN),
        LakeDamage.class,
        "its header hashes to");
    try (LedgerDecoder decoder = new LedgerDecoder(codec, buffers)) {
      assertThatThrownBy(() -> decoder.decode(3, frame, Lake.ORIGIN, (front, raw) -> front))
          .isInstanceOf(LakeDamage.class)
          .hasMessageContaining("its header hashes to");
    }
  }

  @Test
  void aLedgerThatIsNoneIsDamageAndOneOfALaterVersionUnsupported() {
    byte[] cut = WrongLedgers.cutInHeader(ledger(3).toBytes());
    byte[] later = WrongLedgers.withUnknownVersion(ledger(3).toBytes());
    assertFails(
        line -> line.sendRaw(3, new LentLedger(direct(cut)), Lake.ORIGIN),
        LakeDamage.class,
        "ledger 3");
    assertFails(
        line -> line.sendRaw(3, new LentLedger(ByteBuffer.allocateDirect(0)), Lake.ORIGIN),
        LakeDamage.class,
        "ledger 3");
    assertFails(
        line -> line.sendRaw(3, new LentLedger(direct(later)), Lake.ORIGIN),
        UnsupportedLedgerVersion.class,
        "ledger 3");
    assertFails(
        line -> line.sendFrame(3, framed(later, OTHER), true, null, Lake.ORIGIN),
        UnsupportedLedgerVersion.class,
        "ledger 3");
  }

  @Test
  void aLedgerThatIsLargerThanAnyMayBeIsSaidToBeThatAndIsNeverCopied() {
    ByteBuffer huge = ByteBuffer.allocateDirect(LedgerFront.MAX_LEDGER_BYTES + 1);
    assertFails(
        line -> line.sendRaw(3, new LentLedger(huge), Lake.ORIGIN),
        LedgerTooLarge.class,
        "has 67108865 bytes, and is above the limit of 67108864 bytes");
    assertThat(work.sizes).isEmpty();
  }

  private void assertFails(
      Consumer<LedgerLine> send, Class<? extends StorageFailure> expected, String text) {
    for (Set<Reads> forms : List.of(NOTHING, BOTH)) {
      try (LedgerLine line = line(forms, borrowed -> {})) {
        assertThatThrownBy(
                () -> {
                  send.accept(line);
                  line.finish();
                })
            .isInstanceOf(expected)
            .hasMessageContaining(text);
      }
      assertThat(received).isEmpty();
    }
  }

  // ---- bounds ----------------------------------------------------------------------------------

  /** Lesson 16. */
  @Test
  void whatIsOnItsWayIsBoundedInBytesAndEachLedgerTakesWhatItWillNeed() {
    try (LedgerLine line = line(FRAME, borrowed -> {})) {
      line.sendRaw(2, new LentLedger(raw(2)), Lake.ORIGIN);
      line.sendFrame(3, frame(3, OTHER), true, null, Lake.ORIGIN);
      line.sendFrame(4, frame(4, OTHER), false, null, Lake.ORIGIN);
      line.finish();
    }
    try (LedgerLine line = line(BOTH, borrowed -> {})) {
      line.sendFrame(5, frame(5, OTHER), true, null, Lake.ORIGIN);
      line.finish();
    }
    assertThat(work.limit).isEqualTo(LIMIT_BYTES);
    assertThat(work.sizes)
        .containsExactly(
            2L * ledger(2).sizeBytes(), // raw, and the frame that is made of it
            (long) frame(3, OTHER).remaining(), // what is decoded does not wait
            (long) frame(4, OTHER).remaining() + ledger(4).sizeBytes(),
            (long) frame(5, OTHER).remaining() + ledger(5).sizeBytes());
  }

  @Test
  void aFrameWithoutASoundSizeTakesItsOwnBytesAndFailsInItsPlace() {
    ByteBuffer headless = frame(3, OTHER);
    headless.put(0, (byte) 99);
    try (LedgerLine line = line(BOTH, borrowed -> {})) {
      line.sendRaw(2, new LentLedger(raw(2)), Lake.ORIGIN);
      assertThatThrownBy(() -> line.sendFrame(3, headless, true, null, Lake.ORIGIN))
          .isInstanceOf(LakeDamage.class);
    }
    assertThat(work.sizes).last().isEqualTo((long) headless.remaining());
    assertThat(received).extracting(Received::sequence).containsExactly(2L);
  }

  @Test
  void theBuffersOfEveryLedgerAreGivenBackAlsoWhereTheReceiverFails() {
    ByteBuffer one = buffers.take(100);
    ByteBuffer two = buffers.take(100);
    ByteBuffer three = buffers.take(100); // into which frames are encoded
    Set<ByteBuffer> known = identities(one, two, three);
    buffers.giveBack(one);
    buffers.giveBack(two);
    buffers.giveBack(three);
    for (int round = 0; round < 10; round++) {
      sendAll(
          BOTH,
          (line, sequence) -> line.sendRaw(sequence, new LentLedger(raw(sequence)), Lake.ORIGIN));
      sendAll(
          BOTH,
          (line, sequence) ->
              line.sendFrame(sequence, frame(sequence, OTHER), false, null, Lake.ORIGIN));
    }
    IllegalArgumentException failure = new IllegalArgumentException("the receiver's own");
    try (LedgerLine line =
        line(
            BOTH,
            borrowed -> {
              throw failure;
            })) {
      assertThatThrownBy(() -> line.sendRaw(2, new LentLedger(raw(2)), Lake.ORIGIN))
          .isSameAs(failure);
    }
    assertThat(identities(buffers.take(100), buffers.take(100), buffers.take(100)))
        .isEqualTo(known);
    assertThat(known).doesNotContain(buffers.take(100));
  }

  @Test
  void rawBytesThatNobodyReadsAreGivenBackBeforeTheLedgerIsHandedOn() {
    ByteBuffer only = buffers.take(ledger(2).sizeBytes());
    buffers.giveBack(only);
    List<ByteBuffer> idle = new ArrayList<>();
    try (LedgerLine line =
        line(Set.of(Reads.FRAME), borrowed -> idle.add(buffers.take(ledger(2).sizeBytes())))) {
      line.sendRaw(2, new LentLedger(raw(2)), Lake.ORIGIN);
      line.finish();
    }
    assertThat(idle).hasSize(1);
    assertThat(idle.get(0)).isSameAs(only);
  }

  @Test
  void aFrameThatIsPassedOnWaitsForWhatWasSentBeforeIt() {
    List<Long> order = new ArrayList<>();
    LedgerLine.Receiver receiver =
        (borrowed, rawBytes, frameBytes) -> order.add(borrowed.sequence());
    try (LedgerLine line = lines(new LateWork()).open(ZERO, Set.of(Reads.FRAME), receiver)) {
      line.sendRaw(2, new LentLedger(raw(2)), Lake.ORIGIN);
      line.passFrame(
          3, frame(3, OTHER), new FramePrefix(ledger(3).hash(), ledger(3).previousHash()));
      line.sendRaw(4, new LentLedger(raw(4)), Lake.ORIGIN);
      line.finish();
    }
    assertThat(order).containsExactly(2L, 3L, 4L);
  }

  private static Set<ByteBuffer> identities(ByteBuffer... buffers) {
    Set<ByteBuffer> identities = Collections.newSetFromMap(new IdentityHashMap<>());
    identities.addAll(List.of(buffers));
    return identities;
  }

  @Test
  void aLineThatCannotBeBegunLeavesNoSessionOpen() {
    IllegalStateException failure = new IllegalStateException("no workers");
    OrderedWork refusing =
        new OrderedWork() {
          @Override
          public <W extends AutoCloseable, R> OrderedRun<W, R> begin(
              Supplier<W> perWorker, Consumer<R> handOver, long maxBytesInFlight) {
            throw failure;
          }
        };
    LedgerLines lines = lines(refusing);
    assertThatThrownBy(() -> lines.open(ZERO, BOTH, (ledger, raw, frame) -> {})).isSameAs(failure);
    assertThat(lines.fingerprint()).isEqualTo(codec.fingerprint());
  }

  // ----------------------------------------------------------------------------------------------

  /** Sends one ledger down a line. */
  private interface Send {
    void send(LedgerLine line, long sequence);
  }

  private void sendAll(Set<Reads> forms, Send send) {
    sendAll(forms, send, borrowed -> {});
  }

  private void sendAll(Set<Reads> forms, Send send, Consumer<BorrowedLedger> also) {
    received.clear();
    try (LedgerLine line = line(forms, also)) {
      for (long sequence = 2; sequence <= 5; sequence++) {
        send.send(line, sequence);
      }
      line.finish();
    }
  }

  @MustBeClosed
  private LedgerLine line(Set<Reads> forms, Consumer<BorrowedLedger> also) {
    received.clear();
    LedgerLine.Receiver receiver =
        (borrowed, rawBytes, frameBytes) -> {
          also.accept(borrowed);
          ByteBuffer frame = orNothing(borrowed::frame);
          byte tag = frame.hasRemaining() ? frame.get(0) : 0;
          ByteBuffer framed = frame;
          if (frame.hasRemaining()) {
            framed = frame.slice(TaggedCodec.HEAD_BYTES, frame.getInt(1));
          }
          received.add(
              new Received(
                  borrowed.sequence(),
                  copy(orNothing(borrowed::raw)),
                  tag,
                  copy(framed),
                  rawBytes,
                  frameBytes));
        };
    return lines(work).open(ZERO, forms, receiver);
  }

  private LedgerLines lines(OrderedWork means) {
    return new LedgerLines(
        codec, means, buffers, LIMIT_BYTES, new UnknownShapes(events), new ManualTime());
  }

  private static ByteBuffer orNothing(Supplier<ByteBuffer> form) {
    try {
      return form.get();
    } catch (IllegalStateException nobodyAsked) {
      return ByteBuffer.allocate(0);
    }
  }

  private static ByteBuffer copy(ByteBuffer borrowed) {
    return ByteBuffer.allocate(borrowed.remaining()).put(borrowed.duplicate()).flip();
  }

  private static ByteBuffer raw(long sequence) {
    return direct(ledger(sequence).toBytes());
  }

  private static ByteBuffer frame(long sequence, byte tag) {
    return framed(ledger(sequence).toBytes(), tag);
  }

  private static ByteBuffer framed(byte[] raw, byte tag) {
    ByteBuffer frame = ByteBuffer.allocateDirect(raw.length + TaggedCodec.HEAD_BYTES);
    TaggedCodec.write(direct(raw), frame, tag);
    return frame.flip();
  }

  private static ByteBuffer direct(byte[] bytes) {
    return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
  }

  /** Where the ledgers of these tests come from. */
  private enum Lake implements Origin {
    ORIGIN;

    @Override
    public String location() {
      return "here";
    }

    @Override
    public StorageFailure damaged(long sequence, String damage, @Nullable Throwable cause) {
      return new LakeDamage(location(), damage, cause);
    }
  }

  /** A codec whose frames say who made them, and hold the ledger as it is behind a checksum. */
  private static final class TaggedCodec implements FrameCodec {
    private static final int HEAD_BYTES = 1 + 4 + 4;

    private int encoded;
    private int open;

    static void write(ByteBuffer raw, ByteBuffer frame, byte tag) {
      CRC32C crc = new CRC32C();
      crc.update(raw.duplicate());
      frame.put(tag).putInt(raw.remaining()).putInt((int) crc.getValue()).put(raw.duplicate());
    }

    @Override
    public CodecFingerprint fingerprint() {
      return new CodecFingerprint("tagged");
    }

    @Override
    @MustBeClosed
    public CodecSession open() {
      open++;
      return new CodecSession() {
        @Override
        public int maxFrameBytes(int rawBytes) {
          return rawBytes + HEAD_BYTES;
        }

        @Override
        public int encode(ByteBuffer borrowedRaw, ByteBuffer target) {
          encoded++;
          write(borrowedRaw, target, RUNNING);
          return borrowedRaw.remaining() + HEAD_BYTES;
        }

        @Override
        public int rawBytes(ByteBuffer borrowedFrame) {
          if (borrowedFrame.get(0) > OTHER) {
            throw new DamagedFrameException("no frame of anybody");
          }
          return borrowedFrame.getInt(1);
        }

        @Override
        public int decode(ByteBuffer borrowedFrame, ByteBuffer target) {
          ByteBuffer raw = borrowedFrame.slice(HEAD_BYTES, rawBytes(borrowedFrame));
          CRC32C crc = new CRC32C();
          crc.update(raw.duplicate());
          if ((int) crc.getValue() != borrowedFrame.getInt(5)) {
            throw new DamagedFrameException("the checksum");
          }
          int size = raw.remaining();
          target.put(raw);
          return size;
        }

        @Override
        public void close() {
          open--;
        }
      };
    }
  }

  /** Work on the same thread that records its arguments, and may do everything at the end. */
  private static final class Recording implements OrderedWork {
    private final List<Long> sizes = new ArrayList<>();
    private long limit;
    private boolean later;

    @Override
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // closed with the run that wraps it
    public <W extends AutoCloseable, R> OrderedRun<W, R> begin(
        Supplier<W> perWorker, Consumer<R> handOver, long maxBytesInFlight) {
      limit = maxBytesInFlight;
      OrderedRun<W, R> run = new SameThreadWork().begin(perWorker, handOver, maxBytesInFlight);
      List<Runnable> waiting = new ArrayList<>();
      return new OrderedRun<>() {
        @Override
        public void submit(long bytes, Task<W, R> task) {
          sizes.add(bytes);
          if (later) {
            waiting.add(() -> run.submit(bytes, task));
          } else {
            run.submit(bytes, task);
          }
        }

        @Override
        public void finish() {
          waiting.forEach(Runnable::run);
          run.finish();
        }

        @Override
        public void close() {
          run.close();
        }
      };
    }
  }
}
