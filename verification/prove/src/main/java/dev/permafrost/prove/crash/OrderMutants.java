package dev.permafrost.prove.crash;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.artifact.ArtifactStore;
import dev.permafrost.ports.artifact.ArtifactWriter;
import dev.permafrost.ports.catalog.MetaBatch;
import dev.permafrost.ports.catalog.MetaStores;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.hot.ColumnFamily;
import dev.permafrost.ports.hot.HotDirectories;
import dev.permafrost.ports.hot.HotStore;
import dev.permafrost.ports.hot.HotStores;
import dev.permafrost.ports.hot.HotView;
import dev.permafrost.ports.hot.WitnessReading;
import dev.permafrost.ports.roots.DatabaseLook;
import dev.permafrost.testkit.forward.ForwardingArtifacts;
import dev.permafrost.testkit.forward.ForwardingHotStores;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Mutants that do the right steps in a wrong order, or a step that nobody may take. */
final class OrderMutants {

  private OrderMutants() {}

  static List<Mutant> all() {
    return List.of(
        new Mutant("flip before sync", FlipBeforeSync::new),
        new Mutant("delete the key before the unlink", DeleteBeforeUnlink::new),
        new Mutant("wipe before the mark", WipeBeforeMark::new),
        new Mutant("mark after creating", MarkAfterCreating::new),
        new Mutant("commit on close", CommitOnClose::new),
        new Mutant("unlink under frozen", UnlinkBeforeMark::new),
        new Mutant("create on ready", CreateOnReady::new));
  }

  /** Those that break what a daemon above the store relies on. */
  static List<Mutant> live() {
    return List.of(
        new Mutant("removal under a view", UnlinkAtMark::new, LiveScenarios.ALL),
        new Mutant(
            "removal before the floor is durable", PruneBeforeFloor::new, LiveScenarios.ALL));
  }

  /** Puts steps off until the next batch was committed. */
  private abstract static class AfterCommit extends SeesCatalog {
    final List<Runnable> putOff = new ArrayList<>();

    @Override
    void after(MetaBatch batch) {
      List<Runnable> due = List.copyOf(putOff);
      putOff.clear();
      due.forEach(Runnable::run);
    }
  }

  private static final class FlipBeforeSync extends AfterCommit {
    @Override
    public ArtifactStore artifacts(ArtifactStore original) {
      return new ForwardingArtifacts(original) {
        @Override
        protected void makeDurable(ArtifactWriter writer) {
          putOff.add(writer::makeDurable);
        }
      };
    }
  }

  private static final class DeleteBeforeUnlink extends AfterCommit {
    @Override
    public ArtifactStore artifacts(ArtifactStore original) {
      return new ForwardingArtifacts(original) {
        @Override
        public void unlink(ArtifactKind kind, ChunkId chunk) {
          putOff.add(() -> original.unlink(kind, chunk));
        }

        @Override
        public void makeUnlinkDurable(ArtifactKind kind, ChunkId chunk) {
          putOff.add(() -> original.makeUnlinkDurable(kind, chunk));
        }
      };
    }
  }

  private static final class WipeBeforeMark extends SeesCatalog {
    private @Nullable HotDirectories directories;

    @Override
    public HotDirectories directories(HotDirectories original) {
      directories = original;
      return original;
    }

    @Override
    void before(MetaBatch batch) {
      for (String key : keysOf(batch, "transient")) {
        if (directories != null) {
          directories.wipe(
              new ChunkId(Integer.parseInt(key.substring("hot:chunk:".length()))), name -> true);
        }
      }
    }
  }

  /** Holds a mark back, and lets only this process see it, until what it marks was created. */
  private static final class MarkAfterCreating extends Wiring {
    private @Nullable HeldBack held;

    private void release() {
      if (held != null) {
        held.release();
      }
    }

