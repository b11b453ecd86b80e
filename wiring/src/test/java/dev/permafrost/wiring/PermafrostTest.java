package dev.permafrost.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.permafrost.domain.chunk.Geometry;
import dev.permafrost.domain.freeze.FreezeResult;
import dev.permafrost.domain.store.CatalogRecovery;
import dev.permafrost.domain.store.Store;
import dev.permafrost.domain.store.StoreView;
import dev.permafrost.forge.ForgedLedger;
import dev.permafrost.forge.LedgerForge;
import dev.permafrost.forge.lake.LakeForge;
import dev.permafrost.forge.lake.LakeShape;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.failure.NoBackendConfigured;
import dev.permafrost.ports.failure.RootLocked;
import dev.permafrost.ports.failure.StoreNotFound;
import dev.permafrost.ports.source.CoveragePatience;
import dev.permafrost.ports.work.CancelToken;
import dev.permafrost.testkit.kind.TinyKind;
import dev.permafrost.testkit.source.FakeBackend;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store through the front door, over the real adapters. */
@SuppressWarnings("MustBeClosedChecker") // opening and closing are what is tested
final class PermafrostTest {

  private static final Geometry EIGHT = new Geometry(8);
  private static final ChunkId ZERO = new ChunkId(0);
  private static final ChunkId ONE = new ChunkId(1);
  private static final List<ForgedLedger> LEDGERS = LedgerForge.small(1).ledgers(EIGHT.range(ZERO));

  @TempDir Path temporary;

  private Permafrost store() {
    return Permafrost.at(temporary.resolve("data"))
        .geometry(EIGHT)
        .patience(CoveragePatience.upTo(Duration.ZERO));
  }

  private Path lake() {
    Path lake = temporary.resolve("lake");
    LakeForge.into(lake, LakeShape.usual("Front Door"))
        .write(LEDGERS.stream().map(ForgedLedger::toBytes).toList());
    return lake;
  }

  private static FreezeResult freeze(OpenStore<Store> opened) {
    return opened.store().freezer().processChunk(ZERO, opened.kinds(), CancelToken.NEVER);
  }

  @Test
  void aChunkIsFrozenFromALakeAndReadInAnotherProcess() {
    try (OpenStore<Store> opened = store().lake(lake().toUri()).open()) {
      assertThat(opened.kinds()).containsExactly(ArtifactKind.LEDGERS);
      assertThat(freeze(opened).made()).containsExactly(ArtifactKind.LEDGERS);
    }
    try (OpenStore<StoreView> view = store().openForReading()) {
      for (ForgedLedger ledger : LEDGERS) {
        assertThat(view.store().ledgers().withLedger(ledger.sequence(), PermafrostTest::bytes))
            .isEqualTo(ledger.toBytes());
      }
    }
  }

  @Test
  void anotherKindAndItsColumnAreOneMoreElementEach() {
    FakeBackend backend = new FakeBackend("Front Door", LEDGERS);
    Permafrost tiny = store().backend(backend).kind(TinyKind.FORMAT).column(TinyKind.COLUMN);
    try (OpenStore<Store> opened = tiny.open()) {
      assertThat(freeze(opened).made())
          .isEqualTo(Set.of(ArtifactKind.LEDGERS, TinyKind.KIND))
          .isEqualTo(opened.kinds());
    }
    assertThat(backend.openStreams()).isZero();
  }

  @Test
  void manyChunksAreWorkedOnAndOneThatFailsHidesNothing() {
    try (OpenStore<Store> opened =
        store().backend(new FakeBackend("Front Door", LEDGERS)).chunksAtOnce(2).open()) {
      assertThat(
              opened
                  .chunks()
                  .forEach(
                      List.of(ZERO, ONE),
                      chunk ->
                          opened
                              .store()
                              .freezer()
                              .processChunk(chunk, opened.kinds(), CancelToken.NEVER),
                      outcome -> {},
                      CancelToken.NEVER))
          .extracting(outcome -> outcome.failure().isPresent())
          .containsExactly(false, true);
    }
  }

  @Test
  void whatIsOpenedIsClosedWithTheStoreAndTwiceIsHarmless() {
    OpenStore<Store> opened = store().lake(lake().toUri()).ledgerWorkers(3).open();
    freeze(opened);
    assertThat(threads("ledgers")).isBetween(1L, 3L);
    assertThatThrownBy(() -> store().openForReading()).isInstanceOf(RootLocked.class);
    opened.close();
    opened.close();
    assertNoThreads();
    store().openForReading().close();
  }

  @Test
  void anOpeningThatFailsLeavesNothingOpen() {
    assertThatThrownBy(() -> store().lake(lake().toUri()).openForReading())
        .isInstanceOf(StoreNotFound.class);
    assertNoThreads();
    store().open().close();
  }

  @Test
  void withoutALakeNothingIsFetched() {
    try (OpenStore<Store> opened = store().open()) {
      assertThatThrownBy(() -> freeze(opened)).isInstanceOf(NoBackendConfigured.class);
    }
  }

  @Test
  void aCatalogThatIsGoneIsRecoveredThroughTheDoorToo() throws IOException {
    store().open().close();
    Path database = temporary.resolve("data/catalog/rocksdb");
    Files.move(database, temporary.resolve("gone"));
    assertThat(store().planCatalogRecovery().need()).isEqualTo(CatalogRecovery.Need.MAKE);
    assertThat(database).doesNotExist();
    assertThat(store().recoverCatalog().need()).isEqualTo(CatalogRecovery.Need.MAKE);
    store().open().close();
  }

  private static byte[] bytes(ByteBuffer borrowedLedger) {
    byte[] bytes = new byte[borrowedLedger.remaining()];
    borrowedLedger.get(bytes);
    return bytes;
  }

  /** A closed pool ends its threads immediately, but does not wait for them. */
  private static void assertNoThreads() {
    long limitNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (threads("ledgers") + threads("chunks") > 0 && System.nanoTime() < limitNanos) {
      Thread.onSpinWait();
    }
    assertThat(threads("ledgers")).isZero();
    assertThat(threads("chunks")).isZero();
  }

  /** How many threads of a pool live. */
  private static long threads(String pool) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith(pool))
        .count();
  }
}
