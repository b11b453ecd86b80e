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
            overArtifacts(FaultMutants::retriesSync),
            Set.of(SyncWatch.RETRIED, SyncWatch.BELIEVED),
            Set.of()));
    all.add(
        new FaultMutant(
            "a sync of a directory is tried again",
            FREEZING,
            SYNC_DIRECTORY,
            overArtifacts(FaultMutants::retriesDirectorySync),
            Set.of(SyncWatch.RETRIED, SyncWatch.BELIEVED),
            Set.of()));
    all.add(
        new FaultMutant(
            "a failed sync is swallowed",
            FREEZING,
            " sync /srv/permafrost/ledgers",
            overArtifacts(FaultMutants::swallowsSync),
            Set.of(SyncWatch.BELIEVED),
            Set.of(SyncWatch.RETRIED)));
    all.add(
        new FaultMutant(
            "a write that failed in the background is waited for and swallowed",
            FREEZING,
            WRITE,
            overArtifacts(FaultMutants::swallowsWait),
            Set.of(FaultedRun.SURVIVED),
            Set.of(SyncWatch.RETRIED)));
    all.add(
        new FaultMutant(
            "an unlink's failed sync is swallowed",
            "sweep",
            SYNC_DIRECTORY,
            overArtifacts(FaultMutants::swallowsDirectorySync),
            Set.of(SyncWatch.BELIEVED),
            Set.of()));
    all.add(
        new FaultMutant(
            "an error is not translated",
            FREEZING,
            " makeDirectory /srv/permafrost/ledgers",
            overArtifacts(FaultMutants::throwsUntyped),
            Set.of(FaultedRun.TYPED),
            Set.of()));
    // What is unlinked is what an attempt that failed leaves.
    all.add(
        new FaultMutant(
            "a file stays open",
            FREEZING,
            WRITE,
            overArtifacts(FaultMutants::leavesOpen),
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

  private static Vfs retriesSync(Vfs disk) {
    return new ForwardingVfs(disk) {
      @Override
      protected void sync(Path path, VfsFile file) throws IOException {
        try {
          file.sync();
        } catch (IOException e) {
          file.sync();
        }
      }
    };
  }

  private static Vfs retriesDirectorySync(Vfs disk) {
    return new ForwardingVfs(disk) {
      @Override
      public void syncDirectory(Path path) throws IOException {
        try {
          super.syncDirectory(path);
        } catch (IOException e) {
          super.syncDirectory(path);
        }
      }
    };
  }

  private static Vfs swallowsSync(Vfs disk) {
    return new ForwardingVfs(disk) {
      @Override
      protected void sync(Path path, VfsFile file) {
        try {
          file.sync();
        } catch (IOException swallowed) {
          // On purpose.
        }
      }
    };
  }

  /** It is told once: the sync behind it succeeds. */
  private static Vfs swallowsWait(Vfs disk) {
    return new ForwardingVfs(disk) {
      @Override
      protected void awaitWrite(VfsFile file) {
        try {
          file.awaitWrite();
        } catch (IOException swallowed) {
          // On purpose.
        }
      }
    };
  }

  private static Vfs swallowsDirectorySync(Vfs disk) {
    return new ForwardingVfs(disk) {
      @Override
      public void syncDirectory(Path path) {
        try {
          super.syncDirectory(path);
        } catch (IOException swallowed) {
          // On purpose.
        }
      }
    };
  }

  private static Vfs throwsUntyped(Vfs disk) {
    return new ForwardingVfs(disk) {
      @Override
      public void makeDirectory(Path path) {
        try {
          super.makeDirectory(path);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    };
  }

  private static Vfs leavesOpen(Vfs disk) {
    return new ForwardingVfs(disk) {
      @Override
      @SuppressWarnings("MustBeClosedChecker") // that is what is wrong with it
      public void unlink(Path path) throws IOException {
        disk.openRead(path);
        super.unlink(path);
      }
    };
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