    @Override
    public MetaStores catalog(MetaStores original, Layout layout) {
      held =
          new HeldBack(
              original,
              batch ->
                  !SeesCatalog.keysOf(batch, "freezing").isEmpty()
                      || !SeesCatalog.keysOf(batch, "transient").isEmpty(),
              false);
      return held;
    }

    @Override
    public ArtifactStore artifacts(ArtifactStore original) {
      return new ForwardingArtifacts(original) {
        @Override
        @MustBeClosed
        @SuppressWarnings("MustBeClosedChecker") // handed on
        public ArtifactWriter create(ArtifactKind kind, ChunkId chunk) {
          ArtifactWriter writer = super.create(kind, chunk);
          release();
          return writer;
        }
      };
    }

    @Override
    public HotStores hot(HotStores original, Layout layout) {
      return new ForwardingHotStores(original) {
        @Override
        @MustBeClosed
        @SuppressWarnings("MustBeClosedChecker") // handed on
        public HotStore create(ChunkId chunk, Set<ColumnFamily> families, long witnessSequence) {
          HotStore store = super.create(chunk, families, witnessSequence);
          release();
          return store;
        }
      };
    }
  }

  /** A writer that is closed although its attempt failed keeps the file and flips its key. */
  private static final class CommitOnClose extends SeesCatalog {
    @Override
    public ArtifactStore artifacts(ArtifactStore original) {
      return new ForwardingArtifacts(original) {
        @Override
        protected void abandon(ArtifactKind kind, ChunkId chunk, ArtifactWriter writer) {
          writer.finish();
          writer.makeDurable();
          writer.close();
          put("chunk:" + chunk.name() + ":" + kind.name(), "frozen");
        }
      };
    }
  }

  /** Unlinks packs. */
  private abstract static class Unlinks extends SeesCatalog {
    private @Nullable ArtifactStore artifacts;

    @Override
    public ArtifactStore artifacts(ArtifactStore original) {
      artifacts = original;
      return original;
    }

    /** Unlinks what a batch marks for removal. */
    final void unlinkMarked(MetaBatch batch) {
      for (String key : keysOf(batch, "pruning")) {
        if (artifacts != null) {
          String[] parts = key.split(":", -1);
          artifacts.unlink(new ArtifactKind(parts[2]), new ChunkId(Integer.parseInt(parts[1])));
        }
      }
    }
  }

  private static final class UnlinkBeforeMark extends Unlinks {
    @Override
    void before(MetaBatch batch) {
      unlinkMarked(batch);
    }
  }

  /** Unlinks a pack as soon as it is marked, although somebody reads it. */
  private static final class UnlinkAtMark extends Unlinks {
    @Override
    void after(MetaBatch batch) {
      unlinkMarked(batch);
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

  /** Opens with create-if-missing on, and does not look before. */
  private static final class CreateOnReady extends SeesCatalog {
    @Override
    public HotStores hot(HotStores original, Layout layout) {
      return new ForwardingHotStores(original) {
        @Override
        public DatabaseLook look(ChunkId chunk) {
          return says("hot:chunk:" + chunk.name()).equals(Optional.of("ready"))
              ? DatabaseLook.PRESENT
              : super.look(chunk);
        }

        @Override
        public WitnessReading readWitness(ChunkId chunk) {
          return isThere(chunk)
              ? super.readWitness(chunk)
              : WitnessReading.sound(Bench.GEOMETRY.first(chunk) - 1);
        }

        @Override
        @MustBeClosed
        @SuppressWarnings("MustBeClosedChecker") // what is made is closed at once
        public HotView openReadOnly(ChunkId chunk, Set<ColumnFamily> families) {
          if (!isThere(chunk)) {
            super.create(chunk, families, Bench.GEOMETRY.first(chunk) - 1).close();
          }
          return super.openReadOnly(chunk, families);
        }

        private boolean isThere(ChunkId chunk) {
          return super.look(chunk) == DatabaseLook.PRESENT;
        }
      };
    }
  }
}
