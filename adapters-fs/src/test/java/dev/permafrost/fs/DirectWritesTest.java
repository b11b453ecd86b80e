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
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Writing past the page cache, and doing without where that cannot be. */
class DirectWritesTest {

  private static final int PIECE_BYTES = 1 << 20;

  @TempDir Path temporary;

  private Path path;
  private FileChannel ordinary;

  @BeforeEach
  void open() throws IOException {
    path = temporary.resolve("file");
    ordinary =
        FileChannel.open(
            path, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  @AfterEach
  void close() throws IOException {
    ordinary.close();
  }

  private static ByteBuffer piece(int filling) {
    ByteBuffer piece = DirectBuffers.aligned(0).borrow(PIECE_BYTES);
    while (piece.hasRemaining()) {
      piece.put((byte) filling);
    }
    return piece.flip();
  }

  private void assertFileIs(int... fillings) throws IOException {
    ByteBuffer expected = ByteBuffer.allocate(fillings.length * PIECE_BYTES);
    for (int filling : fillings) {
      expected.put(piece(filling));
    }
    assertThat(ByteBuffer.wrap(Files.readAllBytes(path)).equals(expected.flip())).isTrue();
  }

  @Test
  void whatIsWrittenIsInTheFileWhicheverWayItWent() throws IOException {
    try (DirectWrites writes = new DirectWrites(ordinary, () -> DirectWrites.open(path))) {
      writes.write(piece(1), 0);
      writes.write(piece(2), PIECE_BYTES);

      assertThat(writes.areInUse()).isEqualTo(isPossibleHere());
    }
    assertFileIs(1, 2);
  }

  private boolean isPossibleHere() throws IOException {
    Path other = temporary.resolve("other");
    Files.createFile(other);
    try (FileChannel channel =
        FileChannel.open(other, StandardOpenOption.WRITE, ExtendedOpenOption.DIRECT)) {
      channel.write(piece(1), 0);
      return true;
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  @Test
  void whereItCannotBeOpenedPiecesAreWrittenAsOthers() throws IOException {
    try (DirectWrites writes =
        new DirectWrites(
            ordinary,
            () -> {
              throw new UnsupportedOperationException("no such option");
            })) {
      writes.write(piece(1), 0);

      assertThat(writes.areInUse()).isFalse();
      assertThat(writes.takes(piece(2), PIECE_BYTES)).isFalse();
    }
    assertFileIs(1);
  }

  @Test
  void whereTheFirstPieceIsRefusedItIsWrittenWholeAsOthers() throws IOException {
    FileChannel refusing = mock(FileChannel.class);
    when(refusing.write(any(), anyLong()))
        .then(
            call -> {
              ByteBuffer source = call.getArgument(0);
              source.position(source.position() + 4096);
              return 4096;
            })
        .thenThrow(new IOException("Invalid argument"));
    try (DirectWrites writes = new DirectWrites(ordinary, () -> refusing)) {
      writes.write(piece(1), 0);

      assertThat(writes.areInUse()).isFalse();
    }
    assertFileIs(1);
    verify(refusing).close();
  }

  @Test
  void aLaterPieceThatFailsFails() throws IOException {
    FileChannel failing = mock(FileChannel.class);
    when(failing.write(any(), anyLong()))
        .then(
            call -> {
              ByteBuffer source = call.getArgument(0);
              int bytes = source.remaining();
              source.position(source.limit());
              return bytes;
            })
        .thenThrow(new IOException("No space left on device"));
    try (DirectWrites writes = new DirectWrites(ordinary, () -> failing)) {
      writes.write(piece(1), 0);
      assertThat(writes.areInUse()).isTrue();

      assertThatThrownBy(() -> writes.write(piece(2), PIECE_BYTES))
          .hasMessage("No space left on device");
    }
    assertThat(Files.size(path)).isZero();
  }

  @Test
  void onlyPiecesAreTakenWhoseAddressSizeAndPlaceAreWholeBlocks() throws IOException {
    try (DirectWrites writes = new DirectWrites(ordinary, () -> DirectWrites.open(path))) {
      ByteBuffer piece = piece(1);

      assertThat(writes.takes(piece, 0)).isTrue();
      assertThat(writes.takes(piece.duplicate().limit(256 << 10), 4096)).isTrue();
      assertThat(writes.takes(piece.duplicate().limit(252 << 10), 0)).isFalse();
      assertThat(writes.takes(piece.duplicate().limit(PIECE_BYTES - 1), 0)).isFalse();
      assertThat(writes.takes(piece.duplicate().position(512).limit(512 + (512 << 10)), 0))
          .isFalse();
      assertThat(writes.takes(piece, 512)).isFalse();
      assertThat(writes.takes(ByteBuffer.allocate(PIECE_BYTES), 0)).isFalse();
    }
  }
}
