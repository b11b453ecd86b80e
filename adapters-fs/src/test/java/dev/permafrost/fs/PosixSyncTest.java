package dev.permafrost.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyBoolean;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.permafrost.ports.vfs.Vfs;
import dev.permafrost.ports.vfs.VfsFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mockito.InOrder;

/**
 * That a sync is one. Nothing on a disk shows it before the power is cut, so what is looked at is
 * the channel: that it is the one of the right path, and that it is forced before it is closed.
 */
class PosixSyncTest {

  @TempDir Path directory;

  private final FileChannel channel = mock(FileChannel.class);
  private final List<String> opened = new ArrayList<>();
  private final Vfs vfs =
      new PosixVfs(
          (path, options) -> {
            opened.add(path + " " + List.of(options));
            return channel;
          });

  @Test
  void aDirectoryIsOpenedForcedWithItsMetadataAndClosed() throws IOException {
    vfs.syncDirectory(directory);

    assertThat(opened).containsExactly(directory + " [READ]");
    InOrder order = inOrder(channel);
    order.verify(channel).force(true);
    order.verify(channel).close();
    order.verifyNoMoreInteractions();
  }

  @Test
  void aDirectoryIsForcedEachTimeItIsAsked() throws IOException {
    vfs.syncDirectory(directory);
    vfs.syncDirectory(directory);

    InOrder order = inOrder(channel);
    for (int i = 0; i < 2; i++) {
      order.verify(channel).force(true);
      order.verify(channel).close();
    }
    order.verifyNoMoreInteractions();
  }

  @Test
  void whatForcingADirectoryThrowsIsThrownAndTheDirectoryIsClosed() throws IOException {
    doThrow(new IOException("Input/output error")).when(channel).force(anyBoolean());

    assertThatThrownBy(() -> vfs.syncDirectory(directory)).hasMessage("Input/output error");

    InOrder order = inOrder(channel);
    order.verify(channel).force(true);
    order.verify(channel).close();
    order.verifyNoMoreInteractions();
  }

  @Test
  void aFileIsForcedThroughTheChannelThatWroteIt() throws IOException {
    Path path = directory.resolve("file");
    when(channel.write(any(ByteBuffer.class), anyLong()))
        .then(
            call -> {
              ByteBuffer source = call.getArgument(0);
              int count = source.remaining();
              source.position(source.limit());
              return count;
            });

    try (VfsFile file = vfs.create(path)) {
      file.writeAt(ByteBuffer.allocate(10), 0);
      file.sync();
    }

    assertThat(opened).containsExactly(path + " [CREATE_NEW, READ, WRITE]");
    InOrder order = inOrder(channel);
    order.verify(channel).write(any(ByteBuffer.class), anyLong());
    order.verify(channel).force(true);
    order.verify(channel).close();
    order.verifyNoMoreInteractions();
  }

  @Test
  void aFileThatIsThereIsForcedWhetherItWasOpenedToReadOrToWrite() throws IOException {
    Path path = Files.createFile(directory.resolve("file"));
    try (VfsFile file = vfs.openRead(path)) {
      file.sync();
    }
    try (VfsFile file = vfs.openWrite(path)) {
      file.sync();
    }

    assertThat(opened).containsExactly(path + " [READ]", path + " [READ, WRITE]");
    InOrder order = inOrder(channel);
    for (int i = 0; i < 2; i++) {
      order.verify(channel).force(true);
      order.verify(channel).close();
    }
    order.verifyNoMoreInteractions();
  }
}
