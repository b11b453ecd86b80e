package dev.permafrost.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.failure.DurabilityFailure;
import dev.permafrost.ports.failure.StorageUnavailable;
import dev.permafrost.ports.hot.HotDirectories;
import dev.permafrost.ports.vfs.FileStat;
import dev.permafrost.testkit.vfs.MemoryVfs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HotDirectoryStepsTest {

  private static final ChunkId CHUNK = new ChunkId(7);

  private final MemoryVfs vfs = new MemoryVfs();
  private final HotDirectories directories = FileStores.hotDirectories(vfs, Path.of("/hot"));

  @BeforeEach
  void makeRoot() throws IOException {
    vfs.makeDirectory(Path.of("/hot"));
  }

  @Test
  void aRootThatIsGoneIsNotMadeAnew() throws IOException {
    vfs.removeDirectory(Path.of("/hot"));

    assertThatExceptionOfType(StorageUnavailable.class).isThrownBy(() -> directories.make(CHUNK));

    assertThat(vfs.stat(Path.of("/hot")).type()).isEqualTo(FileStat.Type.MISSING);
  }

  private List<String> syncs() {
    return vfs.operations().stream()
        .filter(operation -> operation.name().startsWith("sync"))
        .map(MemoryVfs.Operation::toString)
        .toList();
  }

  @Test
  void aNewDirectoryIsSyncedAndThenTheRootAboveIt() {
    directories.make(CHUNK);
    assertThat(syncs()).isEmpty();

    directories.makeDurable(CHUNK);

    assertThat(syncs()).containsExactly("syncDirectory /hot/00000007", "syncDirectory /hot");
  }

  @Test
  void aRemovalSyncsTheParentEachTimeItIsAsked() {
    directories.make(CHUNK);
    directories.wipe(CHUNK);
    assertThat(syncs()).isEmpty();

    directories.makeRemovalDurable(CHUNK);
    directories.makeRemovalDurable(CHUNK);

    assertThat(syncs()).containsExactly("syncDirectory /hot", "syncDirectory /hot");
  }

  @Test
  void aFailedSyncIsADurabilityFailure() {
    directories.make(CHUNK);
    vfs.hook(
        (operation, path) -> {
          if (operation.equals("syncDirectory")) {
            throw new IOException("Input/output error");
          }
        });

    assertThatExceptionOfType(DurabilityFailure.class)
        .isThrownBy(() -> directories.makeDurable(CHUNK))
        .satisfies(failure -> assertThat(failure.path()).isEqualTo("/hot/00000007"));
  }

  @Test
  void aWipeFollowsNoLinkOutOfTheDirectory(@TempDir Path directory) throws IOException {
    Path kept = Files.createDirectories(directory.resolve("elsewhere/inner"));
    Files.writeString(kept.resolve("file"), "kept");
    Path hot = directory.resolve("hot");
    Path chunk = Files.createDirectories(hot.resolve("00000007"));
    Files.createSymbolicLink(chunk.resolve("to-directory"), kept);
    Files.createSymbolicLink(chunk.resolve("to-file"), kept.resolve("file"));
    Files.createSymbolicLink(chunk.resolve("to-nothing"), directory.resolve("nothing"));

    FileStores.hotDirectories(FileStores.posix(), hot).wipe(CHUNK);

    assertThat(chunk).doesNotExist();
    assertThat(kept.resolve("file")).hasContent("kept");
  }

  @Test
  void aWipeOfALinkRemovesTheLinkAlone(@TempDir Path directory) throws IOException {
    Path kept = Files.createDirectories(directory.resolve("elsewhere"));
    Files.writeString(kept.resolve("file"), "kept");
    Path hot = Files.createDirectories(directory.resolve("hot"));
    Path link = Files.createSymbolicLink(hot.resolve("00000007"), kept);

    FileStores.hotDirectories(FileStores.posix(), hot).wipe(CHUNK);

    assertThat(Files.isSymbolicLink(link)).isFalse();
    assertThat(kept.resolve("file")).hasContent("kept");
  }
}
