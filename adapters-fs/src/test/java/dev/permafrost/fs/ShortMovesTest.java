package dev.permafrost.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A system call may move fewer bytes than it was asked to: pread(2), pwrite(2). */
class ShortMovesTest {

  private static final byte[] CONTENT = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};

  private final FileChannel channel = mock(FileChannel.class);
  private final List<Long> places = new ArrayList<>();

  @Test
  void aShortWriteGoesOnBehindWhatWasWritten() throws IOException {
    ByteBuffer written = ByteBuffer.allocate(CONTENT.length);
    when(channel.write(any(ByteBuffer.class), anyLong()))
        .thenAnswer(
            call -> {
              places.add(call.getArgument(1));
              return moveThree(call.getArgument(0), written);
            });

    new PosixFile(channel, () -> channel).writeAt(ByteBuffer.wrap(CONTENT), 100);

    assertThat(places).containsExactly(100L, 103L, 106L, 109L);
    assertThat(written.array()).isEqualTo(CONTENT);
  }

  @Test
  void aShortReadGoesOnBehindWhatWasReadUpToTheEndOfTheFile() throws IOException {
    ByteBuffer content = ByteBuffer.wrap(CONTENT);
    when(channel.read(any(ByteBuffer.class), anyLong()))
        .thenAnswer(
            call -> {
              places.add(call.getArgument(1));
              boolean bringsNothingYet = places.size() == 1;
              if (bringsNothingYet) {
                return 0;
              }
              return content.hasRemaining() ? moveThree(content, call.getArgument(0)) : -1;
            });
    ByteBuffer target = ByteBuffer.allocate(20);

    int read = new PosixFile(channel, () -> channel).readAt(target, 100);

    assertThat(read).isEqualTo(CONTENT.length);
    assertThat(places).containsExactly(100L, 100L, 103L, 106L, 109L, 110L);
    assertThat(target.flip()).isEqualTo(ByteBuffer.wrap(CONTENT));
  }

  private static int moveThree(ByteBuffer source, ByteBuffer target) {
    int count = Math.min(3, source.remaining());
    target.put(source.slice().limit(count));
    source.position(source.position() + count);
    return count;
  }
}
