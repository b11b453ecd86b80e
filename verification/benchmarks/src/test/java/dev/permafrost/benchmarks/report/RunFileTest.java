package dev.permafrost.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.entry;

import dev.permafrost.benchmarks.Outcome;
import dev.permafrost.benchmarks.Round;
import dev.permafrost.benchmarks.Row.Bound;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run is kept whole, and shown as it was. */
final class RunFileTest {

  @TempDir private Path directory;
  private RunFile run = new RunFile(Map.of(), List.of());

  @BeforeEach
  void keepARun() {
    Path file = directory.resolve("run.json");
    RunFile.write(
        file,
        Map.of("cores", "2"),
        List.of(
            new Outcome(
                "fast",
                0.8,
                Bound.AT_LEAST,
                List.of(
                    new Round(0.9, Map.of("ours_s", 2.0)),
                    new Round(1.1, Map.of("ours_s", 4.0)),
                    new Round(1.2, Map.of("ours_s", 3.0)))),
            new Outcome("slow", 1.5, Bound.AT_MOST, List.of(new Round(3, Map.of())))));
    run = RunFile.read(file);
  }

  @Test
  void whatWasWrittenIsRead() {
    assertThat(run.facts()).containsExactly(entry("cores", "2"));
    assertThat(run.rows())
        .containsExactly(
            new Measured("fast", 1.1, 0.8, true, 0.9, 1.2, 3, true, Map.of("ours_s", 3.0)),
            new Measured("slow", 3, 1.5, false, 3, 3, 1, false, Map.of()));
  }

  @Test
  void everyRoundIsInTheFile() throws IOException {
    assertThat(Files.readString(directory.resolve("run.json")))
        .contains("\"ours_s\" : 2.0", "\"ours_s\" : 4.0", "\"ratio\" : 0.9");
  }

  @Test
  void aTableHasALineForEachRowAndSaysWhichIsShort() {
    assertThat(MarkdownTable.of(run))
        .contains("cores 2.")
        .contains("| `fast` | 1.100 | at least 0.8 | 0.900 to 1.200 | 3 | ok | ours_s 3.00 |")
        .contains("| `slow` | 3.000 | at most 1.5 | 3.000 to 3.000 | 1 | **short** |  |");
  }

  @Test
  void aBarReachesTheLineIfTheRowReachesWhatItMust() {
    assertThat(run.rows().get(0).score(0.8)).isEqualTo(1);
    assertThat(run.rows().get(0).score(1.6)).isEqualTo(2);
    assertThat(run.rows().get(1).score(1.5)).isEqualTo(1);
    assertThat(run.rows().get(1).score(3)).isEqualTo(0.5);
    assertThat(SvgChart.of(run))
        .startsWith("<svg ")
        .endsWith("</svg>\n")
        .contains(">fast<", ">slow<", "1.10 (at least 0.8)", "3.00 (at most 1.5) short");
  }

  @Test
  void aDocumentKeepsWhatStandsAroundItsFigures() throws IOException {
    Path document = directory.resolve("page.md");
    Files.writeString(
        document, "before\n" + PublishedRun.BEGIN + "old\n" + PublishedRun.END + "behind\n");

    PublishedRun.into(document, run);
    PublishedRun.into(document, run);

    assertThat(Files.readString(document))
        .startsWith("before\n" + PublishedRun.BEGIN + "\ncores 2.")
        .endsWith("\n" + PublishedRun.END + "behind\n")
        .containsOnlyOnce("`fast`")
        .doesNotContain("old");
    assertThat(directory.resolve("page.svg")).hasContent(SvgChart.of(run));
  }

  @Test
  void aDocumentWithoutAPlaceForFiguresIsLeftAlone() throws IOException {
    Path document = directory.resolve("page.md");
    Files.writeString(document, PublishedRun.END + PublishedRun.BEGIN);

    assertThatIllegalArgumentException().isThrownBy(() -> PublishedRun.into(document, run));
    assertThat(document).hasContent(PublishedRun.END + PublishedRun.BEGIN);
  }
}
