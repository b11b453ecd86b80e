package dev.permafrost.domain.kind;

import static dev.permafrost.domain.store.TestMachine.ONE;
import static dev.permafrost.domain.store.TestMachine.ZERO;
import static dev.permafrost.ports.artifact.ArtifactKind.LEDGERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.domain.freeze.FreezeResult;
import dev.permafrost.domain.store.Store;
import dev.permafrost.domain.store.TestMachine;
import dev.permafrost.fs.FileStores;
import dev.permafrost.ports.artifact.ArtifactBuilder;
import dev.permafrost.ports.artifact.ArtifactFormat;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.artifact.ArtifactSink;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.failure.OtherColumnFamilies;
import dev.permafrost.ports.hot.ColumnFamily;
import dev.permafrost.ports.hot.HotBatch;
import dev.permafrost.ports.hot.HotColumn;
import dev.permafrost.ports.ledger.BorrowedLedger;
import dev.permafrost.ports.work.CancelToken;
import dev.permafrost.testkit.kind.TinyKind;
import dev.permafrost.testkit.source.FakeBackend.Requests;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A new kind is a new module, not a new {@code if}. */
final class KindsTest {

  private static final ArtifactFormat PACKS = FileStores.packFormat();
  private static final ArtifactKind HASHES = new ArtifactKind("hashes");
  private static final ColumnFamily HASHES_FAMILY = new ColumnFamily("hashes");

  // ---- what may be registered ------------------------------------------------------------------

  @Test
  void formatsAreFoundByTheirKindAndNamedInOrder() {
    Kinds kinds = new Kinds(List.of(TinyKind.FORMAT, PACKS), List.of(TinyKind.COLUMN));
    assertThat(kinds.names()).containsExactly(LEDGERS, TinyKind.KIND);
    assertThat(kinds.format(TinyKind.KIND)).isSameAs(TinyKind.FORMAT);
    assertThat(kinds.format(LEDGERS)).isSameAs(PACKS);
    assertThat(kinds.columns()).containsExactly(TinyKind.COLUMN);
  }

  @Test
  void aKindThatIsNotRegisteredIsNamedWithThoseThatAre() {
    Kinds kinds = new Kinds(List.of(PACKS), List.of());
    assertThatThrownBy(() -> kinds.format(TinyKind.KIND))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("tiny")
        .hasMessageContaining("ledgers");
  }

  @Test
  void aStoreWithoutLedgersOrWithTwoOfOneThingIsRefused() {
    assertRefused(List.of(), List.of());
    assertRefused(List.of(TinyKind.FORMAT), List.of());
    assertRefused(List.of(PACKS, TinyKind.FORMAT, TinyKind.FORMAT), List.of());
    assertRefused(List.of(PACKS, PACKS), List.of());
    assertRefused(List.of(PACKS), List.of(TinyKind.COLUMN, TinyKind.COLUMN));
    assertRefused(List.of(PACKS), List.of(new HashColumn(ColumnFamily.LEDGERS)));
    assertRefused(List.of(PACKS), List.of(new HashColumn(ColumnFamily.DEFAULT)));
  }

