package dev.permafrost.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.permafrost.ports.vfs.FileStat;
import dev.permafrost.ports.vfs.Vfs;
import dev.permafrost.ports.vfs.VfsFile;
import dev.permafrost.testkit.vfs.VfsContract;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PosixVfsTest extends VfsContract {

  @TempDir Path directory;

  @Override
  protected Vfs openVfs() {
    return PosixVfs.INSTANCE;
  }

  @Override
  protected Path emptyDirectory() throws IOException {
    return directory.toRealPath();
  }

  @Test
  void linksAreFollowedWhenLookedAtAndRemovedThemselves() throws IOException {
    Path target = Files.writeString(directory.resolve("target"), "kept");
    Path link = Files.createSymbolicLink(directory.resolve("link"), target);

    assertThat(PosixVfs.INSTANCE.stat(link).sizeBytes()).isEqualTo(4);
    assertThat(PosixVfs.INSTANCE.realPath(link)).isEqualTo(target.toRealPath());
    PosixVfs.INSTANCE.unlink(link);

    assertThat(target).hasContent("kept");
    assertThat(Files.isSymbolicLink(link)).isFalse();
  }

  @Test
  void aLinkToADirectoryIsUnlinkedAndItsTargetStays() throws IOException {
    Path target = Files.createDirectory(directory.resolve("target"));
    Path link = Files.createSymbolicLink(directory.resolve("link"), target);

    assertThatThrownBy(() -> PosixVfs.INSTANCE.removeDirectory(link))
        .isInstanceOf(FileSystemException.class);
    PosixVfs.INSTANCE.unlink(link);

    assertThat(target).isDirectory();
  }

  @Test
  void aLinkThatLeadsNowhereIsSomethingAndCannotBeOpened() throws IOException {
    Path link = Files.createSymbolicLink(directory.resolve("link"), directory.resolve("nowhere"));

    assertThat(PosixVfs.INSTANCE.stat(link).type()).isEqualTo(FileStat.Type.OTHER);
    assertThatThrownBy(
            () -> {
              try (VfsFile file = PosixVfs.INSTANCE.openRead(link)) {
                file.sizeBytes();
              }
            })
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void aSymbolicLinkIsNeitherLinkedNorRenamed() throws IOException {
    Path target = Files.writeString(directory.resolve("target"), "kept");
    Path link = Files.createSymbolicLink(directory.resolve("link"), target);

    assertThatThrownBy(() -> PosixVfs.INSTANCE.link(link, directory.resolve("new")))
        .isInstanceOf(FileSystemException.class);
    assertThatThrownBy(() -> PosixVfs.INSTANCE.rename(link, directory.resolve("new")))
        .isInstanceOf(FileSystemException.class);

    assertThat(PosixVfs.INSTANCE.list(directory)).containsExactly("link", "target");
  }

  @Test
  void aDeviceIsNoFileAndLiesOnAnotherFileSystem() throws IOException {
    Path device = Path.of("/dev/null");

    assertThat(PosixVfs.INSTANCE.stat(device).type()).isEqualTo(FileStat.Type.OTHER);
    assertThat(PosixVfs.INSTANCE.stat(Path.of("/proc")).device())
        .isNotEqualTo(PosixVfs.INSTANCE.stat(directory).device());
    assertThatThrownBy(
            () -> {
              try (VfsFile file = PosixVfs.INSTANCE.openRead(device)) {
                file.sizeBytes();
              }
            })
        .isInstanceOf(FileSystemException.class);
    assertThatThrownBy(
            () -> {
              try (VfsFile file = PosixVfs.INSTANCE.openWrite(device)) {
                file.sizeBytes();
              }
            })
        .isInstanceOf(FileSystemException.class);
  }
}
