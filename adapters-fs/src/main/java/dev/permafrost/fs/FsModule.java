package dev.permafrost.fs;

import dagger.Module;
import dagger.Provides;
import dagger.multibindings.IntoSet;
import dev.permafrost.ports.artifact.ArtifactFormat;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.artifact.ArtifactStore;
import dev.permafrost.ports.artifact.LedgerPacks;
import dev.permafrost.ports.hot.HotDirectories;
import dev.permafrost.ports.roots.StoreRoots;
import dev.permafrost.ports.vfs.Vfs;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Provides the file adapters on the operating system's file system to a Dagger graph that binds
 * {@link RootPaths}. It owns none of them: the caller that gets {@link StoreRoots} must close them.
 * The packs are one of a set of formats; other kinds add theirs.
 */
@Module
public final class FsModule {

  private FsModule() {}

  @Provides
  static Vfs vfs() {
    return FileStores.posix();
  }

  @Provides
  @IntoSet
  static ArtifactFormat packFormat() {
    return FileStores.packFormat();
  }

  @Provides
  static ArtifactStore artifacts(Vfs vfs, RootPaths paths, Set<ArtifactFormat> formats) {
    return FileStores.artifacts(vfs, paths.cold(), formats);
  }

  @Provides
  static LedgerPacks ledgerPacks(Vfs vfs, RootPaths paths) {
    return FileStores.ledgerPacks(vfs, paths.cold());
  }

  @Provides
  static HotDirectories hotDirectories(Vfs vfs, RootPaths paths) {
    return FileStores.hotDirectories(vfs, paths.hot());
  }

  @Provides
  static StoreRoots roots(Vfs vfs, RootPaths paths, Set<ArtifactFormat> formats) {
    Set<ArtifactKind> kinds =
        formats.stream().map(ArtifactFormat::kind).collect(Collectors.toUnmodifiableSet());
    return FileStores.roots(vfs, paths, kinds);
  }
}
