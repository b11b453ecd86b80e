package dev.permafrost.prove.crash;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.domain.freeze.Freezer;
import dev.permafrost.domain.ingest.HotIngest;
import dev.permafrost.domain.recover.OrphanRemoval;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.artifact.ArtifactStore;
import dev.permafrost.ports.artifact.ContentHashCheck;
import dev.permafrost.ports.artifact.FrameCursor;
import dev.permafrost.ports.artifact.LedgerPack;
import dev.permafrost.ports.artifact.LedgerPacks;
import dev.permafrost.ports.artifact.PackCandidate;
import dev.permafrost.ports.artifact.PackCandidates;
import dev.permafrost.ports.artifact.PackForm;
import dev.permafrost.ports.catalog.MetaBatch;
import dev.permafrost.ports.catalog.MetaStore;
import dev.permafrost.ports.catalog.MetaStores;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.failure.CorruptArtifact;
import dev.permafrost.ports.failure.MissingArtifact;
import dev.permafrost.ports.failure.StorageFailure;
import dev.permafrost.ports.hot.HotStores;
import dev.permafrost.ports.roots.DatabaseLook;
import dev.permafrost.ports.vfs.Vfs;
import dev.permafrost.ports.vfs.VfsFile;
import dev.permafrost.testkit.forward.ForwardingArtifacts;
import dev.permafrost.testkit.forward.ForwardingCandidates;
import dev.permafrost.testkit.forward.ForwardingHotStores;
import dev.permafrost.testkit.forward.ForwardingMetaStores;
import dev.permafrost.testkit.forward.ForwardingVfs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Mutants that believe the catalog, or the page cache, where they must not. */
final class LastCopyMutants {

  private LastCopyMutants() {}

  static List<Mutant> all() {
    return List.of(
        mutant("flip before the link or rename is durable", FlipBeforeName::new),
        mutant("skip the sync of the directory a pack left", SkipSourceDirectory::new),
        mutant("flip before the check", FlipBeforeCheck::new),
        mutant("check through the page cache", CheckThroughCache::new),
        mutant("discard without the look", DiscardWithoutLook::new),
        mutant("freeze over what has no key", FreezeOverUnadopted::new),
        mutant("freeze from absent to frozen", FreezeWithoutMark::new),
        mutant("ingest wipes under an absent key", IngestOverUnadopted::new),
        mutant("remove a whole pack as an orphan", RemoveWholePacks::new));
  }

  private static Mutant mutant(String name, Supplier<Wiring> wiring) {
    return new Mutant(name, wiring, LastCopyScenarios.ALL);
  }

