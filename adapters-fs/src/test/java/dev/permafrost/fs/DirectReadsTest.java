package dev.permafrost.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import com.sun.nio.file.ExtendedOpenOption;
import dev.permafrost.ports.buffer.DirectBuffers;
import dev.permafrost.ports.failure.SystemErrors;
import dev.permafrost.ports.vfs.VfsFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reading past the page cache, and saying so where that cannot be. */
class DirectReadsTest {

  private static final int BLOCK = 4096;

  @TempDir Path temporary;

  private final FileChannel channel = mock(FileChannel.class);

  @Test
  void itIsPossibleWhereTheFileSystemOpensAndReadsAFileThatWay() throws IOException {
    Path path = Files.write(temporary.resolve("file"), new byte[10_000]);

    Optional<VfsFile> opened = DirectReads.open(path);

    assertThat(opened.isPresent()).isEqualTo(isPossibleHere(path));
    if (opened.isPresent()) {
      opened.get().close();
    }
  }

  private static boolean isPossibleHere(Path path) {
    try (FileChannel direct =
        FileChannel.open(path, StandardOpenOption.READ, ExtendedOpenOption.DIRECT)) {
      return direct.read(DirectBuffers.aligned(0).borrow(16 << 10), 0) == 10_000;
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  /** The channel as the operating system has it: an odd offset, length or address is an error. */
  private void holding(byte[] content, int mostBytesAtOnce) throws IOException {
    when(channel.read(any(ByteBuffer.class), anyLong()))
        .then(
            call -> {
              ByteBuffer target = call.getArgument(0);
              long at = call.getArgument(1);
              if (at % BLOCK != 0
                  || target.remaining() % BLOCK != 0
                  || target.alignmentOffset(target.position(), BLOCK) != 0) {
                throw new IOException("Invalid argument");
              }
              if (at >= content.length) {
                return -1;
              }
              int count =
                  (int)
                      Math.min(Math.min(target.remaining(), mostBytesAtOnce), content.length - at);
              target.put(content, (int) at, count);
              return count;
            });
  }

  @Test
  void whatComesInPiecesIsPutTogetherAndOddPartsAreCutOut() throws IOException {
    byte[] content = new byte[3 * BLOCK + 17];
    for (int i = 0; i < content.length; i++) {
      content[i] = (byte) (i * 31);
    }
    holding(content, BLOCK);
    List<String> wrong = new ArrayList<>();
    try (DirectReads file = new DirectReads(channel)) {
      for (int at : new int[] {0, 1, BLOCK - 1, BLOCK, 2 * BLOCK + 5, 3 * BLOCK, content.length}) {
        for (int length : new int[] {0, 1, 17, BLOCK, BLOCK + 1, 4 * BLOCK}) {
          int expected = Math.min(length, content.length - at);
          ByteBuffer target = ByteBuffer.allocate(length);
          int found = file.readAt(target, at);
          if (found != expected || !target.flip().equals(ByteBuffer.wrap(content, at, expected))) {
            wrong.add(at + "+" + length);
          }
        }
      }
    }
    assertThat(wrong).isEmpty();
    verify(channel).close();
  }

  @Test
  void aFileSystemThatRefusesTheFirstReadCannotDoIt() throws IOException {
    when(channel.read(any(ByteBuffer.class), anyLong()))
        .thenThrow(new IOException("Invalid argument"));

    assertThatThrownBy(() -> DirectReads.proven(new DirectReads(channel)))
        .isInstanceOf(IOException.class)
        .satisfies(e -> assertThat(SystemErrors.isUnsupported((IOException) e)).isTrue());
    verify(channel).close();
  }

  @Test
  void aDiskThatFailsIsNoFileSystemThatCannotDoIt() throws IOException {
    when(channel.read(any(ByteBuffer.class), anyLong()))
        .thenThrow(new IOException("Input/output error"));

    assertThatThrownBy(() -> DirectReads.proven(new DirectReads(channel)))
        .isInstanceOf(IOException.class)
        .satisfies(e -> assertThat(SystemErrors.isUnsupported((IOException) e)).isFalse());
    verify(channel).close();
  }

  @Test
  void aSyncSyncsTheFile() throws IOException {
    try (DirectReads file = new DirectReads(channel)) {
      file.sync();
    }

    verify(channel).force(true);
  }

  @Test
  void aLockIsNeverHadThroughIt() {
    assertThat(new DirectReads(channel).tryLock(true)).isEmpty();
  }
}
