package dev.permafrost.prove.damage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The short form of {@code bin/prove damage}, and the table of the documents held against it. */
final class DamageRunTest {

  private static final Path DOCUMENT = Path.of("..", "..", "docs", "damage.md");

  @Test
  void everyKindOfDamageIsNoticedAndLeftAloneAndTheDocumentsSaySo() throws IOException {
    long seed = Long.getLong("permafrost.seed", System.nanoTime());

    DamageFigures figures = new DamageRun(1, seed).run();

    System.out.println(figures.line());
    figures.skipped().forEach(what -> System.out.println("skipped: " + what));
    assertThat(figures.unnoticed()).as(figures.line()).isEmpty();
    assertThat(figures.altered()).as(figures.line()).isEmpty();
    assertThat(figures.wrong()).as(figures.line()).isEmpty();
    assertThat(figures.mended()).as("damaged witnesses of the hot database").isEqualTo(5);
    assertThat(figures.hold()).isTrue();
    assertThat(figures.table().differencesTo(written())).as(figures.line()).isEmpty();
  }

  /** The table of the document. */
  private static List<String> written() throws IOException {
    return Files.readAllLines(DOCUMENT).stream()
        .dropWhile(line -> !line.startsWith("| database | damage |"))
        .takeWhile(line -> line.startsWith("|"))
        .toList();
  }
}
