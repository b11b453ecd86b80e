package dev.permafrost.testkit.vfs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.permafrost.ports.vfs.FileStat;
import dev.permafrost.ports.vfs.Vfs;
import dev.permafrost.ports.vfs.VfsFile;
import dev.permafrost.ports.vfs.VfsFile.VfsLock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.NonWritableChannelException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link Vfs} does: the contract of the port, as tests. */
public abstract class VfsContract {

  private Vfs vfs;
  private Path home;

  /** Made by JUnit. */
  protected VfsContract() {}

  /** The file system under test. */
  protected abstract Vfs openVfs() throws IOException;

  /** An absolute, real path of an existing, empty directory on it, another for each test. */
  protected abstract Path emptyDirectory() throws IOException;

  @BeforeEach
  final void setUp() throws IOException {
    vfs = openVfs();
    home = emptyDirectory();
  }

  @Test
  final void whatIsNotThereIsMissingAndIsNoError() throws IOException {
    assertThat(vfs.stat(home.resolve("nothing"))).isEqualTo(FileStat.MISSING);
    assertThat(vfs.stat(home.resolve("no/such/parent"))).isEqualTo(FileStat.MISSING);
  }

  @Test
  final void aFileAndADirectoryAreToldApartAndShareADevice() throws IOException {
    write("file", "12345");
    vfs.makeDirectory(home.resolve("directory"));

    FileStat file = vfs.stat(home.resolve("file"));
    FileStat directory = vfs.stat(home.resolve("directory"));

    assertThat(file.type()).isEqualTo(FileStat.Type.FILE);
    assertThat(file.sizeBytes()).isEqualTo(5);
    assertThat(directory.type()).isEqualTo(FileStat.Type.DIRECTORY);
    assertThat(directory.sizeBytes()).isZero();
    assertThat(file.device()).isEqualTo(directory.device()).isNotZero();
  }

  @Test
  final void nothingCanStandBelowAFile() throws IOException {
    write("file", "");
    Path below = home.resolve("file/below");

    assertThat(vfs.stat(below)).isEqualTo(FileStat.MISSING);
    assertThat(vfs.stat(below.resolve("deeper"))).isEqualTo(FileStat.MISSING);
    assertThatThrownBy(() -> createAndClose(below)).isInstanceOf(FileSystemException.class);
    assertThatThrownBy(() -> vfs.makeDirectory(below)).isInstanceOf(FileSystemException.class);
  }

  @Test
  final void namesAreListedSorted() throws IOException {
    write("b", "");
    write("a", "");
    vfs.makeDirectory(home.resolve("c"));
    write("B", "");

    assertThat(vfs.list(home)).containsExactly("B", "a", "b", "c");
    assertThat(vfs.list(home.resolve("c"))).isEmpty();
  }

