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
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  // ---- D3 ---------------------------------------------------------------------------------------

  private static final Path LOG = Path.of("/hot/00000007/000001.log");

  private int pauses;

  /** Directories whose pauses take no time and may change the disk, as other processes do. */
  private HotDirectories pausing(Runnable meanwhile) {
    return new FileHotDirectories(
        new Disk(vfs),
        Path.of("/hot"),
        () -> {
          pauses++;
          meanwhile.run();
        });
  }

  /** As NFS and FUSE do it to a file that is still open somewhere: it goes when that is closed. */
  private void keepLogAs(Path kept) throws IOException {
    directories.make(CHUNK);
    new StoreFixture(vfs).write(LOG, new byte[1]);
    vfs.hook(
        (operation, path) -> {
          if (operation.equals("unlink") && path.equals(LOG)) {
            vfs.link(LOG, kept);
          }
          if (operation.equals("unlink") && path.equals(kept)) {
            throw new FileSystemException(kept.toString(), null, "Device or resource busy");
          }
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {".nfs01", ".fuse_hidden000001f400000002"})
  void d3AFileThatIsKeptWhileItIsOpenIsWaitedForBrieflyAndNamed(String name) throws IOException {
    Path kept = Path.of("/hot/00000007/" + name);
    keepLogAs(kept);

    assertThatExceptionOfType(StorageUnavailable.class)
        .isThrownBy(() -> pausing(() -> {}).wipe(CHUNK, known -> true))
        .satisfies(failure -> assertThat(failure.path()).isEqualTo(kept.toString()));
    assertThat(pauses).isBetween(5, 50);
    assertThat(vfs.list(Path.of("/hot"))).containsExactly("00000007");

    vfs.hook((operation, path) -> {});
    pausing(() -> {}).wipe(CHUNK, known -> true);
    assertThat(vfs.list(Path.of("/hot"))).isEmpty();
  }

  @Test
  void d3AFileThatIsClosedMeanwhileEndsTheWait() throws IOException {
    Path kept = Path.of("/hot/00000007/.nfs01");
    keepLogAs(kept);
    HotDirectories waiting =
        pausing(
            () -> {
              if (pauses == 3) {
                vfs.hook((operation, path) -> {});
                unlink(kept);
              }
            });

    waiting.wipe(CHUNK, known -> known.endsWith(".log"));

    assertThat(pauses).isEqualTo(3);
    assertThat(vfs.list(Path.of("/hot"))).isEmpty();
  }

  private void unlink(Path path) {
    try {
      vfs.unlink(path);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** A late listing: the entry was there, but not listed. */
  @Test
  void d3AnEntryThatAppearsWhileTheDirectoryIsRemovedIsRemovedToo() throws IOException {
    directories.make(CHUNK);
    new StoreFixture(vfs).write(LOG, new byte[1]);
    Path late = Path.of("/hot/00000007/000002.log");
    int[] left = {2};
    vfs.hook(
        (operation, path) -> {
          if (operation.equals("removeDirectory") && left[0]-- > 0) {
            new StoreFixture(vfs).write(late, new byte[1]);
          }
        });

    pausing(() -> {}).wipe(CHUNK, known -> known.endsWith(".log"));

    assertThat(pauses).isEqualTo(2);
    assertThat(vfs.list(Path.of("/hot"))).isEmpty();
  }

  @Test
  void d3AForeignEntryThatAppearsMeanwhileIsRefusedAndStays() throws IOException {
    directories.make(CHUNK);
    Path foreign = Path.of("/hot/00000007/notes.txt");
    boolean[] done = {false};
    vfs.hook(
        (operation, path) -> {
          if (operation.equals("removeDirectory") && !done[0]) {
            done[0] = true;
            new StoreFixture(vfs).write(foreign, new byte[1]);
          }
        });

    assertThatExceptionOfType(ForeignEntry.class)
        .isThrownBy(() -> pausing(() -> {}).wipe(CHUNK, known -> known.endsWith(".log")))
        .satisfies(failure -> assertThat(failure.path()).isEqualTo(foreign.toString()));
    assertThat(vfs.list(Path.of("/hot/00000007"))).containsExactly("notes.txt");
  }

  @Test
  void d3ADirectoryThatNeverSaysThatItIsEmptyEndsTheWaitByName() throws IOException {
    directories.make(CHUNK);
    vfs.hook(
        (operation, path) -> {
          if (operation.equals("removeDirectory")) {
            throw new DirectoryNotEmptyException(path.toString());
          }
        });

    assertThatExceptionOfType(StorageUnavailable.class)
        .isThrownBy(() -> pausing(() -> {}).wipe(CHUNK, known -> true))
        .satisfies(failure -> assertThat(failure.path()).isEqualTo("/hot/00000007"));
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
