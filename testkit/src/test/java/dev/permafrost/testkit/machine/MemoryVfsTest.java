package dev.permafrost.testkit.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.permafrost.ports.vfs.Vfs;
import dev.permafrost.ports.vfs.VfsFile;
import dev.permafrost.testkit.vfs.VfsContract;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class MemoryVfsTest extends VfsContract {

  private static final Path FILE = Path.of("/file");

  private final MemoryVfs vfs = new MemoryVfs();

  @Override
  protected Vfs openVfs() {
    return vfs;
  }

  @Override
  protected Path emptyDirectory() throws IOException {
    Path home = Path.of("/home");
    vfs.makeDirectory(home);
    return home;
  }

  @Test
  void anExclusiveLockKeepsOutOtherProcessesAndASharedOneOnlyWriters() throws IOException {
    MemoryVfs other = vfs.otherProcess();
    try (VfsFile mine = vfs.create(FILE);
        VfsFile theirs = other.openWrite(FILE)) {
      VfsFile.VfsLock lock = mine.tryLock(false).orElseThrow();
      assertThat(theirs.tryLock(true)).isEmpty();
      lock.close();

      assertThat(mine.tryLock(true)).isPresent();
      assertThat(theirs.tryLock(false)).isEmpty();
      assertThat(theirs.tryLock(true)).isPresent();
    }
  }

  @Test
  void closingAnotherOpeningOfTheSameProcessDropsTheLock() throws IOException {
    try (VfsFile mine = vfs.create(FILE);
        VfsFile theirs = vfs.otherProcess().openWrite(FILE)) {
      assertThat(mine.tryLock(false)).isPresent();

      try (VfsFile second = vfs.openRead(FILE)) {
        assertThat(theirs.tryLock(true)).isEmpty();
        assertThat(second.sizeBytes()).isZero();
      }

      assertThat(theirs.tryLock(false)).isPresent();
    }
  }

  @Test
  @SuppressWarnings("MustBeClosedChecker") // a killed process closes nothing
  void aKilledProcessHoldsNoLockAndNoFile() throws IOException {
    MemoryVfs other = vfs.otherProcess();
    VfsFile theirs = other.create(FILE);
    assertThat(theirs.tryLock(false)).isPresent();
    assertThat(other.openFiles()).isEqualTo(1);

    other.kill();

    assertThat(other.openFiles()).isZero();
    assertThatThrownBy(theirs::sizeBytes).isInstanceOf(IOException.class);
    try (VfsFile mine = vfs.openWrite(FILE)) {
      assertThat(mine.tryLock(false)).isPresent();
    }
  }

  @Test
  void aFullDiskKeepsWhatFittedAndGivesSpaceBackWithTheLastOpening() throws IOException {
    vfs.capacityBytes(2 * 4096);
    try (VfsFile file = vfs.create(FILE)) {
      assertThatThrownBy(() -> file.writeAt(ByteBuffer.allocate(3 * 4096), 0))
          .isInstanceOf(FileSystemException.class)
          .hasMessageContaining("No space left on device");
      assertThat(file.sizeBytes()).isEqualTo(2 * 4096);

      vfs.unlink(FILE);
      assertThat(vfs.usedBytes()).isEqualTo(2 * 4096);
    }
    assertThat(vfs.usedBytes()).isZero();
  }

  @Test
  void aMountPointHasADeviceOfItsOwnAndStays() throws IOException {
    vfs.mount(Path.of("/volume"));
    vfs.makeDirectory(Path.of("/volume/inside"));

    assertThat(vfs.stat(Path.of("/volume")).device())
        .isEqualTo(vfs.stat(Path.of("/volume/inside")).device())
        .isNotEqualTo(vfs.stat(Path.of("/")).device());
    vfs.removeDirectory(Path.of("/volume/inside"));
    assertThatThrownBy(() -> vfs.removeDirectory(Path.of("/volume")))
        .isInstanceOf(FileSystemException.class);
  }

  @Test
  void aFileGivesItsSpaceBackWithTheLastOfItsNames() throws IOException {
    try (VfsFile file = vfs.create(FILE)) {
      file.writeAt(ByteBuffer.allocate(1), 0);
    }
    vfs.link(FILE, Path.of("/second"));
    vfs.unlink(FILE);
    assertThat(vfs.usedBytes()).isEqualTo(4096);

    try (VfsFile other = vfs.create(FILE)) {
      other.writeAt(ByteBuffer.allocate(1), 0);
    }
    vfs.rename(FILE, Path.of("/second"));
    assertThat(vfs.usedBytes()).isEqualTo(4096);

    vfs.unlink(Path.of("/second"));
    assertThat(vfs.usedBytes()).isZero();
  }

  @Test
  void aNameLeadsToAFileOfItsOwnFileSystem() throws IOException {
    vfs.mount(Path.of("/volume"));
    try (VfsFile file = vfs.create(FILE)) {
      file.writeAt(ByteBuffer.allocate(1), 0);
    }

    assertThatThrownBy(() -> vfs.link(FILE, Path.of("/volume/file")))
        .hasMessageContaining("Invalid cross-device link");
    assertThatThrownBy(() -> vfs.rename(FILE, Path.of("/volume/file")))
        .hasMessageContaining("Invalid cross-device link");
    assertThat(vfs.list(Path.of("/"))).containsExactly("file", "home", "volume");
  }

  @Test
  void whereNothingIsReadPastTheCacheNothingIsOpened() throws IOException {
    try (VfsFile file = vfs.create(FILE)) {
      file.writeAt(ByteBuffer.allocate(1), 0);
    }
    vfs.readsPastCache(false);

    assertThat(vfs.openReadPastCache(FILE)).isEmpty();
    assertThat(vfs.openFiles()).isZero();
  }

  @Test
  void theHookFailsAnOperationBeforeItHasAnyEffect() throws IOException {
    vfs.hook(
        (operation, path) -> {
          if (operation.equals("makeDirectory")) {
            throw new IOException("broken " + path);
          }
        });

    assertThatThrownBy(() -> vfs.makeDirectory(Path.of("/a"))).hasMessage("broken /a");
    assertThat(vfs.list(Path.of("/"))).containsExactly("home");
  }

  @Test
  void operationsAreRecordedInOrderIfTheySucceeded() throws IOException {
    vfs.forgetOperations();
    try (VfsFile file = vfs.create(FILE)) {
      file.writeAt(ByteBuffer.allocate(1), 0);
      file.sync();
    }
    assertThatThrownBy(() -> vfs.makeDirectory(FILE)).isInstanceOf(IOException.class);
    vfs.syncDirectory(Path.of("/"));

    assertThat(vfs.operations())
        .extracting(MemoryVfs.Operation::toString)
        .containsExactly("create /file", "writeAt /file", "sync /file", "syncDirectory /");
  }
}
