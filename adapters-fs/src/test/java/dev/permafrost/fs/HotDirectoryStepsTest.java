package dev.permafrost.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.failure.DurabilityFailure;
import dev.permafrost.ports.failure.ForeignEntry;
import dev.permafrost.ports.failure.StorageUnavailable;
import dev.permafrost.ports.hot.HotDirectories;
import dev.permafrost.ports.vfs.FileStat;
import dev.permafrost.testkit.machine.MemoryVfs;
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
    directories.wipe(CHUNK, name -> true);
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
  void filesAreSyncedOneByOneAndTheDirectoryIsNot() throws IOException {
    directories.make(CHUNK);
    new StoreFixture(vfs).write(Path.of("/hot/00000007/CURRENT"), new byte[1]);
    new StoreFixture(vfs).write(Path.of("/hot/00000007/000001.log"), new byte[1]);

    directories.syncFiles(CHUNK);

    assertThat(syncs())
        .containsExactly("sync /hot/00000007/000001.log", "sync /hot/00000007/CURRENT");
  }

  @Test
  void whatCannotBeReadPastTheCacheIsWrittenOnceMoreAndSynced() throws IOException {
    directories.make(CHUNK);
    Path log = Path.of("/hot/00000007/000001.log");
    byte[] content = new byte[(1 << 20) + 7];
    content[1 << 20] = 5;
    new StoreFixture(vfs).write(log, content);
    vfs.readsPastCache(false);
    vfs.forgetOperations();

    directories.syncFiles(CHUNK);

    assertThat(
            vfs.operations().stream()
                .map(MemoryVfs.Operation::toString)
                .filter(what -> what.startsWith("sync") || what.startsWith("writeAt")))
        .containsExactly("sync " + log, "writeAt " + log, "writeAt " + log, "sync " + log);
    assertThat(new StoreFixture(vfs).read(log)).isEqualTo(content);
  }

  /** As a network file system does it to a file that is still open somewhere. */
  @Test
  void aFileThatIsKeptUnderAnotherNameWhileItIsOpenIsWaitedFor() throws IOException {
    directories.make(CHUNK);
    Path log = Path.of("/hot/00000007/000001.log");
    Path kept = Path.of("/hot/00000007/.nfs01");
    new StoreFixture(vfs).write(log, new byte[1]);
    vfs.hook(
        (operation, path) -> {
          if (operation.equals("unlink") && path.equals(log)) {
            vfs.link(log, kept);
          }
        });

    assertThatExceptionOfType(StorageUnavailable.class)
        .isThrownBy(() -> directories.wipe(CHUNK, name -> true))
        .satisfies(failure -> assertThat(failure.path()).isEqualTo(kept.toString()));
    vfs.unlink(kept);

    directories.wipe(CHUNK, name -> true);
    assertThat(vfs.list(Path.of("/hot"))).isEmpty();
  }

  @Test
  void aWipeFollowsNoLinkOutOfTheDirectory(@TempDir Path directory) throws IOException {
    Path kept = Files.createDirectories(directory.resolve("elsewhere/inner"));
    Files.writeString(kept.resolve("file"), "kept");
    Path hot = directory.resolve("hot");
    Path chunk = Files.createDirectories(hot.resolve("00000007"));
    HotDirectories real = FileStores.hotDirectories(FileStores.posix(), hot);
    Files.createSymbolicLink(chunk.resolve("to-file"), kept.resolve("file"));
    Path toDirectory = Files.createSymbolicLink(chunk.resolve("to-directory"), kept);

    assertThatExceptionOfType(ForeignEntry.class)
        .isThrownBy(() -> real.wipe(CHUNK, name -> true))
        .satisfies(failure -> assertThat(failure.path()).isEqualTo(toDirectory.toString()));
    Files.delete(toDirectory);
    Path toNothing =
        Files.createSymbolicLink(chunk.resolve("to-nothing"), directory.resolve("nothing"));
    assertThatExceptionOfType(ForeignEntry.class)
        .isThrownBy(() -> real.wipe(CHUNK, name -> true))
        .satisfies(failure -> assertThat(failure.path()).isEqualTo(toNothing.toString()));
    Files.delete(toNothing);

    real.wipe(CHUNK, name -> true);

    assertThat(chunk).doesNotExist();
    assertThat(kept.resolve("file")).hasContent("kept");
  }

  @Test
  void aLinkInThePlaceOfTheDirectoryIsForeign(@TempDir Path directory) throws IOException {
    Path kept = Files.createDirectories(directory.resolve("elsewhere"));
    Files.writeString(kept.resolve("CURRENT"), "kept");
    Path hot = Files.createDirectories(directory.resolve("hot"));
    Path link = Files.createSymbolicLink(hot.resolve("00000007"), kept);

    assertThatExceptionOfType(ForeignEntry.class)
        .isThrownBy(
            () -> FileStores.hotDirectories(FileStores.posix(), hot).wipe(CHUNK, name -> true))
        .satisfies(failure -> assertThat(failure.found()).isEqualTo("a symbolic link"));

    assertThat(Files.isSymbolicLink(link)).isTrue();
    assertThat(kept.resolve("CURRENT")).hasContent("kept");
  }
}
