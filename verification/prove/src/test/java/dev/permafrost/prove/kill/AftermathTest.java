package dev.permafrost.prove.kill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.permafrost.domain.store.Store;
import dev.permafrost.fs.RootPaths;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.events.StorageEvents;
import dev.permafrost.ports.work.CancelToken;
import dev.permafrost.prove.disk.ForgedSource;
import dev.permafrost.prove.disk.RealStores;
import dev.permafrost.prove.disk.WorkDirectory;
import dev.permafrost.rocksdb.RocksDbStores;
import dev.permafrost.testkit.disk.DiskTree;
import dev.permafrost.wiring.OpenStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That each thing a killed process must not leave is seen; chunk 0 is frozen, chunk 1 half hot. */
final class AftermathTest {

  private static final ChunkId ZERO = new ChunkId(0);
  private static final ChunkId ONE = new ChunkId(1);
  private static final long HIGHEST = Toil.halfOf(ONE);
  private static final RealStores STORES = new RealStores(Toil.GEOMETRY);

  @TempDir static Path prepared;
  @TempDir Path temporary;
  private static ForgedSource source;
  private static GoldenPacks golden;
  private Path data;

  @BeforeAll
  @SuppressWarnings("MustBeClosedChecker") // closed behind the last test
  static void makeAStore() {
    source = Toil.ledgers();
    golden = GoldenPacks.make(STORES, source, prepared.resolve("golden"));
    try (OpenStore<Store> opened =
        STORES.open(RootPaths.under(prepared.resolve("data")), StorageEvents.NONE)) {
      Store store = opened.store();
      Toil toil = new Toil(store, source, phase -> {});
      toil.ingestUpTo(ZERO, Toil.GEOMETRY.last(ZERO));
      store.freezer().processChunk(ZERO, Set.of(ArtifactKind.LEDGERS), CancelToken.NEVER);
      store.hot().discardHotDBForChunk(ZERO);
      toil.ingestUpTo(ONE, HIGHEST);
    }
  }

  @BeforeEach
  void copyIt() {
    data = temporary.resolve("data");
    WorkDirectory.copy(prepared.resolve("data"), data);
  }

  @Test
  void whatWasAcknowledgedIsThere() {
    assertThat(violations(HIGHEST)).isEmpty();
  }

  @Test
  void an_acknowledged_ledger_that_is_not_there_breaks_I1() {
    assertThat(violations(HIGHEST + 1))
        .anySatisfy(wrong -> assertThat(wrong).startsWith("I1: ledger " + (HIGHEST + 1)));
  }

  @Test
  void a_witness_that_lags_by_more_than_the_ledger_under_way_breaks_I1() {
    RocksDbStores.hotStores(data.resolve("hot")).rewriteWitness(ONE, HIGHEST - 1);
    assertThat(violations(HIGHEST - 1)).isEmpty();
    assertThat(violations(HIGHEST)).singleElement().asString().startsWith("I1: chunk 1");

    RocksDbStores.hotStores(data.resolve("hot")).rewriteWitness(ONE, HIGHEST - 2);
    assertThat(violations(HIGHEST - 2)).singleElement().asString().startsWith("I1: chunk 1");
  }

  @Test
  void a_hot_database_that_lost_its_log_breaks_I1() {
    DiskTree tree = DiskTree.on(data);
    tree.snapshot().keySet().stream()
        .filter(path -> path.startsWith("hot/") && path.endsWith(".log"))
        .forEach(tree::remove);
    assertThat(violations(HIGHEST))
        .anySatisfy(wrong -> assertThat(wrong).startsWith("I1").contains("is lost"));
  }

  @Test
  void a_frozen_pack_with_another_byte_or_without_a_file_breaks_I2() {
    DiskTree.on(data).invert("ledgers/00000/00000000.pack", 100);
    assertThat(violations(HIGHEST)).anyMatch(wrong -> wrong.startsWith("I2: chunk 0"));

    DiskTree.on(data).remove("ledgers/00000/00000000.pack");
    assertThat(violations(HIGHEST)).anyMatch(wrong -> wrong.startsWith("I2: chunk 0"));
  }

  @Test
  void a_file_or_a_hot_directory_without_a_key_breaks_I3() {
    DiskTree.on(data).write("ledgers/00000/00000002.pack", new byte[1]);
    DiskTree.on(data).makeDirectory("hot/00000002");

    assertThat(violations(HIGHEST))
        .containsExactlyInAnyOrder(
            "I3: pack 00000002 has no key", "I3: hot directory 00000002 has no key");
  }

  @Test
  void whatIsNotSettledIsNotTheEndOfAnUndisturbedRun() {
    List<String> wrong =
        new Aftermath(STORES, source, golden, RootPaths.under(data), promised(HIGHEST))
            .settledViolations();

    assertThat(wrong)
        .hasSize(3)
        .anyMatch(each -> each.startsWith("I4: the pack of chunk 1"))
        .anyMatch(each -> each.startsWith("I4: the pack of chunk 2"))
        .anyMatch(each -> each.startsWith("I3: settled"));
  }

  @Test
  void whatIsLostOnPurposeStaysLostAndReady() {
    assertThat(new LostOnPurpose(STORES, data, temporary.resolve("copy")).violations()).isEmpty();
  }

  private List<String> violations(long highestPromised) {
    return new Aftermath(STORES, source, golden, RootPaths.under(data), promised(highestPromised))
        .violations();
  }

  private static SortedSet<Long> promised(long highest) {
    return new TreeSet<>(LongStream.rangeClosed(2, highest).boxed().toList());
  }
}
