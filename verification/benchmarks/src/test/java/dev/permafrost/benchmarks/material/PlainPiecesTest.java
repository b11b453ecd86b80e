package dev.permafrost.benchmarks.material;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.permafrost.benchmarks.Setting;
import dev.permafrost.benchmarks.Shelf;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Plain copies are whole, and nothing that was written to be measured stays. */
final class PlainPiecesTest {

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4_096, 4 << 20, (12 << 20) + 777})
  void aPlainCopyIsTheFileWhateverItsSize(int bytes) throws IOException {
    byte[] random = new byte[bytes];
    new Random(bytes).nextBytes(random);
    Path file = Files.write(directory.resolve("file"), random);

    assertThat(PlainPieces.copySeconds(file, directory)).isPositive();
    assertThat(PlainPieces.readPastCacheSeconds(file)).isPositive();

    assertThat(file).hasBinaryContent(random);
    assertThat(directory.toFile().list()).containsExactly("file");
  }

  @Test
  void aFileThatIsNotThereIsNotMeasured() {
    assertThatThrownBy(() -> PlainPieces.copySeconds(directory.resolve("none"), directory))
        .isInstanceOf(UncheckedIOException.class);
    assertThat(directory).isEmptyDirectory();
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 4_096, (9 << 20) + 777})
  void whatIsWrittenIsRemoved(long bytes) {
    PlainPieces.write(directory, bytes);

    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void theDisksPartBesideTheCodecLeavesNothingAndFailsAsADiskDoes() {
    Setting setting = new Setting(20, 1, 2, directory, directory, new Shelf());
    Limits limits = Limits.of(setting, Ledgers.TESTNET);

    assertThat(limits.recodeAndWriteSeconds(20, 2, directory, 1 << 20)).isPositive();
    assertThat(directory).isEmptyDirectory();
    assertThatThrownBy(() -> limits.recodeAndWriteSeconds(1, 1, directory.resolve("none"), 1 << 20))
        .hasCauseInstanceOf(UncheckedIOException.class);
  }
}