  private static void assertRefused(List<ArtifactFormat> formats, List<HotColumn> columns) {
    assertThatThrownBy(() -> new Kinds(formats, columns))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whatWasRegisteredDoesNotChangeAfterwards() {
    List<HotColumn> columns = new ArrayList<>(List.of(TinyKind.COLUMN));
    Kinds kinds = new Kinds(List.of(PACKS), columns);
    columns.clear();
    kinds.names().clear();
    assertThat(kinds.columns()).hasSize(1);
    assertThat(kinds.names()).containsExactly(LEDGERS);
  }

  // ---- a kind of this test's own ---------------------------------------------------------------

  @Test
  void aThirdKindIsIngestedFrozenWidenedAndSweptLikeAnyOther() {
    TestMachine machine = new TestMachine();
    machine.kinds(
        List.of(PACKS, TinyKind.FORMAT, new HashFormat()),
        List.of(TinyKind.COLUMN, new HashColumn(HASHES_FAMILY)));
    Set<ArtifactKind> all = Set.of(LEDGERS, TinyKind.KIND, HASHES);
    byte[] expected = new byte[4 * 32];
    for (int i = 0; i < 4; i++) {
      TestMachine.ledger(2 + i).hash().putAt(ByteBuffer.wrap(expected), i * 32);
    }
    try (Store store = machine.open()) {
      store.ingest().ingestFromLake(ZERO, OptionalLong.empty(), CancelToken.NEVER);
      assertThat(machine.hot(ZERO)).containsKeys("hashes 00000002", "hashes 00000005");
      assertThat(freeze(store, ZERO, all).made()).isEqualTo(all);
      assertThat(machine.bytes(hashes(machine, ZERO))).isEqualTo(expected);

      // Made from the lake it is the same, and widening reads the local pack.
      freeze(store, ONE, Set.of(LEDGERS));
      machine.lake.forgetRequests();
      FreezeResult widened = freeze(store, ONE, all);
      assertThat(widened.made()).containsExactlyInAnyOrder(TinyKind.KIND, HASHES);
      assertThat(widened.source()).isEqualTo("pack");
      assertThat(machine.lake.requests()).isEqualTo(Requests.NONE);
      assertThat(machine.bytes(hashes(machine, ONE))).hasSize(4 * 32);

      store.recovery().carryOut(store.recovery().plan(List.of(ZERO), false, Set.of(HASHES)));
      store.sweep().sweepAll(CancelToken.NEVER);
      assertThat(machine.exists(hashes(machine, ZERO))).isFalse();
      assertThat(machine.exists(machine.pack(ZERO))).isTrue();
    }
    machine.requireNothingOpen();
  }

  @Test
  void aHotDatabaseOfOtherKindsIsRefusedWhileItsChunkIsFrozenAllTheSame() {
    TestMachine machine = new TestMachine();
    try (Store store = machine.open()) {
      store.ingest().ingestFromLake(ZERO, OptionalLong.empty(), CancelToken.NEVER);
      freeze(store, ONE, Set.of(LEDGERS));
    }
    machine.kinds(List.of(PACKS, new HashFormat()), List.of(new HashColumn(HASHES_FAMILY)));
    try (Store store = machine.open()) {
      assertThatThrownBy(() -> freeze(store, ZERO, Set.of(LEDGERS)))
          .isInstanceOf(OtherColumnFamilies.class);
      assertThat(freeze(store, ONE, Set.of(LEDGERS, HASHES)).made()).containsExactly(HASHES);
    }
    machine.requireNothingOpen();
  }

  /** That the tiny kind changed no line of the domain: no class of it knows its name. */
  @Test
  void noClassOfTheDomainKnowsAKindButTheLedgers() throws Exception {
    Path classes = Path.of(Kinds.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    List<Path> all;
    try (Stream<Path> files = Files.walk(classes)) {
      all = files.filter(file -> file.toString().endsWith(".class")).toList();
    }
    assertThat(all).hasSizeGreaterThan(50);
    assertThat(all.stream().filter(file -> contains(file, "ports/artifact/ArtifactKind")))
        .as("this test reads what it thinks it reads")
        .isNotEmpty();
    for (String other : List.of("tiny", "Tiny", "txhash")) {
      assertThat(all.stream().filter(file -> contains(file, other)))
          .as("classes that know %s", other)
          .isEmpty();
    }
  }

  private static boolean contains(Path file, String text) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static FreezeResult freeze(Store store, ChunkId chunk, Set<ArtifactKind> kinds) {
    return store.freezer().processChunk(chunk, kinds, CancelToken.NEVER);
  }

  private static Path hashes(TestMachine machine, ChunkId chunk) {
    return machine
        .roots
        .cold()
        .resolve("hashes")
        .resolve(chunk.bucketName())
        .resolve(chunk.name() + ".sha");
  }

  /**
   * The hashes of a chunk's ledgers, one behind the other; it reads neither frame nor raw bytes.
   */
  private static final class HashFormat implements ArtifactFormat {
    @Override
    public ArtifactKind kind() {
      return HASHES;
    }

    @Override
    public String extension() {
      return "sha";
    }

    @Override
    public long leastBytes(LedgerRange range) {
      return 32 * range.length();
    }

    @Override
    public Set<Reads> reads() {
      return Set.of();
    }

    @Override
    @MustBeClosed
    public ArtifactBuilder begin(ChunkId chunk, LedgerRange range, ArtifactSink sink) {
      return new ArtifactBuilder() {
        @Override
        public void add(BorrowedLedger borrowed) {
          ByteBuffer hash = ByteBuffer.allocate(32);
          borrowed.hash().putAt(hash, 0);
          sink.append(hash);
        }

        @Override
        public void finish() {}

        @Override
        public void close() {}
      };
    }
  }

  /**
   * Sequence to hash.
   *
   * @param family where
   */
  private record HashColumn(ColumnFamily family) implements HotColumn {
    @Override
    public void contribute(BorrowedLedger borrowed, HotBatch batch) {
      ByteBuffer hash = ByteBuffer.allocate(32);
      borrowed.hash().putAt(hash, 0);
      ByteBuffer key = ByteBuffer.allocate(4).putInt((int) borrowed.sequence()).flip();
      batch.put(family, key, hash);
    }
  }
}
