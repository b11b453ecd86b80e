package dev.permafrost.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Every row is told from the others, and explained. */
final class RowsTest {

  @Test
  void noTwoRowsHaveOneName() {
    assertThat(Rows.ALL).extracting(Row::name).doesNotHaveDuplicates();
  }

  @Test
  void everyRowIsExplained() throws IOException {
    String page = Files.readString(Path.of("../../docs/performance.md"));

    assertThat(Rows.ALL)
        .extracting(Row::name)
        .allMatch(name -> page.contains("| `" + name + "` |"));
  }
}
