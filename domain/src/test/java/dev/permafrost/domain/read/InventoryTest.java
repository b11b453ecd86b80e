package dev.permafrost.domain.read;

import static dev.permafrost.domain.store.TestMachine.ONE;
import static dev.permafrost.domain.store.TestMachine.TWO;
import static dev.permafrost.domain.store.TestMachine.ZERO;
import static dev.permafrost.ports.artifact.ArtifactKind.LEDGERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.permafrost.domain.catalog.ArtifactState;
import dev.permafrost.domain.catalog.ChunkState;
import dev.permafrost.domain.catalog.HotState;
import dev.permafrost.domain.store.Store;
import dev.permafrost.domain.store.StoreView;
import dev.permafrost.domain.store.TestMachine;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.failure.HotStoreDamaged;
import dev.permafrost.ports.failure.HotVolumeLost;
import dev.permafrost.ports.failure.MissingArtifact;
import dev.permafrost.ports.failure.StorageUnavailable;
import dev.permafrost.ports.work.CancelToken;
import dev.permafrost.testkit.hot.MemoryHotStores;
import dev.permafrost.testkit.kind.TinyKind;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The inventory has one row for each chunk, and reading it changes nothing. */
final class InventoryTest {

  private static final Set<ArtifactKind> BOTH = Set.of(LEDGERS, TinyKind.KIND);

  private final TestMachine machine = new TestMachine();

  @AfterEach
  void nothingIsLeftOpen() {
    machine.requireNothingOpen();
  }

  @Test
  void anAbsentChunkHasPathsAndNothingElse() {
    try (Store store = machine.open()) {
      ChunkStatus status = store.inventory().status(ZERO);
      assertThat(status.row().state()).isEqualTo(ChunkState.ABSENT);
      assertThat(status.highest()).isEmpty();
      assertThat(status.hotPath()).isEqualTo(machine.hotDirectory(ZERO).toString());
      assertThat(status.hotBytes()).isZero();
      assertThat(status.files()).isEmpty();
      assertThat(status.problems()).isEmpty();
    }
  }

  @Test
  void aReadyChunkHasItsHighestLedgerAndItsSize() {
    try (Store store = machine.open()) {
      ingestUntil(store, ZERO, 4);
      ChunkStatus status = store.inventory().status(ZERO);
      assertThat(status.row().state()).isEqualTo(ChunkState.READY);
      assertThat(status.highest()).hasValue(4);
      assertThat(status.hotBytes()).isPositive();
      assertThat(status.problems()).isEmpty();
    }
  }

  @Test
  void aFrozenChunkHasItsFilesWithTheirSizes() {
    try (Store store = machine.open()) {
      freeze(store, ONE, BOTH);
      ChunkStatus status = store.inventory().status(ONE);
      assertThat(status.row().state()).isEqualTo(ChunkState.FROZEN);
      assertThat(status.highest()).hasValue(9);
      assertThat(status.files().keySet()).isEqualTo(BOTH);
      for (ArtifactKind kind : BOTH) {
        assertThat(status.files().get(kind))
            .isEqualTo(
                new ChunkStatus.File(
                    machine.artifact(kind, ONE).toString(),
                    OptionalLong.of(machine.bytes(machine.artifact(kind, ONE)).length)));
      }
    }
  }

  @Test
  void whatIsUnfinishedIsToldAsItIs() {
    try (Store store = machine.open()) {
      TestMachine.changing(store).markFreezing(ZERO, BOTH, Optional.empty());
      TestMachine.changing(store).markTransient(ZERO, Optional.empty());
      ChunkStatus status = store.inventory().status(ZERO);
      assertThat(status.row().state()).isEqualTo(ChunkState.TRANSIENT);
      assertThat(status.row().hot()).isEqualTo(HotState.TRANSIENT);
      assertThat(status.row().artifact(LEDGERS)).isEqualTo(ArtifactState.FREEZING);
      assertThat(status.highest()).isEmpty();
      assertThat(status.files().values()).allMatch(file -> file.bytes().isEmpty());
      assertThat(status.problems()).as("unfinished is no problem").isEmpty();
    }
  }

