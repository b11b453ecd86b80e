package dev.permafrost.domain.landing;

import static dev.permafrost.domain.store.TestMachine.GEOMETRY;
import static dev.permafrost.domain.store.TestMachine.NETWORK;
import static dev.permafrost.domain.store.TestMachine.ONE;
import static dev.permafrost.domain.store.TestMachine.TWO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.permafrost.domain.chain.Anchor;
import dev.permafrost.domain.chain.Anchors;
import dev.permafrost.domain.store.TestMachine;
import dev.permafrost.forge.LedgerForge;
import dev.permafrost.fs.FileStores;
import dev.permafrost.ports.artifact.PackCandidates;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.chunk.LedgerHash;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.failure.BrokenChain;
import dev.permafrost.ports.failure.Cancelled;
import dev.permafrost.ports.failure.CandidateMissing;
import dev.permafrost.ports.failure.CorruptArtifact;
import dev.permafrost.ports.landing.Landing;
import dev.permafrost.ports.source.BulkBackend;
import dev.permafrost.ports.source.CoveragePatience;
import dev.permafrost.ports.work.CancelSource;
import dev.permafrost.ports.work.CancelToken;
import dev.permafrost.testkit.source.FakeBackend;
import dev.permafrost.testkit.work.SameThreadWork;
import dev.permafrost.zstd.ZstdFrameCodec;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Packs verified without a store, and the links between them. */
class PackVerifierTest {

  private static final Path LANDING = Path.of("/landing");
  private static final Path MADE = LANDING.resolve("00000001.pack");

  private final TestMachine machine = new TestMachine();
  private final Landing landing = FileStores.landing(machine.vfs, LANDING);
  private Anchors anchors = Anchors.none();

  @BeforeEach
  void makeDirectory() {
    machine.makeDirectories(LANDING);
  }

  private PackPorts ports() {
    return new PackPorts(
        new ZstdFrameCodec(),
        FileStores.packFormat(),
        new SameThreadWork(),
        machine.time,
        machine.events);
  }

  private PackSettings settings() {
    return new PackSettings(GEOMETRY, CoveragePatience.DEFAULT, 1 << 20, anchors);
  }

  private Receipt make(ChunkId chunk, BulkBackend lake) {
    return new PackMaker(ports(), settings()).make(chunk, lake, landing, CancelToken.NEVER);
  }

  private VerifiedPack verify(ChunkId chunk, CancelToken cancel) {
    try (PackCandidates packs = FileStores.packCandidates(machine.vfs, LANDING, LANDING, false)) {
      return new PackVerifier(ports(), settings()).verify(packs.candidate(chunk), cancel);
    }
  }

  private VerifiedPack verify() {
    return verify(ONE, CancelToken.NEVER);
  }

  @Test
  void aSoundPackSaysWhatItsReceiptSays() {
    Receipt receipt = make(ONE, machine.lake);

    VerifiedPack verified = verify();

    assertThat(verified.file()).isEqualTo(receipt.file());
    assertThat(verified.headers().firstPrevious()).isEqualTo(receipt.firstPrevious());
    assertThat(verified.headers().lastHash()).isEqualTo(receipt.lastHash());
    assertThat(verified.headers().ledgers()).isEqualTo(GEOMETRY.range(ONE));
    assertThat(verified.rawBytes()).isPositive();
    assertThat(verified.isOfThisCodec()).isTrue();
    machine.requireNothingOpen();
  }

  @Test
  void anyDamagedByteIsFound() {
    make(ONE, machine.lake);
    machine.damage(MADE, 20);

    assertThatExceptionOfType(CorruptArtifact.class).isThrownBy(this::verify);
    machine.requireNothingOpen();
  }

  @Test
  void aPackThatIsNotThereIsMissing() {
    assertThatExceptionOfType(CandidateMissing.class).isThrownBy(this::verify);
  }

  @Test
  void aPackOfAnotherChunkIsCorrupt() {
    make(TWO, machine.lake);
    machine.write(MADE, machine.bytes(LANDING.resolve("00000002.pack")));

    assertThatExceptionOfType(CorruptArtifact.class).isThrownBy(this::verify);
  }

  @Test
  void whatDiffersFromATrustedHashIsABrokenChain() {
    make(ONE, machine.lake);
    anchors = Anchors.of(List.of(new Anchor(GEOMETRY.last(ONE), LedgerHash.ZERO)));

    assertThatExceptionOfType(BrokenChain.class).isThrownBy(this::verify);
  }

  @Test
  void itStopsBetweenTwoLedgers() {
    make(ONE, machine.lake);
    CancelSource source = new CancelSource();
    source.cancel();

    assertThatExceptionOfType(Cancelled.class).isThrownBy(() -> verify(ONE, source.token()));
  }

  private static Borders.Ends ends(VerifiedPack pack) {
    return new Borders.Ends(
        pack.headers().chunk(), pack.headers().firstPrevious(), pack.headers().lastHash());
  }

  @Test
  void neighboursThatLinkBreakNoBorder() {
    make(ONE, machine.lake);
    make(TWO, machine.lake);

    List<Borders.Ends> ends = List.of(ends(verify(TWO, CancelToken.NEVER)), ends(verify()));

    assertThat(Borders.broken(ends, GEOMETRY)).isEmpty();
  }

  @Test
  void aNeighbourOfAnotherChainBreaksTheBorderBelowIt() {
    FakeBackend other =
        new FakeBackend(NETWORK, LedgerForge.small(2).ledgers(new LedgerRange(2, 41)));
    Receipt lower = make(ONE, machine.lake);
    Receipt upper = make(TWO, other);

    List<Borders.Ends> ends = List.of(ends(verify()), ends(verify(TWO, CancelToken.NEVER)));

    assertThat(Borders.broken(ends, GEOMETRY)).containsOnlyKeys(TWO);
    assertThat(Borders.broken(ends, GEOMETRY).get(TWO))
        .satisfies(
            broken -> {
              assertThat(broken.sequence()).isEqualTo(GEOMETRY.first(TWO));
              assertThat(broken.expected()).isEqualTo(lower.lastHash().toString());
              assertThat(broken.found()).isEqualTo(upper.firstPrevious().toString());
            });
    assertThat(Borders.broken(List.of(ends.get(1)), GEOMETRY)).as("without a neighbour").isEmpty();
  }
}
