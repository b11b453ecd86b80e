package dev.permafrost.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.permafrost.testkit.docs.DocumentedLine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** Each line of the documentation that calls bin/bench is one that it takes. */
final class DocumentedLinesTest {

  static List<DocumentedLine> lines() throws IOException {
    return DocumentedLine.of(Path.of("..", "..").toRealPath(), "bin/bench");
  }

  @ParameterizedTest
  @MethodSource("lines")
  void aLineOfTheDocumentationIsOneThatBenchTakes(DocumentedLine line) {
    assertThatCode(
            () ->
                new CommandLine(new Bench(Rows.ALL))
                    .parseArgs(line.arguments().toArray(String[]::new)))
        .as("%s of %s", line.text(), line.page())
        .doesNotThrowAnyException();
  }

  @Test
  void theLinesAreFound() throws IOException {
    assertThat(lines().stream().map(line -> line.arguments().get(0)))
        .contains("all", "hot-rate", "table", "chart", "publish");
  }
}
