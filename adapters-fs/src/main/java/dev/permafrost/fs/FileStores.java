package dev.permafrost.fs;

import dev.permafrost.ports.artifact.ArtifactFormat;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.artifact.ArtifactStore;
import dev.permafrost.ports.artifact.LedgerPacks;
import dev.permafrost.ports.artifact.PackCandidates;
import dev.permafrost.ports.buffer.DirectBuffers;
import dev.permafrost.ports.failure.PathRules;
import dev.permafrost.ports.hot.HotDirectories;
import dev.permafrost.ports.landing.Landing;
import dev.permafrost.ports.roots.RootRole;
import dev.permafrost.ports.roots.StoreRoots;
import dev.permafrost.ports.vfs.Vfs;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Set;

/**
 * Creates this module's adapters: its entry point. Creating one opens and writes nothing; all of
 * them work on any {@link Vfs}, such as {@link #posix}.
 */
public final class FileStores {

  private FileStores() {}

  /** The file system of the operating system. There is one instance in a process. */
  public static Vfs posix() {
    return PosixVfs.INSTANCE;
  }

  /** The format of the kind {@code ledgers}: packs, version 1 ({@code docs/pack-format.md}). */
  public static ArtifactFormat packFormat() {
    return new PackFormat();
  }

  /**
   * The artifacts under a cold root.
   *
   * @param cold the cold root
   * @param formats the formats of all known kinds, one for each
   */
  public static ArtifactStore artifacts(
      Vfs vfs, Path cold, Collection<? extends ArtifactFormat> formats) {
    return new FileArtifactStore(
        new Disk(vfs),
        cold.toAbsolutePath(),
        formats,
        DirectBuffers.aligned(FileArtifactStore.MAX_IDLE_BYTES));
  }

  /**
   * The packs of ledgers under a cold root.
   *
   * @param cold the cold root
   */
  public static LedgerPacks ledgerPacks(Vfs vfs, Path cold) {
    return new FileLedgerPacks(
        new Disk(vfs),
        cold.toAbsolutePath(),
        DirectBuffers.aligned(FileLedgerPacks.MAX_IDLE_BYTES));
  }

  /**
   * The directories of hot databases.
   *
   * @param hot the hot root
   */
  public static HotDirectories hotDirectories(Vfs vfs, Path hot) {
    return new FileHotDirectories(new Disk(vfs), hot.toAbsolutePath());
  }

  /**
   * The roots of a store, for this process. The caller must close them.
   *
   * @param kinds the known kinds of artifacts
   * @throws dev.permafrost.ports.failure.RootsOverlap if roots are equal or nested, except in the
   *     default layout; nothing was written then
   * @throws dev.permafrost.ports.failure.UnusablePath if a root's path is too long, or has circular
   *     symbolic links; nothing was written then
   */
  public static StoreRoots roots(Vfs vfs, RootPaths paths, Set<ArtifactKind> kinds) {
    return roots(vfs, paths, kinds, ProcessHandle.current().pid());
  }

  /**
   * The roots of a store, for a process of a simulated machine.
   *
   * @param vfs that process's view of the file system, which identifies it for locks
   * @param kinds the known kinds of artifacts
   * @param pid that process's id, shown to a process that finds a root locked
   * @throws dev.permafrost.ports.failure.RootsOverlap as for the other method
   */
  public static StoreRoots roots(Vfs vfs, RootPaths paths, Set<ArtifactKind> kinds, long pid) {
    for (RootRole role : RootRole.values()) {
      PathRules.requireRoot(paths.of(role));
    }
    Disk disk = new Disk(vfs);
    new RootOverlap(disk).check(paths);
    return new FileStoreRoots(disk, paths, Set.copyOf(kinds), pid);
  }

  /**
   * Packs that may be adopted, in a directory outside the store. If it is a root of a store, or the
   * folder {@code ledgers} of one, that root's lock is taken, except for the adopting store's own
   * root, which is locked already. The caller closes it.
   *
   * @param cold the cold root of the store that adopts
   * @param from the directory; it need not exist
   * @param exclusively whether packs are moved away, so that no other process may read there
   * @throws dev.permafrost.ports.failure.RootLocked if another process holds that root
   * @throws dev.permafrost.ports.failure.SharedFiles if packs are to be moved from a root that
   *     shares its identity file with a copy
   */
  public static PackCandidates packCandidates(Vfs vfs, Path cold, Path from, boolean exclusively) {
    return packCandidates(vfs, cold, from, exclusively, ProcessHandle.current().pid());
  }

  /**
   * Packs that may be adopted, for a process of a simulated machine.
   *
   * @param vfs that process's view of the file system, which identifies it for locks
   * @param cold as for the other method
   * @param from as for the other method
   * @param exclusively as for the other method
   * @param pid that process's id, shown to others that find the root locked
   */
  public static PackCandidates packCandidates(
      Vfs vfs, Path cold, Path from, boolean exclusively, long pid) {
    return FilePackCandidates.open(
        new Disk(vfs),
        cold.toAbsolutePath(),
        from.toAbsolutePath(),
        DirectBuffers.aligned(FileLedgerPacks.MAX_IDLE_BYTES),
        exclusively,
        pid);
  }

  /**
   * A landing in a directory, with one file for each chunk. The directory may be a shared mount
   * whose file system has hard links.
   *
   * @param directory must exist when something is written; it is never created
   */
  public static Landing landing(Vfs vfs, Path directory) {
    return new DirectoryLanding(
        new Disk(vfs),
        directory.toAbsolutePath(),
        DirectBuffers.aligned(FileArtifactStore.MAX_IDLE_BYTES));
  }

  /** Inspects packs at any path. */
  public static PackInspector packInspector(Vfs vfs) {
    return new PackInspector(new Disk(vfs), DirectBuffers.aligned(PackInspector.MAX_IDLE_BYTES));
  }
}
