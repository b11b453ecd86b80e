package dev.permafrost.fs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.failure.PermissionDenied;
import dev.permafrost.ports.roots.RootEntry;
import dev.permafrost.ports.roots.RootRole;
import dev.permafrost.ports.roots.StoreRoots;
import dev.permafrost.testkit.machine.MemoryVfs;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a survey does where it may not look, and where links lead elsewhere. */
class RootSurveyTest {

  private static final RootPaths PATHS = RootPaths.under(Path.of("/volume/store"));

  @TempDir Path temporary;

  @Test
  void aBucketThatMayNotBeListedHidesNoOther() throws IOException {
    MemoryVfs vfs = new MemoryVfs();
    StoreFixture fixture = new StoreFixture(vfs);
    fixture.write(PATHS.cold().resolve("ledgers/00000/00000001.pack"), new byte[3]);
    fixture.write(PATHS.cold().resolve("ledgers/00001/00001001.pack"), new byte[3]);
    vfs.hook(
        (operation, path) -> {
          if (operation.equals("list") && path.endsWith("00000")) {
            throw new AccessDeniedException(path.toString());
          }
        });

    List<RootEntry> entries = survey(FileStores.roots(vfs, PATHS, Set.of(ArtifactKind.LEDGERS)));

    assertThat(entries).hasSize(2);
    assertThat(entries.get(0))
        .isInstanceOfSatisfying(
            RootEntry.Unreadable.class,
            unreadable -> {
              assertThat(unreadable.path()).isEqualTo("/volume/store/ledgers/00000");
              assertThat(unreadable.failure()).isInstanceOf(PermissionDenied.class);
            });
    assertThat(entries.get(1)).isInstanceOf(RootEntry.ChunkFile.class);
  }

  @Test
  void aFileThatMayNotBeLookedAtIsToldAndHidesNoOther() throws IOException {
    MemoryVfs vfs = new MemoryVfs();
    StoreFixture fixture = new StoreFixture(vfs);
    fixture.write(PATHS.cold().resolve("ledgers/00000/00000001.pack"), new byte[3]);
    fixture.write(PATHS.cold().resolve("ledgers/00000/00000002.pack"), new byte[3]);
    vfs.hook(
        (operation, path) -> {
          if (operation.equals("stat") && path.endsWith("00000001.pack")) {
            throw new AccessDeniedException(path.toString());
          }
        });

    List<RootEntry> entries = survey(FileStores.roots(vfs, PATHS, Set.of(ArtifactKind.LEDGERS)));

    assertThat(entries)
        .hasSize(2)
        .hasAtLeastOneElementOfType(RootEntry.Unreadable.class)
        .hasAtLeastOneElementOfType(RootEntry.ChunkFile.class);
  }

  @Test
  void aRootThatIsLinkedIntoTheColdOneIsNoEntryOfIt() throws IOException {
    Path elsewhere = Files.createDirectories(temporary.resolve("elsewhere"));
    Path data = Files.createDirectories(temporary.resolve("data"));
    Files.createSymbolicLink(data.resolve("hot"), elsewhere);
    Files.createSymbolicLink(data.resolve("dangling"), temporary.resolve("nothing"));

    List<RootEntry> entries =
        survey(
            FileStores.roots(
                FileStores.posix(),
                new RootPaths(temporary.resolve("catalog"), elsewhere, data),
                Set.of(ArtifactKind.LEDGERS)));

    assertThat(entries)
        .singleElement()
        .isEqualTo(new RootEntry.Foreign(data.resolve("dangling").toString()));
  }

  private static List<RootEntry> survey(StoreRoots roots) {
    List<RootEntry> entries = new ArrayList<>();
    try (StoreRoots surveyed = roots) {
      surveyed.survey(RootRole.COLD, entries::add);
    }
    return entries;
  }
}
