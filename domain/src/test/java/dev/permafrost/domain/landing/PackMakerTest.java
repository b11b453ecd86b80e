package dev.permafrost.domain.landing;

import static dev.permafrost.domain.store.TestMachine.CHAIN;
import static dev.permafrost.domain.store.TestMachine.GEOMETRY;
import static dev.permafrost.domain.store.TestMachine.NETWORK;
import static dev.permafrost.domain.store.TestMachine.ONE;
import static dev.permafrost.domain.store.TestMachine.TWO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.permafrost.domain.chain.Anchor;
import dev.permafrost.domain.chain.Anchors;
import dev.permafrost.domain.store.Store;
import dev.permafrost.domain.store.TestMachine;
import dev.permafrost.forge.LedgerForge;
import dev.permafrost.fs.FileStores;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.codec.CodecFingerprint;
import dev.permafrost.ports.codec.CodecSession;
import dev.permafrost.ports.codec.FrameCodec;
import dev.permafrost.ports.events.Attempt;
import dev.permafrost.ports.events.Operation;
import dev.permafrost.ports.events.Outcome;
import dev.permafrost.ports.failure.BackendCoverageTimeout;
import dev.permafrost.ports.failure.BackendUnreachable;
import dev.permafrost.ports.failure.BrokenChain;
import dev.permafrost.ports.failure.Cancelled;
import dev.permafrost.ports.failure.LandingTaken;
import dev.permafrost.ports.failure.StorageFailure;
import dev.permafrost.ports.failure.StorageUnavailable;
import dev.permafrost.ports.failure.UnexpectedLedger;
import dev.permafrost.ports.landing.Landing;
import dev.permafrost.ports.source.CoveragePatience;
import dev.permafrost.ports.work.CancelSource;
import dev.permafrost.ports.work.CancelToken;
import dev.permafrost.testkit.fault.ScriptedFaults;
import dev.permafrost.testkit.forward.ForwardingSession;
import dev.permafrost.testkit.landing.MemoryLanding;
import dev.permafrost.testkit.source.FakeBackend;
import dev.permafrost.testkit.source.FakeBackend.Requests;
import dev.permafrost.testkit.work.SameThreadWork;
import dev.permafrost.zstd.ZstdFrameCodec;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Packs made without a store, compared with those that processChunk makes of the same ledgers. */
class PackMakerTest {

  private static final Path LANDING = Path.of("/landing");
  private static final Path MADE = LANDING.resolve("00000001.pack");
  private static final long LAST = GEOMETRY.last(ONE);

  private final TestMachine machine = new TestMachine();
  private final Landing landing = FileStores.landing(machine.vfs, LANDING);
  private Anchors anchors = Anchors.none();
  private FrameCodec codec = new ZstdFrameCodec();

  @BeforeEach
  void makeDirectory() {
    machine.makeDirectories(LANDING);
  }

  private PackMaker maker() {
    return new PackMaker(
        new PackPorts(
            codec, FileStores.packFormat(), new SameThreadWork(), machine.time, machine.events),
        new PackSettings(
            GEOMETRY, CoveragePatience.upTo(Duration.ofSeconds(20)), 1 << 20, anchors));
  }

  private Receipt make() {
    return maker().make(ONE, machine.lake, landing, CancelToken.NEVER);
  }

  private boolean isPublished() {
    return maker().published(ONE, machine.lake, landing, CancelToken.NEVER).isPresent();
  }

  private byte[] frozen() {
    try (Store store = machine.open()) {
      store.freezer().processChunk(ONE, Set.of(ArtifactKind.LEDGERS), CancelToken.NEVER);
    }
    return machine.bytes(machine.pack(ONE));
  }

  private static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  @Test
  void aPackHasTheBytesThatProcessChunkWrites() {
    make();

    assertThat(machine.bytes(MADE)).isEqualTo(frozen());
    machine.requireNothingOpen();
  }

  @Test
  void aReceiptSaysWhatTheCheckOfThePackWillFind() throws Exception {
    anchors = Anchors.of(List.of(new Anchor(LAST, CHAIN.get((int) LAST - 2).hash())));

    Receipt receipt = make();

    byte[] bytes = machine.bytes(MADE);
    assertThat(receipt.chunk()).isEqualTo(ONE);
    assertThat(receipt.kind()).isEqualTo(ArtifactKind.LEDGERS);
    assertThat(receipt.file().sizeBytes()).isEqualTo(bytes.length);
    assertThat(receipt.file().sha256()).isEqualTo(sha256(bytes));
    assertThat(receipt.firstPrevious())
        .isEqualTo(TestMachine.ledger(GEOMETRY.first(ONE) - 1).hash());
    assertThat(receipt.lastHash()).isEqualTo(TestMachine.ledger(LAST).hash());
    assertThat(receipt.network()).isEqualTo(NETWORK);
    assertThat(receipt.codec()).isEqualTo(codec.fingerprint());
    assertThat(receipt.anchor()).isEqualTo(OptionalLong.of(LAST));
    assertThat(receipt.continuesAnchor()).isFalse();
  }

