package dev.permafrost.prove.faults;

import dev.permafrost.ports.artifact.ArtifactStore;
import dev.permafrost.ports.artifact.ArtifactWriter;
import dev.permafrost.ports.failure.StorageFailure;
import dev.permafrost.ports.vfs.Vfs;
import dev.permafrost.ports.vfs.VfsFile;
import dev.permafrost.prove.crash.Layout;
import dev.permafrost.prove.crash.Wiring;
import dev.permafrost.testkit.forward.ForwardingArtifacts;
import dev.permafrost.testkit.forward.ForwardingVfs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/** The rules about faults that are broken on purpose, and the code as it is, which breaks none. */
final class FaultMutants {

  private static final String FREEZING = "freeze-from-lake";
  private static final String SYNC_DIRECTORY = " syncDirectory /srv/permafrost/ledgers";
  private static final String WRITE = " writeAt /srv/permafrost/ledgers";

  private FaultMutants() {}

  static List<FaultMutant> all() {
    List<FaultMutant> all = new ArrayList<>();
    for (String operation : List.of(" sync ", " syncDirectory ", " create ", " writeAt ")) {
      all.add(
          new FaultMutant(
              "the code as it is", FREEZING, operation, Wiring.AS_IT_IS, Set.of(), Set.of()));
    }
    all.add(
        new FaultMutant(
            "a sync of a file is tried again",
            FREEZING,
            " sync /srv/permafrost/ledgers",
            overArtifacts(RetriesSync::new),
            Set.of(SyncWatch.RETRIED, SyncWatch.BELIEVED),
            Set.of()));
    all.add(
        new FaultMutant(
            "a sync of a directory is tried again",
            FREEZING,
            SYNC_DIRECTORY,
            overArtifacts(RetriesDirectorySync::new),
            Set.of(SyncWatch.RETRIED, SyncWatch.BELIEVED),
            Set.of()));
    all.add(
        new FaultMutant(
            "a failed sync is swallowed",
            FREEZING,
            " sync /srv/permafrost/ledgers",
            overArtifacts(SwallowsSync::new),
            Set.of(SyncWatch.BELIEVED),
            Set.of(SyncWatch.RETRIED)));
    all.add(
        new FaultMutant(
            "an unlink's failed sync is swallowed",
            "sweep",
            SYNC_DIRECTORY,
            overArtifacts(SwallowsDirectorySync::new),
            Set.of(SyncWatch.BELIEVED),
            Set.of()));
    all.add(
        new FaultMutant(
            "an error is not translated",
            FREEZING,
            " makeDirectory /srv/permafrost/ledgers",
            overArtifacts(ThrowsUntyped::new),
            Set.of(FaultedRun.TYPED),
            Set.of()));
    // What is unlinked is what an attempt that failed leaves.
    all.add(
        new FaultMutant(
            "a file stays open",
            FREEZING,
            WRITE,
            overArtifacts(LeavesOpen::new),
            Set.of(FaultedRun.LEAKED),
            Set.of()));
    all.add(
        new FaultMutant(
            "a failure is reported as success",
            FREEZING,
            WRITE,
            new ReportsSuccess(),
            Set.of(FaultedRun.SURVIVED),
            Set.of()));
    return all;
  }

  private static Wiring overArtifacts(UnaryOperator<Vfs> wrong) {
    return new Wiring() {
      @Override
      public Vfs vfs(Vfs original, Use use, Layout layout) {
        return use == Use.ARTIFACTS ? wrong.apply(original) : original;
      }
    };
  }

  private static final class RetriesSync extends ForwardingVfs {
    RetriesSync(Vfs disk) {
      super(disk);
    }

    @Override
    protected void sync(Path path, VfsFile file) throws IOException {
      try {
        file.sync();
      } catch (IOException e) {
        file.sync();
      }
    }
  }

  private static final class RetriesDirectorySync extends ForwardingVfs {
    RetriesDirectorySync(Vfs disk) {
      super(disk);
    }

    @Override
    public void syncDirectory(Path path) throws IOException {
      try {
        super.syncDirectory(path);
      } catch (IOException e) {
        super.syncDirectory(path);
      }
    }
  }

  private static final class SwallowsSync extends ForwardingVfs {
    SwallowsSync(Vfs disk) {
      super(disk);
    }

    @Override
    protected void sync(Path path, VfsFile file) {
      try {
        file.sync();
      } catch (IOException swallowed) {
        // On purpose.
      }
    }
  }

  private static final class SwallowsDirectorySync extends ForwardingVfs {
    SwallowsDirectorySync(Vfs disk) {
      super(disk);
    }

    @Override
    public void syncDirectory(Path path) {
      try {
        super.syncDirectory(path);
      } catch (IOException swallowed) {
        // On purpose.
      }
    }
  }

  private static final class ThrowsUntyped extends ForwardingVfs {
    ThrowsUntyped(Vfs disk) {
      super(disk);
    }

    @Override
    public void makeDirectory(Path path) {
      try {
        super.makeDirectory(path);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static final class LeavesOpen extends ForwardingVfs {
    private final Vfs disk;

    LeavesOpen(Vfs disk) {
      super(disk);
      this.disk = disk;
    }

    @Override
    @SuppressWarnings("MustBeClosedChecker") // that is what is wrong with it
    public void unlink(Path path) throws IOException {
      disk.openRead(path);
      super.unlink(path);
    }
  }

  /** Its writers of artifacts swallow what fails. */
  private static final class ReportsSuccess extends Wiring {
    @Override
    public ArtifactStore artifacts(ArtifactStore original) {
      return new ForwardingArtifacts(original) {
        @Override
        protected void append(ArtifactWriter writer, ByteBuffer borrowed) {
          silently(() -> super.append(writer, borrowed));
        }

        @Override
        protected void finish(ArtifactWriter writer) {
          silently(() -> super.finish(writer));
        }

        @Override
        protected void makeDurable(ArtifactWriter writer) {
          silently(() -> super.makeDurable(writer));
        }
      };
    }

    private static void silently(Runnable step) {
      try {
        step.run();
      } catch (StorageFailure | IllegalStateException swallowed) {
        // On purpose.
      }
    }
  }
}
