package dev.permafrost.app.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.permafrost.testkit.docs.DocumentedLine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each line of the documentation that calls the command is one that it takes. */
final class DocumentedLinesTest {

  private static final String COMMAND = "COMMAND";

  static Stream<DocumentedLine> lines() throws IOException {
    return DocumentedLine.of(Path.of("..").toRealPath(), "permafrost", "bin/permafrost").stream()
        .filter(line -> !line.arguments().contains(COMMAND))
        // Two words in a sentence name a command, and are no line to type.
        .filter(line -> line.arguments().stream().anyMatch(word -> word.startsWith("-")));
  }

  @ParameterizedTest
  @MethodSource("lines")
  void aLineOfTheDocumentationIsOneThatTheCommandTakes(DocumentedLine line) {
    assertThatCode(() -> PermafrostLine.ofAll().parseArgs(line.arguments().toArray(String[]::new)))
        .as("%s of %s", line.text(), line.page())
        .doesNotThrowAnyException();
  }

  @Test
  void theLinesAreFound() throws IOException {
    assertThat(lines().map(line -> line.arguments().get(0)))
        .contains("demo", "plan", "status", "verify", "audit", "follow", "pack", "adopt", "lake")
        .hasSizeGreaterThan(20);
  }
}