  @Test
  void anAttemptIsToldAsAFreeze() {
    make();

    Attempt attempt = machine.events.onlyAttemptAt(Operation.FREEZE);
    assertThat(attempt.outcome()).isEqualTo(Outcome.DONE);
    assertThat(attempt.source()).isEqualTo("lake");
    assertThat(attempt.ledgers()).isEqualTo(4);
  }

  @Test
  void makingItAgainGivesTheSameReceiptAndLeavesTheFile() {
    Receipt first = make();

    assertThat(make()).isEqualTo(first);
    assertThat(machine.tree().keySet())
        .filteredOn(path -> path.startsWith("/landing/"))
        .containsExactly(MADE.toString());
  }

  @Test
  void aPublishedPackIsToldByReadingOneLedgerOfTheLake() {
    Receipt made = make();
    machine.lake.forgetRequests();

    assertThat(maker().published(ONE, machine.lake, landing, CancelToken.NEVER)).contains(made);

    assertThat(machine.lake.requests()).isEqualTo(new Requests(1, 1, 0, 1, 1));
    machine.requireNothingOpen();
  }

  @Test
  void whereNothingIsPublishedTheLakeIsNotAsked() {
    assertThat(isPublished()).isFalse();

    assertThat(machine.lake.requests()).isEqualTo(Requests.NONE);
    assertThat(machine.events.onlyAttemptAt(Operation.VERIFY).outcome())
        .isEqualTo(Outcome.NOTHING_TO_DO);
  }

  @Test
  void aDamagedFileIsNotSkippedAndTheNewPackIsRefusedWithBothDigests() throws Exception {
    make();
    byte[] sound = machine.bytes(MADE);
    machine.damage(MADE, 20);
    byte[] damaged = machine.bytes(MADE);

    assertThat(isPublished()).isFalse();
    assertThatExceptionOfType(LandingTaken.class)
        .isThrownBy(this::make)
        .withMessageContaining(sha256(sound))
        .withMessageContaining(sha256(damaged));
    assertThat(machine.bytes(MADE)).isEqualTo(damaged);
    machine.requireNothingOpen();
  }

  @Test
  void aFileThatIsNoPackIsNotSkipped() {
    machine.write(MADE, new byte[100]);

    assertThat(isPublished()).isFalse();
    assertThatExceptionOfType(LandingTaken.class).isThrownBy(this::make);
  }

  @Test
  void aSoundPackOfAnotherChainIsNotSkipped() {
    FakeBackend other =
        new FakeBackend(NETWORK, LedgerForge.small(2).ledgers(new LedgerRange(2, 41)));
    maker().make(ONE, other, landing, CancelToken.NEVER);

    assertThat(isPublished()).isFalse();
    assertThatExceptionOfType(LandingTaken.class).isThrownBy(this::make);
  }

  @Test
  void aSoundPackOfAnotherChunkIsNotSkipped() {
    maker().make(TWO, machine.lake, landing, CancelToken.NEVER);
    machine.write(MADE, machine.bytes(LANDING.resolve("00000002.pack")));

    assertThat(isPublished()).isFalse();
    assertThatExceptionOfType(LandingTaken.class).isThrownBy(this::make);
  }

  @Test
  void aSoundPackOfAnotherCodecIsNotSkipped() {
    codec = new WideCodec();
    make();
    assertThat(isPublished()).isTrue();

    codec = new ZstdFrameCodec();
    assertThat(isPublished()).isFalse();
    assertThatExceptionOfType(LandingTaken.class).isThrownBy(this::make);
  }

  @Test
  void aPackThatDiffersFromWhatIsTrustedIsNotSkippedAndNotMade() {
    make();
    anchors = Anchors.of(List.of(new Anchor(LAST, TestMachine.ledger(LAST - 1).hash())));

    assertThat(isPublished()).isFalse();
    assertThatExceptionOfType(BrokenChain.class).isThrownBy(this::make);
  }