  @Test
  void whatIsWrongWithAChunkIsInItsRowAndHidesNothingElseOfIt() {
    try (Store store = machine.open()) {
      ingestUntil(store, ZERO, 4);
      machine.lose(machine.hotDirectory(ZERO));
      ChunkStatus lost = store.inventory().status(ZERO);
      assertThat(lost.problems()).hasOnlyElementsOfType(HotVolumeLost.class).hasSize(1);
      assertThat(lost.highest()).isEmpty();

      freeze(store, ONE, BOTH);
      machine.lose(machine.artifact(TinyKind.KIND, ONE));
      ChunkStatus missing = store.inventory().status(ONE);
      assertThat(missing.problems()).hasOnlyElementsOfType(MissingArtifact.class).hasSize(1);
      assertThat(missing.files().get(LEDGERS)).isNotNull();
      assertThat(missing.highest()).hasValue(9);
    }
  }

  /** Its pack can be read all the same. */
  @Test
  void aFrozenChunkKeepsItsHighestLedgerWhateverIsWrongWithItsHotDatabase() {
    try (Store store = machine.open()) {
      ingestUntil(store, ZERO, 5);
      freeze(store, ZERO, Set.of(LEDGERS));
      machine.lose(machine.hotDirectory(ZERO).resolve("WITNESS"));
      ChunkStatus status = store.inventory().status(ZERO);
      assertThat(status.problems()).hasOnlyElementsOfType(HotStoreDamaged.class).hasSize(1);
      assertThat(status.highest()).hasValue(5);
    }
  }

  /** The highest ledger that can be read: a lookup reads a frozen chunk from its pack only. */
  @Test
  void aFrozenChunkWhosePackIsMissingHasNoLedgerThatCanBeRead() {
    try (Store store = machine.open()) {
      freeze(store, ZERO, Set.of(LEDGERS));
      machine.lose(machine.pack(ZERO));
      ChunkStatus status = store.inventory().status(ZERO);
      assertThat(status.problems()).hasOnlyElementsOfType(MissingArtifact.class).hasSize(1);
      assertThat(status.highest()).isEmpty();
    }
  }

  @Test
  void whatCannotBeLookedAtNowIsAProblemAndNotMissing() {
    try (Store store = machine.open()) {
      freeze(store, ZERO, Set.of(LEDGERS));
      machine.vfs.hook(
          (operation, path) -> {
            if (operation.equals("stat") && path.equals(machine.pack(ZERO))) {
              throw new IOException("injected");
            }
          });
      ChunkStatus status = store.inventory().status(ZERO);
      assertThat(status.problems()).hasOnlyElementsOfType(StorageUnavailable.class).hasSize(1);
      assertThat(status.files().get(LEDGERS))
          .isEqualTo(new ChunkStatus.File(machine.pack(ZERO).toString(), OptionalLong.empty()));
      machine.vfs.hook((operation, path) -> {});
      machine.faults.failOn(
          MemoryHotStores.SIZE,
          machine.faults.asked().stream()
              .filter(asked -> asked.startsWith(MemoryHotStores.SIZE + " "))
              .count(),
          () -> new StorageUnavailable("hot", "measure", new IOException("injected")));
      assertThat(store.inventory().status(ZERO).problems())
          .hasOnlyElementsOfType(StorageUnavailable.class)
          .hasSize(1);
    }
  }

  /** Lesson 31. */
  @Test
  void oneBadChunkHidesNoOtherAndLookingChangesNothing() {
    try (Store store = machine.open()) {
      for (ChunkId chunk : List.of(ZERO, ONE, TWO)) {
        ingestUntil(store, chunk, TestMachine.GEOMETRY.last(chunk));
      }
    }
    machine.lose(machine.hotDirectory(ONE));
    var tree = machine.tree();
    try (StoreView view = machine.view()) {
      List<ChunkStatus> all =
          view.catalog().scan().rows().stream().map(view.inventory()::status).toList();
      assertThat(all)
          .extracting(ChunkStatus::highest)
          .containsExactly(OptionalLong.of(5), OptionalLong.empty(), OptionalLong.of(13));
      assertThat(all).extracting(status -> status.problems().size()).containsExactly(0, 1, 0);
    }
    assertThat(machine.tree()).isEqualTo(tree);
  }

  private static void ingestUntil(Store store, ChunkId chunk, long until) {
    store.ingest().ingestFromLake(chunk, OptionalLong.of(until), CancelToken.NEVER);
  }

  private static void freeze(Store store, ChunkId chunk, Set<ArtifactKind> kinds) {
    store.freezer().processChunk(chunk, kinds, CancelToken.NEVER);
  }
}
