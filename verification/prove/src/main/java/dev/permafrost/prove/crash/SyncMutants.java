package dev.permafrost.prove.crash;

import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.vfs.Vfs;
import dev.permafrost.ports.vfs.VfsFile;
import dev.permafrost.testkit.forward.ForwardingVfs;
import dev.permafrost.testkit.kind.TinyKind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;

/** Mutants that leave out a sync. */
final class SyncMutants {

  private SyncMutants() {}

  static List<Mutant> all() {
    return List.of(
        new Mutant("skip the file sync", SkipFile::new),
        skipsDirectories("skip the directory sync", Wiring.Use.ARTIFACTS, SyncMutants::isBucket),
        skipsDirectories(
            "skip the kind directory's sync", Wiring.Use.ARTIFACTS, SyncMutants::isKind),
        skipsDirectories(
            "skip the root sync",
            Wiring.Use.ARTIFACTS,
            (layout, path) -> path.equals(layout.roots().cold())),
        skipsDirectories(
            "skip the sync of the new root's ancestors",
            Wiring.Use.ROOTS,
            (layout, path) -> isAboveARoot(layout, path)),
        new Mutant("skip a sync whose effect is already visible", SkipWhatIsVisible::new),
        new Mutant("take a failed sync for done", BelieveFailed::new, onVolumes()),
        new Mutant("use a lent buffer before it is written", UseLentBuffer::new));
  }

  private static List<Scenario> onVolumes() {
    return Scenarios.DRIVING.stream()
        .filter(scenario -> !scenario.layout().mounts().isEmpty())
        .toList();
  }

  private static boolean isBucket(Layout layout, Path path) {
    Path parent = path.getParent();
    return parent != null && isKind(layout, parent);
  }

  private static boolean isKind(Layout layout, Path path) {
    Path cold = layout.roots().cold();
    return path.equals(cold.resolve(ArtifactKind.LEDGERS.name()))
        || path.equals(cold.resolve(TinyKind.KIND.name()));
  }

  private static boolean isAboveARoot(Layout layout, Path path) {
    Set<Path> roots = Set.of(layout.roots().catalog(), layout.roots().hot(), layout.roots().cold());
    return !roots.contains(path) && roots.stream().anyMatch(root -> root.startsWith(path));
  }

  private static Mutant skipsDirectories(
      String name, Wiring.Use where, BiPredicate<Layout, Path> which) {
    return new Mutant(
        name,
        () ->
            new Wiring() {
              @Override
              public Vfs vfs(Vfs original, Use use, Layout layout) {
                return use != where
                    ? original
                    : new ForwardingVfs(original) {
                      @Override
                      public void syncDirectory(Path path) throws IOException {
                        if (!which.test(layout, path)) {
                          super.syncDirectory(path);
                        }
                      }
                    };
              }
            });
  }

  private static final class SkipFile extends Wiring {
    @Override
    public Vfs vfs(Vfs original, Use use, Layout layout) {
      return use != Use.ARTIFACTS
          ? original
          : new ForwardingVfs(original) {
            @Override
            protected void sync(Path path, VfsFile file) {}
          };
    }
  }

  /** Shows itself where a volume is cut before the others: nothing else fails a sync. */
  private static final class BelieveFailed extends Wiring {
    @Override
    public Vfs vfs(Vfs original, Use use, Layout layout) {
      return use != Use.ARTIFACTS
          ? original
          : new ForwardingVfs(original) {
            @Override
            protected void sync(Path path, VfsFile file) {
              try {
                file.sync();
              } catch (IOException swallowed) {
                // On purpose.
              }
            }

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
  }

  /** Shows itself where a write that was begun is done when it is waited for. */
  private static final class UseLentBuffer extends Wiring {
    @Override
    public Vfs vfs(Vfs original, Use use, Layout layout) {
      return use != Use.ARTIFACTS
          ? original
          : new ForwardingVfs(original) {
            @Override
            protected void startWriteAt(VfsFile file, ByteBuffer lent, long offsetBytes)
                throws IOException {
              int first = lent.position();
              super.startWriteAt(file, lent, offsetBytes);
              lent.put(first, (byte) ~lent.get(first));
            }
          };
    }
  }

  /** Where databases change entries, past the file system that is looked at here. */
  private static boolean isADatabases(Layout layout, Path path) {
    Path parent = path.getParent();
    return path.startsWith(layout.roots().catalog()) || layout.roots().hot().equals(parent);
  }

  /** Syncs only those directories in which this process has changed something. */
  private static final class SkipWhatIsVisible extends Wiring {
    private final Set<Path> changedByProcess = new HashSet<>();

    @Override
    public Vfs vfs(Vfs original, Use use, Layout layout) {
      return new ForwardingVfs(original) {
        @Override
        protected void changed(Path directory) {
          changedByProcess.add(directory);
        }

        @Override
        public void syncDirectory(Path path) throws IOException {
          if (changedByProcess.contains(path) || isADatabases(layout, path)) {
            super.syncDirectory(path);
          }
        }
      };
    }
  }
}