  @Test
  void aLakeThatFailsWhileAPackIsComparedIsAFailureAndNotAnotherPack() {
    make();
    machine.lake.failAt(LAST, new BackendUnreachable("fake-lake", "refused", null));

    assertThatExceptionOfType(BackendUnreachable.class).isThrownBy(this::isPublished);
    machine.requireNothingOpen();
  }

  @Test
  void aLakeThatIsWrongInTheMiddlePublishesNothingAndLeavesNothing() {
    machine.lake.skip(GEOMETRY.first(ONE) + 2);

    assertThatExceptionOfType(UnexpectedLedger.class).isThrownBy(this::make);

    assertThat(machine.tree().keySet()).noneMatch(path -> path.startsWith("/landing/"));
    assertThat(machine.events.onlyAttemptAt(Operation.FREEZE).outcome()).isEqualTo(Outcome.FAILED);
    machine.requireNothingOpen();
  }

  @Test
  void aLakeThatDoesNotCoverTheChunkIsWaitedForAsInAStore() {
    machine.lake.setTip(LAST - 1);
    assertThatExceptionOfType(BackendCoverageTimeout.class).isThrownBy(this::make);

    machine.time.at(Duration.ofSeconds(30), () -> machine.lake.setTip(LAST));
    assertThat(make().lastHash()).isEqualTo(TestMachine.ledger(LAST).hash());
  }

  @Test
  void aCancelledAttemptPublishesNothing() {
    CancelSource stop = new CancelSource();
    stop.cancel();

    assertThatExceptionOfType(Cancelled.class)
        .isThrownBy(() -> maker().make(ONE, machine.lake, landing, stop.token()));
    assertThat(machine.tree().keySet()).noneMatch(path -> path.startsWith("/landing/"));
  }

  @Test
  void afterAFailureAtAnyStepOfTheLandingTheNextAttemptGivesTheSameBytes() {
    byte[] expected = frozen();
    for (long step = 0; true; step++) {
      ScriptedFaults faults = new ScriptedFaults();
      faults.failAt(step, () -> new StorageUnavailable("memory", "write", null));
      MemoryLanding memory =
          new MemoryLanding(
              (bytes, location, range) -> {
                throw new AssertionError("not opened here");
              },
              faults);
      boolean failed = false;
      try {
        maker().make(ONE, machine.lake, memory, CancelToken.NEVER);
      } catch (StorageFailure e) {
        failed = true;
      }
      assertThat(memory.openWriters()).isZero();
      assertThat(machine.lake.openStreams()).isZero();
      if (failed) {
        maker().make(ONE, machine.lake, memory, CancelToken.NEVER);
      }
      assertThat(memory.files()).containsOnlyKeys(ONE.name());
      assertThat(memory.files().get(ONE.name())).isEqualTo(expected);
      if (!failed) {
        assertThat(step).isGreaterThan(5);
        return;
      }
    }
  }

  /** States the content size of each frame in eight bytes: sound, and other bytes. */
  private static final class WideCodec implements FrameCodec {

    private final FrameCodec zstd = new ZstdFrameCodec();

    @Override
    public CodecFingerprint fingerprint() {
      return new CodecFingerprint("wide");
    }

    @Override
    @SuppressWarnings("MustBeClosedChecker") // closed with what is returned
    public CodecSession open() {
      CodecSession session = zstd.open();
      return new ForwardingSession(session) {
        @Override
        public int maxFrameBytes(int rawBytes) {
          return session.maxFrameBytes(rawBytes) + 8;
        }

        @Override
        public int encode(ByteBuffer borrowedRaw, ByteBuffer target) {
          ByteBuffer frame =
              ByteBuffer.allocateDirect(session.maxFrameBytes(borrowedRaw.remaining()));
          session.encode(borrowedRaw, frame);
          frame.flip();
          // Magic number and descriptor; a single segment of a size in 2 bytes, or of one in 1.
          int descriptor = frame.get(4) & 0xFF;
          int sizeBytes = new int[] {1, 2, 4, 8}[descriptor >>> 6];
          assertThat(descriptor & 0x20).as("a single segment").isNotZero();
          target.put(frame.slice(0, 4)).put((byte) ((descriptor & 0x3F) | 0xC0));
          long size = borrowedRaw.remaining();
          for (int i = 0; i < 8; i++) {
            target.put((byte) (size >>> (8 * i)));
          }
          int rest = 5 + sizeBytes;
          target.put(frame.slice(rest, frame.remaining() - rest));
          return 5 + 8 + frame.remaining() - rest;
        }
      };
    }
  }
}
