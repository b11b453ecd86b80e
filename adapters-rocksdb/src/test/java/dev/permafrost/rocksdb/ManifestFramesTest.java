package dev.permafrost.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The walk over a manifest meets each record and nothing else, across the borders of its blocks.
 */
final class ManifestFramesTest {

  private static final int BLOCK_BYTES = 32 << 10;
  private static final int HEADER_BYTES = 7;
  private static final byte KNOWN = 4;
  private static final byte FOREIGN = 5;

  @TempDir Path directory;
  private final ByteBuffer manifest =
      ByteBuffer.allocate(4 * BLOCK_BYTES).order(ByteOrder.LITTLE_ENDIAN);

  @Test
  void eachTypeThatAManifestHasIsKnownAndTheNextOneIsNot() throws IOException {
    for (byte type = 0; type <= KNOWN; type++) {
      record(type, 3);
    }
    assertThat(foreignType()).isEmpty();
    record(FOREIGN, 0);
    assertThat(foreignType()).as("a last record that is only a header").hasValue(FOREIGN);
  }

  @Test
  void theFirstForeignTypeIsTold() throws IOException {
    record((byte) 1, 10);
    record((byte) 200, 10);
    record(FOREIGN, 10);
    assertThat(foreignType()).hasValue(200);
  }

  @Test
  void whatIsTooShortForAHeaderAtTheEndOfABlockIsSkipped() throws IOException {
    for (int left = 1; left < HEADER_BYTES; left++) {
      manifest.clear();
      fillUpTo(BLOCK_BYTES - left);
      padding(left);
      record((byte) 1, 20);
      assertThat(foreignType()).as("%s bytes left", left).isEmpty();
      record(FOREIGN, 20);
      assertThat(foreignType()).as("%s bytes left", left).hasValue(FOREIGN);
    }
  }

  @Test
  void aHeaderThatFillsABlockExactlyIsARecord() throws IOException {
    fillUpTo(BLOCK_BYTES - HEADER_BYTES);
    record(FOREIGN, 0);
    record((byte) 1, 5);
    assertThat(foreignType()).hasValue(FOREIGN);
  }

  @Test
  void bordersOfLaterBlocksCountFromTheBeginningOfTheFile() throws IOException {
    fillUpTo(BLOCK_BYTES);
    fillUpTo(2 * BLOCK_BYTES - 3);
    padding(3);
    fillUpTo(3 * BLOCK_BYTES - 5);
    padding(5);
    record((byte) 2, 9);
    assertThat(foreignType()).isEmpty();
    record(FOREIGN, 9);
    assertThat(foreignType()).hasValue(FOREIGN);
  }

  @Test
  void whatCurrentDoesNotNameIsNotLookedAt() throws IOException {
    record(FOREIGN, 0);
    for (String current : new String[] {"", "MANIFEST-000001", "MANIFEST-000002\n", "rubbish\n"}) {
      assertThat(foreignType(current)).as(current).isEmpty();
    }
  }

  private void record(byte type, int length) {
    manifest.putInt(0xFFFF_FFFF).putShort((short) length).put(type);
    for (int i = 0; i < length; i++) {
      manifest.put((byte) 0xFF);
    }
  }

  /** One record up to an offset. */
  private void fillUpTo(int offset) {
    record((byte) 1, offset - manifest.position() - HEADER_BYTES);
  }

  /** Bytes that would be a foreign type, if they were read. */
  private void padding(int count) {
    for (int i = 0; i < count; i++) {
      manifest.put((byte) 0xEE);
    }
  }

  private OptionalInt foreignType() throws IOException {
    return foreignType("MANIFEST-000001\n");
  }

  private OptionalInt foreignType(String current) throws IOException {
    Files.write(
        directory.resolve("MANIFEST-000001"), Arrays.copyOf(manifest.array(), manifest.position()));
    Files.write(directory.resolve("CURRENT"), current.getBytes(StandardCharsets.US_ASCII));
    return ManifestFrames.foreignType(directory);
  }
}