  @Test
  final void listingWhatIsNoDirectoryFails() throws IOException {
    write("file", "");

    assertThatThrownBy(() -> vfs.list(home.resolve("nothing")))
        .isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> vfs.list(home.resolve("file")))
        .isInstanceOf(NotDirectoryException.class);
  }

  @Test
  final void aRealPathHasNoDotsAndMustExist() throws IOException {
    vfs.makeDirectory(home.resolve("a"));

    assertThat(vfs.realPath(home.resolve("a/../a/."))).isEqualTo(home.resolve("a"));
    assertThatThrownBy(() -> vfs.realPath(home.resolve("nothing")))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  final void creatingNeedsAParentAndAFreeName() throws IOException {
    write("file", "kept");
    vfs.makeDirectory(home.resolve("directory"));

    assertThatThrownBy(() -> createAndClose(home.resolve("no/file")))
        .isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> createAndClose(home.resolve("file")))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThatThrownBy(() -> createAndClose(home.resolve("directory")))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(read("file")).isEqualTo("kept");
  }

  @Test
  final void openingNeedsAFile() throws IOException {
    vfs.makeDirectory(home.resolve("directory"));

    assertThatThrownBy(() -> readAndClose(home.resolve("nothing")))
        .isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> openAndClose(home.resolve("nothing")))
        .isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> readAndClose(home.resolve("directory")))
        .isInstanceOf(FileSystemException.class);
    assertThatThrownBy(() -> openAndClose(home.resolve("directory")))
        .isInstanceOf(FileSystemException.class);
    assertThat(vfs.list(home)).containsExactly("directory");
  }

  @Test
  final void openingForWritingTruncatesNothing() throws IOException {
    write("file", "abcdef");

    try (VfsFile file = vfs.openWrite(home.resolve("file"))) {
      file.writeAt(bytes("XY"), 2);
    }

    assertThat(read("file")).isEqualTo("abXYef");
  }

  @Test
  final void aReadEndsWhereTheFileEnds() throws IOException {
    write("file", "abcdef");

    try (VfsFile file = vfs.openRead(home.resolve("file"))) {
      ByteBuffer target = ByteBuffer.allocateDirect(4);
      assertThat(file.readAt(target, 3)).isEqualTo(3);
      assertThat(target.position()).isEqualTo(3);
      assertThat(file.readAt(target, 6)).isZero();
      assertThat(file.readAt(target, 1000)).isZero();
      assertThat(file.readAt(target, 5)).isEqualTo(1);
      assertThat(file.readAt(target, 0)).isZero();
      assertThat(text(target.flip())).isEqualTo("deff");
    }
  }

  @Test
  final void aWriteTakesPositionToLimitAndGrowsTheFileOverAHole() throws IOException {
    try (VfsFile file = vfs.create(home.resolve("file"))) {
      ByteBuffer source = bytes("0123456789").position(2).limit(5);
      file.writeAt(source, 10_000);
      assertThat(source.position()).isEqualTo(5);
      assertThat(file.sizeBytes()).isEqualTo(10_003);

      ByteBuffer all = ByteBuffer.allocate(10_003);
      assertThat(file.readAt(all, 0)).isEqualTo(10_003);
      assertThat(all.slice(0, 10_000)).isEqualTo(ByteBuffer.allocate(10_000));
      assertThat(text(all.slice(10_000, 3))).isEqualTo("234");
    }
  }

  @Test
  final void aNegativeOffsetIsABugOfTheCaller() throws IOException {
    try (VfsFile file = vfs.create(home.resolve("file"))) {
      assertThatThrownBy(() -> file.readAt(ByteBuffer.allocate(1), -1))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> file.writeAt(ByteBuffer.allocate(1), -1))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  final void whatIsOpenStaysReadableAfterItsNameIsGone() throws IOException {
    write("file", "first");
    try (VfsFile old = vfs.openRead(home.resolve("file"))) {
      vfs.unlink(home.resolve("file"));
      write("file", "second");

      ByteBuffer target = ByteBuffer.allocate(10);
      old.readAt(target, 0);
      assertThat(text(target.flip())).isEqualTo("first");
      assertThat(read("file")).isEqualTo("second");
    }
  }

  @Test
  final void unlinkingNeedsAFile() throws IOException {
    vfs.makeDirectory(home.resolve("directory"));

    assertThatThrownBy(() -> vfs.unlink(home.resolve("nothing")))
        .isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> vfs.unlink(home.resolve("directory")))
        .isInstanceOf(FileSystemException.class);
    assertThat(vfs.list(home)).containsExactly("directory");
  }

  // ---- several names, new names
  // ------------------------------------------------------------------

  @Test
  final void aLinkIsASecondNameOfTheSameFile() throws IOException {
    write("file", "shared");
    write("other", "shared");
    vfs.makeDirectory(home.resolve("directory"));

    vfs.link(home.resolve("file"), home.resolve("directory/second"));

    FileStat first = vfs.stat(home.resolve("file"));
    FileStat second = vfs.stat(home.resolve("directory/second"));
    assertThat(first.isSameFileAs(second)).isTrue();
    assertThat(first.inode()).isNotZero();
    assertThat(first.links()).isEqualTo(2);
    assertThat(second.links()).isEqualTo(2);
    assertThat(first.isSameFileAs(vfs.stat(home.resolve("other")))).isFalse();
    assertThat(vfs.stat(home.resolve("other")).links()).isEqualTo(1);
    try (VfsFile file = vfs.openWrite(home.resolve("file"))) {
      file.writeAt(bytes("S"), 0);
    }
    assertThat(read("directory/second")).isEqualTo("Shared");
  }

  @Test
  final void aFileGoesWithTheLastOfItsNames() throws IOException {
    write("file", "kept");
    vfs.link(home.resolve("file"), home.resolve("second"));

    vfs.unlink(home.resolve("file"));

    assertThat(read("second")).isEqualTo("kept");
    assertThat(vfs.stat(home.resolve("second")).links()).isEqualTo(1);
    vfs.unlink(home.resolve("second"));
    assertThat(vfs.list(home)).isEmpty();
  }

  @Test
  final void aLinkNeverReplacesAnything() throws IOException {
    write("file", "new");
    write("old", "old");
    vfs.makeDirectory(home.resolve("directory"));

    assertThatThrownBy(() -> vfs.link(home.resolve("file"), home.resolve("old")))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThatThrownBy(() -> vfs.link(home.resolve("file"), home.resolve("directory")))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThatThrownBy(() -> vfs.link(home.resolve("file"), home.resolve("file")))
        .isInstanceOf(FileAlreadyExistsException.class);

    assertThat(read("old")).isEqualTo("old");
    assertThat(vfs.list(home)).containsExactly("directory", "file", "old");
    assertThat(vfs.stat(home.resolve("file")).links()).isEqualTo(1);
  }

  @Test
  final void onlyAFileCanBeLinkedAndOnlyIntoADirectoryThatIsThere() throws IOException {
    write("file", "");
    vfs.makeDirectory(home.resolve("directory"));

    assertThatThrownBy(() -> vfs.link(home.resolve("nothing"), home.resolve("new")))
        .isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> vfs.link(home.resolve("directory"), home.resolve("new")))
        .isInstanceOf(FileSystemException.class);
    assertThatThrownBy(() -> vfs.link(home.resolve("file"), home.resolve("no/new")))
        .isInstanceOf(NoSuchFileException.class);

    assertThat(vfs.list(home)).containsExactly("directory", "file");
  }

  @Test
  final void aRenameTakesTheOldNameAndReplacesTheFileOfTheNewOne() throws IOException {
    write("new", "new");
    write("old", "old");
    vfs.makeDirectory(home.resolve("directory"));
    long renamed = vfs.stat(home.resolve("new")).inode();

    try (VfsFile replaced = vfs.openRead(home.resolve("old"))) {
      vfs.rename(home.resolve("new"), home.resolve("old"));

      ByteBuffer target = ByteBuffer.allocate(10);
      replaced.readAt(target, 0);
      assertThat(text(target.flip())).as("stays readable").isEqualTo("old");
    }
    assertThat(read("old")).isEqualTo("new");
    assertThat(vfs.stat(home.resolve("old")).inode()).isEqualTo(renamed);
    assertThat(vfs.stat(home.resolve("old")).links()).isEqualTo(1);

    vfs.rename(home.resolve("old"), home.resolve("directory/free"));
    assertThat(vfs.list(home)).containsExactly("directory");
    assertThat(read("directory/free")).isEqualTo("new");
  }

  @Test
  final void aRenameBetweenTwoNamesOfOneFileLeavesBoth() throws IOException {
    write("file", "kept");
    vfs.link(home.resolve("file"), home.resolve("second"));

    vfs.rename(home.resolve("file"), home.resolve("second"));
    vfs.rename(home.resolve("file"), home.resolve("file"));

    assertThat(vfs.list(home)).containsExactly("file", "second");
    assertThat(vfs.stat(home.resolve("file")).links()).isEqualTo(2);
  }

  @Test
  final void onlyAFileCanBeRenamedAndOnlyOverAFile() throws IOException {
    write("file", "kept");
    vfs.makeDirectory(home.resolve("directory"));

    assertThatThrownBy(() -> vfs.rename(home.resolve("nothing"), home.resolve("new")))
        .isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> vfs.rename(home.resolve("directory"), home.resolve("new")))
        .isInstanceOf(FileSystemException.class);
    assertThatThrownBy(() -> vfs.rename(home.resolve("file"), home.resolve("directory")))
        .isInstanceOf(FileSystemException.class);
    assertThatThrownBy(() -> vfs.rename(home.resolve("file"), home.resolve("no/new")))
        .isInstanceOf(NoSuchFileException.class);

    assertThat(vfs.list(home)).containsExactly("directory", "file");
    assertThat(read("file")).isEqualTo("kept");
  }

  // ---- past the cache
  // ----------------------------------------------------------------------------

  @Test
  final void whatIsDurableIsReadPastTheCacheAtAnyOffset() throws IOException {
    byte[] content = new byte[2_500_001];
    new Random(12).nextBytes(content);
    try (VfsFile file = vfs.create(home.resolve("file"))) {
      file.writeAt(ByteBuffer.wrap(content), 0);
      file.sync();
    }

    Optional<VfsFile> opened = vfs.openReadPastCache(home.resolve("file"));
    if (opened.isEmpty()) {
      return;
    }
    try (VfsFile file = opened.get()) {
      assertThat(file.sizeBytes()).isEqualTo(content.length);
      for (int[] part :
          new int[][] {
            {0, 0},
            {0, 1},
            {0, 4096},
            {1, 1},
            {4095, 2},
            {4096, 4096},
            {5000, 1_300_000},
            {1_048_575, 1_048_578},
            {0, content.length},
            {content.length - 1, 1}
          }) {
        ByteBuffer target = ByteBuffer.allocate(part[1]);
        assertThat(file.readAt(target, part[0])).isEqualTo(part[1]);
        assertThat(target.flip().equals(ByteBuffer.wrap(content, part[0], part[1]))).isTrue();
      }
      ByteBuffer beyond = ByteBuffer.allocateDirect(5000);
      assertThat(file.readAt(beyond, content.length - 10)).isEqualTo(10);
      assertThat(beyond.position()).isEqualTo(10);
      assertThat(file.readAt(beyond, content.length)).isZero();
      assertThat(file.readAt(beyond, content.length + 1_000_000L)).isZero();
      assertThatThrownBy(() -> file.readAt(beyond, -1))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> file.writeAt(bytes("x"), 0))
          .isInstanceOf(NonWritableChannelException.class);
    }
  }

  @Test
  final void onlyAFileThatIsThereIsReadPastTheCache() throws IOException {
    vfs.makeDirectory(home.resolve("directory"));

    assertThatThrownBy(() -> vfs.openReadPastCache(home.resolve("nothing")))
        .isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> vfs.openReadPastCache(home.resolve("directory")))
        .isInstanceOf(FileSystemException.class);
  }

  @Test
  final void makingADirectoryNeedsAParentAndAFreeName() throws IOException {
    write("file", "");
    vfs.makeDirectory(home.resolve("directory"));

    assertThatThrownBy(() -> vfs.makeDirectory(home.resolve("no/directory")))
        .isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> vfs.makeDirectory(home.resolve("file")))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThatThrownBy(() -> vfs.makeDirectory(home.resolve("directory")))
        .isInstanceOf(FileAlreadyExistsException.class);
  }

  @Test
  final void onlyAnEmptyDirectoryCanBeRemoved() throws IOException {
    vfs.makeDirectory(home.resolve("directory"));
    write("directory/file", "");

    assertThatThrownBy(() -> vfs.removeDirectory(home.resolve("directory")))
        .isInstanceOf(DirectoryNotEmptyException.class);
    assertThatThrownBy(() -> vfs.removeDirectory(home.resolve("directory/file")))
        .isInstanceOf(NotDirectoryException.class);
    assertThatThrownBy(() -> vfs.removeDirectory(home.resolve("nothing")))
        .isInstanceOf(NoSuchFileException.class);

    vfs.unlink(home.resolve("directory/file"));
    vfs.removeDirectory(home.resolve("directory"));
    assertThat(vfs.stat(home.resolve("directory"))).isEqualTo(FileStat.MISSING);
  }

  @Test
  final void filesAndDirectoriesCanBeSyncedAndMissingOnesCannot() throws IOException {
    try (VfsFile file = vfs.create(home.resolve("file"))) {
      file.writeAt(bytes("x"), 0);
      file.sync();
    }
    vfs.syncDirectory(home);

    assertThatThrownBy(() -> vfs.syncDirectory(home.resolve("nothing")))
        .isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> vfs.syncDirectory(home.resolve("file")))
        .isInstanceOf(NotDirectoryException.class);
  }

  @Test
  final void whatWasBegunIsThereOnceItWasWaitedFor() throws IOException {
    Path path = home.resolve("file");
    int largeBytes = 1 << 20;
    ByteBuffer room = ByteBuffer.allocateDirect(largeBytes + 4095).alignedSlice(4096);
    ByteBuffer large = room.limit(largeBytes);
    try (VfsFile file = vfs.create(path)) {
      file.startWriteAt(large.put(0, (byte) 1), 0);
      file.awaitWrite();
      file.startWriteAt(large.flip().put(0, (byte) 2), largeBytes);
      file.startWriteAt(bytes("tail"), 2L * largeBytes);
      file.awaitWrite();
      file.awaitWrite();
      file.sync();
    }

    try (VfsFile file = vfs.openRead(path)) {
      ByteBuffer read = ByteBuffer.allocate(2 * largeBytes + 5);
      assertThat(file.readAt(read, 0)).isEqualTo(2 * largeBytes + 4);
      assertThat(read.get(0)).isEqualTo((byte) 1);
      assertThat(read.get(largeBytes)).isEqualTo((byte) 2);
      assertThat(read.flip().position(2 * largeBytes)).isEqualTo(bytes("tail"));
    }
  }

  @Test
  final void aSyncMayBeginEarlyAndChangesNothingThatIsSeen() throws IOException {
    Path path = home.resolve("file");
    try (VfsFile file = vfs.create(path)) {
      file.writeAt(bytes("one"), 0);
      file.startSync();
      file.startSync();
      file.writeAt(bytes("two"), 3);
      file.sync();
      file.startSync();
    }

    try (VfsFile file = vfs.openRead(path)) {
      ByteBuffer read = ByteBuffer.allocate(7);
      assertThat(file.readAt(read, 0)).isEqualTo(6);
      assertThat(read.flip()).isEqualTo(bytes("onetwo"));
    }
  }

  @Test
  @SuppressWarnings("MustBeClosedChecker") // closed by hand, twice
  final void aClosedFileRefusesEverythingButClosing() throws IOException {
    VfsFile file = vfs.create(home.resolve("file"));
    file.close();
    file.close();

    assertThatThrownBy(() -> file.readAt(ByteBuffer.allocate(1), 0))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> file.writeAt(ByteBuffer.allocate(1), 0))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(file::sizeBytes).isInstanceOf(IOException.class);
    assertThatThrownBy(file::sync).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> file.tryLock(true)).isInstanceOf(IOException.class);
  }

  @Test
  final void aLockIsHeldAgainstASecondOpeningOfThisProcessToo() throws IOException {
    write("file", "");
    try (VfsFile first = vfs.openWrite(home.resolve("file"));
        VfsFile second = vfs.openWrite(home.resolve("file"))) {
      VfsLock lock = first.tryLock(false).orElseThrow();

      assertThat(second.tryLock(false)).isEmpty();
      assertThat(second.tryLock(true)).isEmpty();

      lock.close();
      lock.close();
      assertThat(second.tryLock(true)).isPresent();
    }
  }

  @Test
  final void aLockEndsWhenItsFileIsClosed() throws IOException {
    try (VfsFile first = vfs.create(home.resolve("file"))) {
      assertThat(first.tryLock(false)).isPresent();
    }
    try (VfsFile second = vfs.openWrite(home.resolve("file"))) {
      assertThat(second.tryLock(false)).isPresent();
    }
  }

  @Test
  final void aFileOpenForReadingCanBeLockedShared() throws IOException {
    write("file", "");
    try (VfsFile file = vfs.openRead(home.resolve("file"))) {
      assertThat(file.tryLock(true)).isPresent();
    }
  }

  private void createAndClose(Path path) throws IOException {
    try (VfsFile file = vfs.create(path)) {
      assertThat(file.sizeBytes()).isZero();
    }
  }

  private void readAndClose(Path path) throws IOException {
    try (VfsFile file = vfs.openRead(path)) {
      assertThat(file.sizeBytes()).isNotNegative();
    }
  }

  private void openAndClose(Path path) throws IOException {
    try (VfsFile file = vfs.openWrite(path)) {
      assertThat(file.sizeBytes()).isNotNegative();
    }
  }

  private void write(String name, String content) throws IOException {
    try (VfsFile file = vfs.create(home.resolve(name))) {
      file.writeAt(bytes(content), 0);
    }
  }

  private String read(String name) throws IOException {
    try (VfsFile file = vfs.openRead(home.resolve(name))) {
      ByteBuffer target = ByteBuffer.allocate((int) file.sizeBytes());
      file.readAt(target, 0);
      return text(target.flip());
    }
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(UTF_8));
  }

  private static String text(ByteBuffer bytes) {
    return UTF_8.decode(bytes).toString();
  }
}
