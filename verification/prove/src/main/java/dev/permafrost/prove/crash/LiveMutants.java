package dev.permafrost.prove.crash;

import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.artifact.ArtifactStore;
import dev.permafrost.ports.catalog.MetaBatch;
import dev.permafrost.ports.catalog.MetaStore;
import dev.permafrost.ports.catalog.MetaStores;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.testkit.forward.ForwardingMetaStores;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Mutants that break what a daemon above the store relies on. */
final class LiveMutants {

  private LiveMutants() {}

  static List<Mutant> all() {
    return List.of(
        new Mutant("removal under a view", RemoveUnderView::new, LiveScenarios.ALL),
        new Mutant(
            "removal before the floor is durable", PruneBeforeFloor::new, LiveScenarios.ALL));
  }

  /** Unlinks a pack as soon as it is marked, whoever reads it. */
  private static final class RemoveUnderView extends Wiring {
    private @Nullable ArtifactStore artifacts;

    @Override
    public ArtifactStore artifacts(ArtifactStore original) {
      artifacts = original;
      return original;
    }

    @Override
    public MetaStores catalog(MetaStores original, Layout layout) {
      return new ForwardingMetaStores(original) {
        @Override
        protected void commit(MetaStore store, MetaBatch batch) {
          super.commit(store, batch);
          for (MetaBatch.Change change : batch.changes()) {
            if (change.value().equals(Optional.of("pruning")) && artifacts != null) {
              String[] key = change.key().split(":", -1);
              artifacts.unlink(new ArtifactKind(key[2]), new ChunkId(Integer.parseInt(key[1])));
            }
          }
        }
      };
    }
  }

  /** Lets only this process see the floor until something below it was given up. */
  private static final class PruneBeforeFloor extends Wiring {
    @Override
    public MetaStores catalog(MetaStores original, Layout layout) {
      return new HeldBack(
          original,
          batch ->
              batch.changes().stream()
                  .anyMatch(change -> change.key().equals("config:earliest_ledger")),
          true);
    }
  }
}
