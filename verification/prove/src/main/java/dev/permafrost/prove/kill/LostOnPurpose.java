package dev.permafrost.prove.kill;

import dev.permafrost.domain.catalog.ArtifactState;
import dev.permafrost.domain.catalog.ChunkRow;
import dev.permafrost.domain.catalog.HotState;
import dev.permafrost.domain.freeze.FreezeResult;
import dev.permafrost.domain.store.Store;
import dev.permafrost.domain.store.StoreView;
import dev.permafrost.fs.RootPaths;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.events.StorageEvents;
import dev.permafrost.ports.failure.HotVolumeLost;
import dev.permafrost.ports.work.CancelToken;
import dev.permafrost.prove.disk.RealStores;
import dev.permafrost.prove.disk.WorkDirectory;
import dev.permafrost.testkit.disk.DiskTree;
import dev.permafrost.wiring.OpenStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * I5: of a copy of what a kill left, the hot directory of each chunk that is ready is taken away,
 * or its {@code CURRENT} alone; then nothing but an explicit recovery may change key or disk.
 */
final class LostOnPurpose {

  private final RealStores stores;
  private final Path data;
  private final Path scratch;

  /**
   * Trials on a store.
   *
   * @param scratch where the copies are made; nothing is there
   */
  LostOnPurpose(RealStores stores, Path data, Path scratch) {
    this.stores = stores;
    this.data = data;
    this.scratch = scratch;
  }

  /** What was wrong. */
  List<String> violations() {
    List<String> violations = new ArrayList<>();
    for (ChunkId chunk : readyAlone()) {
      for (String lost : List.of(chunk.name(), chunk.name() + "/CURRENT")) {
        WorkDirectory.copy(data, scratch);
        WorkDirectory.remove(RootPaths.under(scratch).hot().resolve(lost));
        lose(chunk).ifPresent(wrong -> violations.add("I5: hot/" + lost + " was lost: " + wrong));
        WorkDirectory.remove(scratch);
      }
    }
    return violations;
  }

  private List<ChunkId> readyAlone() {
    try (OpenStore<StoreView> opened = stores.view(RootPaths.under(data))) {
      StoreView view = opened.store();
      return view.catalog().scan().rows().stream()
          .filter(row -> row.hot() == HotState.READY)
          .filter(row -> row.artifact(ArtifactKind.LEDGERS) != ArtifactState.FROZEN)
          .map(ChunkRow::chunk)
          .toList();
    }
  }

  @SuppressWarnings("MustBeClosedChecker") // closed at once
  private Optional<String> lose(ChunkId chunk) {
    RootPaths paths = RootPaths.under(scratch);
    DiskTree hot = DiskTree.on(paths.hot().resolve(chunk.name()));
    Map<String, String> before = hot.snapshot();
    try (OpenStore<Store> opened = stores.open(paths, StorageEvents.NONE)) {
      Store store = opened.store();
      List<Runnable> attempts =
          List.of(
              () -> store.hot().openHotDBForChunk(chunk, Optional.empty()).close(),
              () -> store.hot().openForReading(chunk).orElseThrow().close(),
              () -> freeze(store, chunk),
              () -> store.hot().discardHotDBForChunk(chunk));
      for (Runnable attempt : attempts) {
        try {
          attempt.run();
          return Optional.of("it went on");
        } catch (HotVolumeLost | FlippedInPlace expected) {
          // As it must be.
        } catch (RuntimeException e) {
          return Optional.of(e.toString());
        }
      }
      HotState state = store.catalog().row(chunk).hot();
      return state == HotState.READY && hot.snapshot().equals(before)
          ? Optional.empty()
          : Optional.of("the key is " + state + ", the disk " + hot.snapshot());
    }
  }

  /** A pack that the kill left whole may be flipped: that takes nothing from the hot data. */
  private static void freeze(Store store, ChunkId chunk) {
    FreezeResult result =
        store.freezer().processChunk(chunk, Set.of(ArtifactKind.LEDGERS), CancelToken.NEVER);
    if (result.source().equals("in place")) {
      throw new FlippedInPlace();
    }
  }

  /** A freeze came to an end without the hot data. */
  private static final class FlippedInPlace extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