  /** Whether a part of the domain is at work on this thread. */
  private static boolean isAtWork(Class<?> part) {
    return StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE)
        .walk(frames -> frames.anyMatch(frame -> frame.getDeclaringClass() == part));
  }

  private static String keyOf(ArtifactKind kind, ChunkId chunk) {
    return "chunk:" + chunk.name() + ":" + kind.name();
  }

  /**
   * Puts the syncs of directories off that make a new name durable, until a batch was committed.
   */
  private static final class FlipBeforeName extends SeesCatalog {
    private final List<Path> putOff = new ArrayList<>();
    private @Nullable Vfs disk;
    private boolean named;

    @Override
    public Vfs vfs(Vfs original, Use use, Layout layout) {
      if (use != Use.ARTIFACTS) {
        return original;
      }
      disk = original;
      return new ForwardingVfs(original) {
        @Override
        public void link(Path path, Path newName) throws IOException {
          super.link(path, newName);
          named = true;
        }

        @Override
        public void rename(Path path, Path newName) throws IOException {
          super.rename(path, newName);
          named = true;
        }

        @Override
        public void syncDirectory(Path path) throws IOException {
          if (named) {
            putOff.add(path);
          } else {
            super.syncDirectory(path);
          }
        }
      };
    }

    @Override
    void after(MetaBatch batch) {
      named = false;
      syncAll();
    }

    private void syncAll() {
      try {
        for (Path path : putOff) {
          if (disk != null) {
            disk.syncDirectory(path);
          }
        }
        putOff.clear();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static final class SkipSourceDirectory extends Wiring {
    @Override
    public PackCandidates candidates(PackCandidates original) {
      return new ForwardingCandidates(original) {
        @Override
        protected void makeUnlinkDurable(PackCandidate candidate) {}
      };
    }
  }

  /**
   * Calls a pack frozen as soon as it stands in its place; only this process does not see it yet.
   */
  private static final class FlipBeforeCheck extends Wiring {
    private final Set<String> early = new HashSet<>();
    private @Nullable MetaStore open;

    @Override
    public ArtifactStore artifacts(ArtifactStore original) {
      return new ForwardingArtifacts(original) {
        @Override
        public void makeDurableInPlace(ArtifactKind kind, ChunkId chunk) {
          super.makeDurableInPlace(kind, chunk);
          String key = keyOf(kind, chunk);
          if (open != null && open.get(key).isEmpty()) {
            open.commit(
                MetaBatch.builder()
                    .put(key, "frozen")
                    .put("config:network", Bench.NETWORK)
                    .build());
            early.add(key);
          }
        }
      };
    }

    @Override
    public MetaStores catalog(MetaStores original, Layout layout) {
      return new ForwardingMetaStores(original) {
        @Override
        protected void opened(MetaStore store) {
          open = store;
        }

        @Override
        protected void commit(MetaStore store, MetaBatch batch) {
          batch.changes().forEach(change -> early.remove(change.key()));
          super.commit(store, batch);
        }

        @Override
        protected List<MetaStore.Entry> scan(MetaStore store, String prefix) {
          return super.scan(store, prefix).stream()
              .filter(entry -> !early.contains(entry.key()))
              .toList();
        }
      };
    }
  }

  private static final class CheckThroughCache extends Wiring {
    @Override
    public Vfs vfs(Vfs original, Use use, Layout layout) {
      return new ForwardingVfs(original) {
        @Override
        @SuppressWarnings("MustBeClosedChecker") // handed on, inside what is returned
        public Optional<VfsFile> openReadPastCache(Path path) throws IOException {
          return Optional.of(openRead(path));
        }
      };
    }
  }

  /** A pack that cannot be opened looks open until it is read. */
  private static final class DiscardWithoutLook extends Wiring {
    @Override
    public LedgerPacks packs(LedgerPacks original) {
      return new LedgerPacks() {
        @Override
        @MustBeClosed
        @SuppressWarnings("MustBeClosedChecker") // handed on
        public LedgerPack open(ChunkId chunk, LedgerRange range) {
          try {
            return original.open(chunk, range);
          } catch (MissingArtifact | CorruptArtifact e) {
            return new NeverLookedAt(e, range);
          }
        }

        @Override
        public Optional<LedgerPack> openPastCache(ChunkId chunk, LedgerRange range) {
          return original.openPastCache(chunk, range);
        }
      };
    }
  }

  /** No pack looks whole to what removes orphans. */
  private static final class RemoveWholePacks extends Wiring {
    @Override
    public LedgerPacks packs(LedgerPacks original) {
      return new LedgerPacks() {
        @Override
        @MustBeClosed
        @SuppressWarnings("MustBeClosedChecker") // handed on
        public LedgerPack open(ChunkId chunk, LedgerRange range) {
          if (isAtWork(OrphanRemoval.class)) {
            throw new CorruptArtifact(
                chunk.name(), "the look", "a pack", "none", CorruptArtifact.Damage.MAGIC, null);
          }
          return original.open(chunk, range);
        }

        @Override
        public Optional<LedgerPack> openPastCache(ChunkId chunk, LedgerRange range) {
          return original.openPastCache(chunk, range);
        }
      };
    }
  }

  private record NeverLookedAt(StorageFailure failure, LedgerRange range) implements LedgerPack {
    @Override
    public String location() {
      throw failure;
    }

    @Override
    public long sizeBytes() {
      throw failure;
    }

    @Override
    public <T> T withFrame(long sequence, Function<ByteBuffer, T> use) {
      throw failure;
    }

    @Override
    @MustBeClosed
    public FrameCursor scan(LedgerRange part) {
      throw failure;
    }

    @Override
    public ByteBuffer tail() {
      throw failure;
    }

    @Override
    public PackForm form() {
      return PackForm.CURRENT;
    }

    @Override
    public Optional<ContentHashCheck> contentHash() {
      return Optional.empty();
    }

    @Override
    public void close() {}
  }

  private static final class FreezeOverUnadopted extends SeesCatalog {
    @Override
    public ArtifactStore artifacts(ArtifactStore original) {
      return new ForwardingArtifacts(original) {
        @Override
        public OptionalLong look(ArtifactKind kind, ChunkId chunk) {
          return isAtWork(Freezer.class) && says(keyOf(kind, chunk)).isEmpty()
              ? OptionalLong.empty()
              : super.look(kind, chunk);
        }
      };
    }
  }

  private static final class IngestOverUnadopted extends SeesCatalog {
    @Override
    public HotStores hot(HotStores original, Layout layout) {
      return new ForwardingHotStores(original) {
        @Override
        public DatabaseLook look(ChunkId chunk) {
          return isAtWork(HotIngest.class) && says("hot:chunk:" + chunk.name()).isEmpty()
              ? DatabaseLook.MISSING
              : super.look(chunk);
        }
      };
    }
  }

  /** Only this process ever sees the marks of what it makes. */
  private static final class FreezeWithoutMark extends Wiring {
    private final Set<String> marked = new HashSet<>();

    @Override
    public MetaStores catalog(MetaStores original, Layout layout) {
      return new ForwardingMetaStores(original) {
        @Override
        protected void commit(MetaStore store, MetaBatch batch) {
          MetaBatch.Builder written = MetaBatch.builder();
          for (MetaBatch.Change change : batch.changes()) {
            marked.remove(change.key());
            if (change.value().equals(Optional.of("freezing"))
                && super.scan(store, change.key()).isEmpty()) {
              marked.add(change.key());
            } else if (change.value().isPresent()) {
              written.put(change.key(), change.value().get());
            } else {
              written.delete(change.key());
            }
          }
          MetaBatch rest = written.build();
          if (!rest.changes().isEmpty()) {
            super.commit(store, rest);
          }
        }

        @Override
        protected List<MetaStore.Entry> scan(MetaStore store, String prefix) {
          List<MetaStore.Entry> found = new ArrayList<>(super.scan(store, prefix));
          for (String key : marked) {
            if (key.startsWith(prefix)) {
              found.add(new MetaStore.Entry(key, "freezing"));
            }
          }
          return found;
        }
      };
    }
  }
}
