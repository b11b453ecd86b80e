package dev.permafrost.fs;

import static org.assertj.core.api.Assertions.assertThat;

import dagger.BindsInstance;
import dagger.Component;
import dev.permafrost.ports.artifact.ArtifactFormat;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.artifact.ArtifactStore;
import dev.permafrost.ports.artifact.LedgerPacks;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.hot.HotDirectories;
import dev.permafrost.ports.roots.RootRole;
import dev.permafrost.ports.roots.RootSighting;
import dev.permafrost.ports.roots.StoreRoots;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FsModuleTest {

  /** What a program gets from the module. */
  @Component(modules = FsModule.class)
  interface Files {
    ArtifactStore artifacts();

    LedgerPacks packs();

    HotDirectories hotDirectories();

    StoreRoots roots();

    Set<ArtifactFormat> formats();

    /** Takes the roots. */
    @Component.Factory
    interface Factory {
      Files create(@BindsInstance RootPaths paths);
    }
  }

  @Test
  void theModuleBuildsEveryAdapterOnTheGivenRootsAndWritesNothing(@TempDir Path directory) {
    Files files = DaggerFsModuleTest_Files.factory().create(RootPaths.under(directory));

    assertThat(files.formats())
        .extracting(ArtifactFormat::kind)
        .containsExactly(ArtifactKind.LEDGERS);
    assertThat(files.artifacts().locate(ArtifactKind.LEDGERS, new ChunkId(1)))
        .isEqualTo(directory.resolve("ledgers/00000/00000001.pack").toString());
    try (StoreRoots roots = files.roots()) {
      assertThat(roots.look(RootRole.HOT).state()).isEqualTo(RootSighting.State.MISSING);
      assertThat(roots.location(RootRole.COLD)).isEqualTo(directory.toString());
    }
    assertThat(files.packs()).isNotNull();
    assertThat(files.hotDirectories()).isNotNull();
    assertThat(directory).isEmptyDirectory();
  }
}
