package dev.permafrost.domain.catalog;

import static dev.permafrost.ports.artifact.ArtifactKind.LEDGERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.permafrost.domain.chunk.Geometry;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.catalog.MetaBatch;
import dev.permafrost.ports.catalog.MetaStore;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.failure.BelowFloor;
import dev.permafrost.ports.failure.OutOfRange;
import dev.permafrost.ports.failure.StorageUnavailable;
import dev.permafrost.ports.failure.UnknownCatalogEntry;
import dev.permafrost.ports.failure.WrongNetwork;
import dev.permafrost.testkit.catalog.MemoryMetaStores;
import dev.permafrost.testkit.fault.ScriptedFaults;
import dev.permafrost.testkit.machine.MemoryVfs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class CatalogTest {

  private static final ArtifactKind EVENTS = new ArtifactKind("events");
  private static final ChunkId ONE = new ChunkId(1);
  private static final ChunkId TWO = new ChunkId(2);

  private final ScriptedFaults faults = new ScriptedFaults();
  private MetaStore store;
  private Catalog catalog;

  @BeforeEach
  @SuppressWarnings("MustBeClosedChecker") // closed after each test
  void open() throws IOException {
    MemoryVfs vfs = new MemoryVfs();
    vfs.makeDirectory(Path.of("/catalog"));
    store = new MemoryMetaStores(vfs, Path.of("/catalog"), faults).create();
    catalog = new Catalog(store, Set.of(LEDGERS, EVENTS), new Geometry(4));
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void anAbsentKeyIsAState() {
    ChunkRow row = catalog.row(ONE);
    assertThat(row.state()).isEqualTo(ChunkState.ABSENT);
    assertThat(row.hot()).isEqualTo(HotState.ABSENT);
    assertThat(row.artifact(LEDGERS)).isEqualTo(ArtifactState.ABSENT);
    assertThat(catalog.scan().rows()).isEmpty();
  }

  @Test
  void aMarkOfSeveralKindsIsOneBatchAndPinsTheNetworkWithIt() {
    long before = commits();
    catalog.markFreezing(ONE, Set.of(LEDGERS, EVENTS), Optional.of("net"));
    assertThat(commits() - before).isEqualTo(1);
    assertThat(store.scan(""))
        .containsExactly(
            new MetaStore.Entry("chunk:00000001:events", "freezing"),
            new MetaStore.Entry("chunk:00000001:ledgers", "freezing"),
            new MetaStore.Entry("config:network", "net"));
    catalog.flipFrozen(ONE, Set.of(LEDGERS, EVENTS));
    assertThat(commits() - before).isEqualTo(2);
    assertThat(catalog.row(ONE).state()).isEqualTo(ChunkState.FROZEN);
  }

  @Test
  void theNetworkIsPinnedOnceAndAnotherIsRefusedBeforeAnythingIsWritten() {
    catalog.markTransient(ONE, Optional.of("net"));
    assertThat(catalog.network()).contains("net");
    List<MetaStore.Entry> before = store.scan("");
    assertThatThrownBy(() -> catalog.markFreezing(TWO, Set.of(LEDGERS), Optional.of("other")))
        .isInstanceOfSatisfying(
            WrongNetwork.class,
            e -> {
              assertThat(e.expected()).isEqualTo("net");
              assertThat(e.found()).isEqualTo("other");
            });
    assertThatThrownBy(() -> catalog.markTransient(TWO, Optional.of("other")))
        .isInstanceOf(WrongNetwork.class);
    assertThatThrownBy(() -> catalog.requireNetwork("other", "somewhere"))
        .isInstanceOf(WrongNetwork.class);
    assertThatThrownBy(() -> catalog.pinNetwork("other")).isInstanceOf(WrongNetwork.class);
    assertThat(store.scan("")).isEqualTo(before);
    long commits = commits();
    catalog.pinNetwork("net");
    catalog.requireNetwork("net", "somewhere");
    assertThat(commits()).isEqualTo(commits);
  }

  @Test
  void anIllegalEdgeIsABugAndWritesNothing() {
    catalog.markFreezing(ONE, Set.of(LEDGERS), Optional.empty());
    catalog.flipFrozen(ONE, Set.of(LEDGERS));
    List<MetaStore.Entry> before = store.scan("");
    assertIllegal(() -> catalog.markFreezing(ONE, Set.of(LEDGERS, EVENTS), Optional.empty()));
    assertIllegal(() -> catalog.flipFrozen(ONE, Set.of(LEDGERS)));
    assertIllegal(() -> catalog.flipFrozen(TWO, Set.of(LEDGERS)));
    assertIllegal(() -> catalog.confirmReady(ONE));
    assertIllegal(() -> catalog.deleteHot(ONE));
    assertIllegal(() -> catalog.demote(Map.of(TWO, Set.of(LEDGERS)), Set.of()));
    assertIllegal(() -> catalog.demote(Map.of(ONE, Set.of(LEDGERS)), Set.of(TWO)));
    assertThat(store.scan("")).isEqualTo(before);
  }

  @Test
  void deletingPrunedKeysReadsTheStatesAgain() {
    catalog.markFreezing(ONE, Set.of(LEDGERS, EVENTS), Optional.empty());
    catalog.flipFrozen(ONE, Set.of(LEDGERS, EVENTS));
    catalog.demote(Map.of(ONE, Set.of(EVENTS)), Set.of());
    assertThat(catalog.deletePruned(ONE, Set.of(LEDGERS, EVENTS))).containsExactly(LEDGERS);
    assertThat(catalog.row(ONE).artifact(LEDGERS)).isEqualTo(ArtifactState.FROZEN);
    assertThat(catalog.row(ONE).artifact(EVENTS)).isEqualTo(ArtifactState.ABSENT);
    long commits = commits();
    assertThat(catalog.deletePruned(ONE, Set.of(EVENTS))).isEmpty();
    assertThat(commits()).isEqualTo(commits);
  }

  @Test
  void aDemotionOverManyChunksIsOneBatch() {
    for (ChunkId chunk : List.of(ONE, TWO)) {
      catalog.markFreezing(chunk, Set.of(LEDGERS), Optional.empty());
      catalog.flipFrozen(chunk, Set.of(LEDGERS));
      catalog.markTransient(chunk, Optional.empty());
      catalog.confirmReady(chunk);
    }
    long before = commits();
    catalog.demote(Map.of(ONE, Set.of(LEDGERS), TWO, Set.of(LEDGERS)), Set.of(ONE, TWO));
    assertThat(commits() - before).isEqualTo(1);
    assertThat(catalog.scan().rows())
        .allSatisfy(
            row -> {
              assertThat(row.hot()).isEqualTo(HotState.TRANSIENT);
              assertThat(row.artifact(LEDGERS)).isEqualTo(ArtifactState.PRUNING);
            });
    catalog.demote(Map.of(), Set.of());
    assertThat(commits() - before).isEqualTo(1);
  }

  @Test
  void anUnknownKeyValueOrKindIsAnErrorThatNamesIt() {
    assertUnknown("chunk:00000001:txhash", "frozen");
    assertUnknown("chunk:00000001:ledgers", "melted");
    assertUnknown("chunk:00000001:Ledgers", "frozen");
    assertUnknown("hot:chunk:00000001", "warm");
    assertUnknown("chunk:0000001:ledgers", "frozen");
    assertUnknown("chunk:99999999:txhash", "frozen");
    assertUnknown("hot:chunk:001", "ready");
    assertUnknown("config:colour", "blue");
    assertUnknown("config:store", "blue");
    assertUnknown("config:earliest_ledger", "3");
    assertUnknown("config:earliest_ledger", "02");
    assertUnknown("config:earliest_ledger", "1");
    assertUnknown("config:earliest_ledger", "99999999999");
    assertUnknown("stray", "x");
  }

  @Test
  void anUnknownEntryOfOneChunkHidesNoOther() {
    catalog.markTransient(TWO, Optional.empty());
    put("chunk:00000001:txhash", "frozen");
    put("chunk:00000001:ledgers", "freezing");
    CatalogScan scan = catalog.scan();
    assertThat(scan.rows()).extracting(ChunkRow::chunk).containsExactly(ONE, TWO);
    assertThat(scan.unknown())
        .singleElement()
        .satisfies(e -> assertThat(e.key()).endsWith("txhash"));
    assertThatThrownBy(() -> catalog.row(ONE)).isInstanceOf(UnknownCatalogEntry.class);
    assertThat(catalog.row(TWO).hot()).isEqualTo(HotState.TRANSIENT);
  }

  @Test
  void aChunkBeyondTheGeometryIsUnknown() {
    Catalog standard = new Catalog(store, Set.of(LEDGERS), Geometry.STANDARD);
    put("chunk:00429496:ledgers", "frozen");
    put("hot:chunk:00429496", "ready");
    assertThat(standard.scan().unknown()).hasSize(2);
    assertThat(standard.scan().rows()).isEmpty();
  }

  @Test
  void theLargestChunkOfTheGeometryIsKnown() {
    Catalog standard = new Catalog(store, Set.of(LEDGERS), Geometry.STANDARD);
    put("chunk:00429495:ledgers", "frozen");
    put("hot:chunk:00429495", "ready");
    assertThat(standard.scan().unknown()).isEmpty();
    assertThat(standard.scan().rows())
        .extracting(ChunkRow::chunk)
        .containsExactly(Geometry.STANDARD.largest());
  }

  @Test
  void theEarliestLedgerIsTheFirstOfAChunkAndNeverLowered() {
    assertThat(catalog.earliestLedger()).isEmpty();
    assertThatIllegalArgumentException().isThrownBy(() -> catalog.raiseEarliestLedger(7));
    assertThatThrownBy(() -> catalog.raiseEarliestLedger(1)).isInstanceOf(OutOfRange.class);
    assertThat(catalog.raiseEarliestLedger(10)).isEqualTo(10);
    assertThat(catalog.raiseEarliestLedger(6)).isEqualTo(10);
    assertThat(catalog.earliestLedger()).hasValue(10);
    assertThat(store.get("config:earliest_ledger")).contains("10");
    assertThat(catalog.isBelowFloor(new ChunkId(1))).isTrue();
    assertThat(catalog.isBelowFloor(new ChunkId(2))).isFalse();
    assertThatThrownBy(() -> catalog.requireAboveFloor(new ChunkId(1)))
        .isInstanceOf(BelowFloor.class)
        .hasMessageContaining("10");
    catalog.requireAboveFloor(new ChunkId(2));
  }

  @Test
  void aCommitThatFailsLeavesTheStatesAsTheyWere() {
    faults.failOn(
        MemoryMetaStores.COMMIT,
        0,
        () -> new StorageUnavailable("catalog", "write", new IOException("injected")));
    assertThatThrownBy(() -> catalog.markFreezing(ONE, Set.of(LEDGERS), Optional.of("net")))
        .isInstanceOf(StorageUnavailable.class);
    assertThat(store.scan("")).isEmpty();
  }

  private long commits() {
    return faults.asked().stream()
        .filter(asked -> asked.startsWith(MemoryMetaStores.COMMIT + " /"))
        .count();
  }

  private void put(String key, String value) {
    store.commit(MetaBatch.builder().put(key, value).build());
  }

  private void assertUnknown(String key, String value) {
    put(key, value);
    assertThat(catalog.scan().unknown())
        .singleElement()
        .satisfies(
            e -> {
              assertThat(e.key()).isEqualTo(key);
              assertThat(e.value()).isEqualTo(value);
            });
    store.commit(MetaBatch.builder().delete(key).build());
  }

  private static void assertIllegal(Runnable change) {
    assertThatThrownBy(change::run).isInstanceOf(IllegalStateException.class);
  }
}
