package dev.permafrost.zstd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.permafrost.ports.codec.DamagedFrameException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a frame claims is held against what its blocks can give, before anything is decoded. */
final class FrameWalkTest {

  private static final int RAW = 0;
  private static final int RLE = 1;
  private static final int COMPRESSED = 2;
  private static final int RESERVED = 3;
  private static final int BLOCK_LIMIT = 128 << 10;
  private static final int WINDOW_OF_1_KIB = 0;
  private static final int WINDOW_OF_8_MIB = 0x68;
  private static final int MOST = 64 << 20;

  @ParameterizedTest
  @CsvSource({"99, refused", "100, taken", "101, refused"})
  void aRawBlockGivesExactlyItsSize(int claimed, String expected) {
    check(frame(claimed, WINDOW_OF_8_MIB, RAW, 100), claimed, expected);
  }

  @ParameterizedTest
  @CsvSource({"99999, refused", "100000, taken", "100001, refused"})
  void aRunGivesExactlyItsSizeAndTakesOneByte(int claimed, String expected) {
    check(frame(claimed, WINDOW_OF_8_MIB, RLE, 100_000), claimed, expected);
  }

  @ParameterizedTest
  @CsvSource({"1, taken", "131072, taken", "131073, refused", "67108864, refused"})
  void aCompressedBlockGivesAtMost128Kib(int claimed, String expected) {
    check(frame(claimed, WINDOW_OF_8_MIB, COMPRESSED, 1), claimed, expected);
  }

  @ParameterizedTest
  @CsvSource({"1024, taken", "1025, refused"})
  void aCompressedBlockGivesAtMostTheWindow(int claimed, String expected) {
    check(frame(claimed, WINDOW_OF_1_KIB, COMPRESSED, 1), claimed, expected);
  }

  @Test
  void aBlockAbove128KibIsRefused() {
    check(frame(BLOCK_LIMIT, WINDOW_OF_8_MIB, RAW, BLOCK_LIMIT), BLOCK_LIMIT, "taken");
    check(frame(BLOCK_LIMIT + 1, WINDOW_OF_8_MIB, RAW, BLOCK_LIMIT + 1), 0, "refused");
    check(frame(BLOCK_LIMIT + 1, WINDOW_OF_8_MIB, RLE, BLOCK_LIMIT + 1), 0, "refused");
  }

  @Test
  void aBlockOfTheReservedTypeIsRefused() {
    assertThatExceptionOfType(DamagedFrameException.class)
        .isThrownBy(() -> contentBytes(frame(10, WINDOW_OF_8_MIB, RESERVED, 10)))
        .withMessageContaining("reserved type");
  }

  private static void check(ByteBuffer frame, int claimed, String expected) {
    if (expected.equals("taken")) {
      assertThat(contentBytes(frame)).isEqualTo(claimed);
    } else {
      assertThatExceptionOfType(DamagedFrameException.class).isThrownBy(() -> contentBytes(frame));
    }
  }

  private static int contentBytes(ByteBuffer frame) {
    return FrameWalk.contentBytes(frame, MOST);
  }

  /** A frame of one block, of the right length for what its header says. */
  private static ByteBuffer frame(int claimed, int window, int blockType, int blockSize) {
    int blockBytes = blockType == RLE ? 1 : blockSize;
    ByteBuffer frame = ByteBuffer.allocate(10 + 3 + blockBytes + 4).order(ByteOrder.LITTLE_ENDIAN);
    frame.putInt(0xFD2FB528).put((byte) 0x84).put((byte) window).putInt(claimed);
    int header = (blockSize << 3) | (blockType << 1) | 1;
    frame.put((byte) header).put((byte) (header >> 8)).put((byte) (header >> 16));
    return frame.rewind();
  }
}
