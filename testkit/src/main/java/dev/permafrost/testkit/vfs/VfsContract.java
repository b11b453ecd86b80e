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
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
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
    assertThat(vfs.stat(at("nothing"))).isEqualTo(FileStat.MISSING);
    assertThat(vfs.stat(at("no/such/parent"))).isEqualTo(FileStat.MISSING);
  }

  @Test
  final void aFileAndADirectoryAreToldApartAndShareADevice() throws IOException {
    write("file", "12345");
    vfs.makeDirectory(at("directory"));

    FileStat file = vfs.stat(at("file"));
    FileStat directory = vfs.stat(at("directory"));

    assertThat(file.type()).isEqualTo(FileStat.Type.FILE);
    assertThat(file.sizeBytes()).isEqualTo(5);
    assertThat(directory.type()).isEqualTo(FileStat.Type.DIRECTORY);
    assertThat(directory.sizeBytes()).isZero();
    assertThat(file.device()).isEqualTo(directory.device()).isNotZero();
  }

  @Test
  final void nothingCanStandBelowAFile() throws IOException {
    write("file", "");
    Path below = at("file/below");

    assertThat(vfs.stat(below)).isEqualTo(FileStat.MISSING);
    assertThat(vfs.stat(below.resolve("deeper"))).isEqualTo(FileStat.MISSING);
    refused(FileSystemException.class, () -> createAndClose(below));
    refused(FileSystemException.class, () -> vfs.makeDirectory(below));
  }

  @Test
  final void namesAreListedSorted() throws IOException {
    write("b", "");
    write("a", "");
    vfs.makeDirectory(at("c"));
    write("B", "");

    assertThat(vfs.list(home)).containsExactly("B", "a", "b", "c");
    assertThat(vfs.list(at("c"))).isEmpty();
  }

  @Test
  final void listingWhatIsNoDirectoryFails() throws IOException {
    write("file", "");

    refused(NoSuchFileException.class, () -> vfs.list(at("nothing")));
    refused(NotDirectoryException.class, () -> vfs.list(at("file")));
  }

  @Test
  final void aRealPathHasNoDotsAndMustExist() throws IOException {
    vfs.makeDirectory(at("a"));

    assertThat(vfs.realPath(at("a/../a/."))).isEqualTo(at("a"));
    refused(NoSuchFileException.class, () -> vfs.realPath(at("nothing")));
  }

  @Test
  final void creatingNeedsAParentAndAFreeName() throws IOException {
    write("file", "kept");
    vfs.makeDirectory(at("directory"));

    refused(NoSuchFileException.class, () -> createAndClose(at("no/file")));
    refused(FileAlreadyExistsException.class, () -> createAndClose(at("file")));
    refused(FileAlreadyExistsException.class, () -> createAndClose(at("directory")));
    assertThat(read("file")).isEqualTo("kept");
  }

  @Test
  final void openingNeedsAFile() throws IOException {
    vfs.makeDirectory(at("directory"));

    refused(NoSuchFileException.class, () -> readAndClose(at("nothing")));
    refused(NoSuchFileException.class, () -> openAndClose(at("nothing")));
    refused(FileSystemException.class, () -> readAndClose(at("directory")));
    refused(FileSystemException.class, () -> openAndClose(at("directory")));
    assertThat(vfs.list(home)).containsExactly("directory");
  }

  @Test
  final void openingForWritingTruncatesNothing() throws IOException {
    write("file", "abcdef");

    try (VfsFile file = vfs.openWrite(at("file"))) {
      file.writeAt(bytes("XY"), 2);
    }

    assertThat(read("file")).isEqualTo("abXYef");
  }

  @Test
  final void aReadEndsWhereTheFileEnds() throws IOException {
    write("file", "abcdef");

    try (VfsFile file = vfs.openRead(at("file"))) {
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
    try (VfsFile file = vfs.create(at("file"))) {
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
    try (VfsFile file = vfs.create(at("file"))) {
      refused(IllegalArgumentException.class, () -> file.readAt(ByteBuffer.allocate(1), -1));
      refused(IllegalArgumentException.class, () -> file.writeAt(ByteBuffer.allocate(1), -1));
    }
  }

  @Test
  final void whatIsOpenStaysReadableAfterItsNameIsGone() throws IOException {
    write("file", "first");
    try (VfsFile old = vfs.openRead(at("file"))) {
      vfs.unlink(at("file"));
      write("file", "second");

      ByteBuffer target = ByteBuffer.allocate(10);
      old.readAt(target, 0);
      assertThat(text(target.flip())).isEqualTo("first");
      assertThat(read("file")).isEqualTo("second");
    }
  }

  @Test
  final void unlinkingNeedsAFile() throws IOException {
    vfs.makeDirectory(at("directory"));

    refused(NoSuchFileException.class, () -> vfs.unlink(at("nothing")));
    refused(FileSystemException.class, () -> vfs.unlink(at("directory")));
    assertThat(vfs.list(home)).containsExactly("directory");
  }

  @Test
  final void aLinkIsASecondNameOfTheSameFile() throws IOException {
    write("file", "shared");
    write("other", "shared");
    vfs.makeDirectory(at("directory"));

    vfs.link(at("file"), at("directory/second"));

    FileStat first = vfs.stat(at("file"));
    FileStat second = vfs.stat(at("directory/second"));
    assertThat(first.isSameFileAs(second)).isTrue();
    assertThat(first.inode()).isNotZero();
    assertThat(first.links()).isEqualTo(2);
    assertThat(second.links()).isEqualTo(2);
    assertThat(first.isSameFileAs(vfs.stat(at("other")))).isFalse();
    assertThat(vfs.stat(at("other")).links()).isEqualTo(1);
    try (VfsFile file = vfs.openWrite(at("file"))) {
      file.writeAt(bytes("S"), 0);
    }
    assertThat(read("directory/second")).isEqualTo("Shared");
  }

  @Test
  final void aFileGoesWithTheLastOfItsNames() throws IOException {
    write("file", "kept");
    vfs.link(at("file"), at("second"));

    vfs.unlink(at("file"));

    assertThat(read("second")).isEqualTo("kept");
    assertThat(vfs.stat(at("second")).links()).isEqualTo(1);
    vfs.unlink(at("second"));
    assertThat(vfs.list(home)).isEmpty();
  }

  @Test
  final void aLinkNeverReplacesAnything() throws IOException {
    write("file", "new");
    write("old", "old");
    vfs.makeDirectory(at("directory"));

    refused(FileAlreadyExistsException.class, () -> vfs.link(at("file"), at("old")));
    refused(FileAlreadyExistsException.class, () -> vfs.link(at("file"), at("directory")));
    refused(FileAlreadyExistsException.class, () -> vfs.link(at("file"), at("file")));

    assertThat(read("old")).isEqualTo("old");
    assertThat(vfs.list(home)).containsExactly("directory", "file", "old");
    assertThat(vfs.stat(at("file")).links()).isEqualTo(1);
  }

  @Test
  final void onlyAFileCanBeLinkedAndOnlyIntoADirectoryThatIsThere() throws IOException {
    write("file", "");
    vfs.makeDirectory(at("directory"));

    refused(NoSuchFileException.class, () -> vfs.link(at("nothing"), at("new")));
    refused(FileSystemException.class, () -> vfs.link(at("directory"), at("new")));
    refused(NoSuchFileException.class, () -> vfs.link(at("file"), at("no/new")));

    assertThat(vfs.list(home)).containsExactly("directory", "file");
  }

  @Test
  final void aRenameTakesTheOldNameAndReplacesTheFileOfTheNewOne() throws IOException {
    write("new", "new");
    write("old", "old");
    vfs.makeDirectory(at("directory"));
    long renamed = vfs.stat(at("new")).inode();

    try (VfsFile replaced = vfs.openRead(at("old"))) {
      vfs.rename(at("new"), at("old"));

      ByteBuffer target = ByteBuffer.allocate(10);
      replaced.readAt(target, 0);
      assertThat(text(target.flip())).as("stays readable").isEqualTo("old");
    }
    assertThat(read("old")).isEqualTo("new");
    assertThat(vfs.stat(at("old")).inode()).isEqualTo(renamed);
    assertThat(vfs.stat(at("old")).links()).isEqualTo(1);

    vfs.rename(at("old"), at("directory/free"));
    assertThat(vfs.list(home)).containsExactly("directory");
    assertThat(read("directory/free")).isEqualTo("new");
  }

  @Test
  final void aRenameBetweenTwoNamesOfOneFileLeavesBoth() throws IOException {
    write("file", "kept");
    vfs.link(at("file"), at("second"));

    vfs.rename(at("file"), at("second"));
    vfs.rename(at("file"), at("file"));

    assertThat(vfs.list(home)).containsExactly("file", "second");
    assertThat(vfs.stat(at("file")).links()).isEqualTo(2);
  }

  @Test
  final void onlyAFileCanBeRenamedAndOnlyOverAFile() throws IOException {
    write("file", "kept");
    vfs.makeDirectory(at("directory"));

    refused(NoSuchFileException.class, () -> vfs.rename(at("nothing"), at("new")));
    refused(FileSystemException.class, () -> vfs.rename(at("directory"), at("new")));
    refused(FileSystemException.class, () -> vfs.rename(at("file"), at("directory")));
    refused(NoSuchFileException.class, () -> vfs.rename(at("file"), at("no/new")));

    assertThat(vfs.list(home)).containsExactly("directory", "file");
    assertThat(read("file")).isEqualTo("kept");
  }

  @Test
  final void whatIsDurableIsReadPastTheCacheAtAnyOffset() throws IOException {
    byte[] content = new byte[2_500_001];
    new Random(12).nextBytes(content);
    try (VfsFile file = vfs.create(at("file"))) {
      file.writeAt(ByteBuffer.wrap(content), 0);
      file.sync();
    }

    Optional<VfsFile> opened = vfs.openReadPastCache(at("file"));
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
      refused(IllegalArgumentException.class, () -> file.readAt(beyond, -1));
      refused(NonWritableChannelException.class, () -> file.writeAt(bytes("x"), 0));
    }
  }

  @Test
  final void onlyAFileThatIsThereIsReadPastTheCache() throws IOException {
    vfs.makeDirectory(at("directory"));

    refused(NoSuchFileException.class, () -> vfs.openReadPastCache(at("nothing")));
    refused(FileSystemException.class, () -> vfs.openReadPastCache(at("directory")));
  }

  @Test
  final void makingADirectoryNeedsAParentAndAFreeName() throws IOException {
    write("file", "");
    vfs.makeDirectory(at("directory"));

    refused(NoSuchFileException.class, () -> vfs.makeDirectory(at("no/directory")));
    refused(FileAlreadyExistsException.class, () -> vfs.makeDirectory(at("file")));
    refused(FileAlreadyExistsException.class, () -> vfs.makeDirectory(at("directory")));
  }

  @Test
  final void onlyAnEmptyDirectoryCanBeRemoved() throws IOException {
    vfs.makeDirectory(at("directory"));
    write("directory/file", "");

    refused(DirectoryNotEmptyException.class, () -> vfs.removeDirectory(at("directory")));
    refused(NotDirectoryException.class, () -> vfs.removeDirectory(at("directory/file")));
    refused(NoSuchFileException.class, () -> vfs.removeDirectory(at("nothing")));

    vfs.unlink(at("directory/file"));
    vfs.removeDirectory(at("directory"));
    assertThat(vfs.stat(at("directory"))).isEqualTo(FileStat.MISSING);
  }

  @Test
  final void filesAndDirectoriesCanBeSyncedAndMissingOnesCannot() throws IOException {
    try (VfsFile file = vfs.create(at("file"))) {
      file.writeAt(bytes("x"), 0);
      file.sync();
    }
    vfs.syncDirectory(home);

    refused(NoSuchFileException.class, () -> vfs.syncDirectory(at("nothing")));
    refused(NotDirectoryException.class, () -> vfs.syncDirectory(at("file")));
  }

  @Test
  final void whatWasBegunIsThereOnceItWasWaitedFor() throws IOException {
    Path path = at("file");
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
    Path path = at("file");
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
    VfsFile file = vfs.create(at("file"));
    file.close();
    file.close();

    refused(IOException.class, () -> file.readAt(ByteBuffer.allocate(1), 0));
    refused(IOException.class, () -> file.writeAt(ByteBuffer.allocate(1), 0));
    refused(IOException.class, file::sizeBytes);
    refused(IOException.class, file::sync);
    refused(IOException.class, () -> file.tryLock(true));
  }

  @Test
  final void aLockIsHeldAgainstASecondOpeningOfThisProcessToo() throws IOException {
    write("file", "");
    try (VfsFile first = vfs.openWrite(at("file"));
        VfsFile second = vfs.openWrite(at("file"))) {
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
    try (VfsFile first = vfs.create(at("file"))) {
      assertThat(first.tryLock(false)).isPresent();
    }
    try (VfsFile second = vfs.openWrite(at("file"))) {
      assertThat(second.tryLock(false)).isPresent();
    }
  }

  @Test
  final void aFileOpenForReadingCanBeLockedShared() throws IOException {
    write("file", "");
    try (VfsFile file = vfs.openRead(at("file"))) {
      assertThat(file.tryLock(true)).isPresent();
    }
  }

  /** What is refused, and with what. */
  private static void refused(Class<? extends Throwable> how, ThrowingCallable what) {
    assertThatThrownBy(what).isInstanceOf(how);
  }

  private Path at(String name) {
    return home.resolve(name);
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
    try (VfsFile file = vfs.create(at(name))) {
      file.writeAt(bytes(content), 0);
    }
  }

  private String read(String name) throws IOException {
    try (VfsFile file = vfs.openRead(at(name))) {
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
