package dev.permafrost.fs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.permafrost.ports.artifact.ArtifactFormat;
import dev.permafrost.ports.chunk.LedgerRange;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How small a sound pack can be. */
class PackFormatTest {

  private final ArtifactFormat format = FileStores.packFormat();

  @Test
  void noPackIsSmallerThanTheOneOfTheSmallestFrames() {
    byte[] smallest = GoldenPack.frame(new byte[0]);
    for (int length : new int[] {1, 15, 16, 17, 127, 128, 129, 300, 10_000}) {
      LedgerRange range = new LedgerRange(2, 1 + length);
      List<byte[]> frames = Collections.nCopies(length, smallest);

      long size = PackBytes.of(range, frames).length;

      // The older form has one byte of app data less than the newer one.
      assertThat(format.leastBytes(range)).as("of %s", length).isBetween(size - 1, size);
    }
  }

  @Test
  void soundPacksAreNoSmaller() {
    for (String name : GoldenPack.NAMES) {
      GoldenPack golden = GoldenPack.load(name);

      assertThat((long) golden.pack().length)
          .as(name)
          .isGreaterThanOrEqualTo(format.leastBytes(golden.range()));
    }
  }
}
