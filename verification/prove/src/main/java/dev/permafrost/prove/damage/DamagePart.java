package dev.permafrost.prove.damage;

import dev.permafrost.prove.CountConverter;
import dev.permafrost.prove.Part;
import dev.permafrost.prove.SeedOption;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Damages real databases in every way, prints what is said of it, and compares that with the table
 * of the document.
 */
@Command(
    name = "damage",
    description = "Damages real databases in every way, and says who notices.")
public final class DamagePart implements Part {

  private final Path document;

  @Option(
      names = "--positions",
      paramLabel = "N",
      defaultValue = "12",
      converter = CountConverter.class,
      description = "How often each kind is done, each time elsewhere (default: ${DEFAULT-VALUE}).")
  int positions = 12;

  @Mixin final SeedOption seed = new SeedOption();

  /**
   * The part for a source tree.
   *
   * @param source where the documents are
   */
  public DamagePart(Path source) {
    this.document = source.resolve("docs/damage.md");
  }

  @Override
  public boolean holds(PrintWriter out) {
    List<String> written = written();
    DamageFigures figures = new DamageRun(positions, seed.seed()).run();
    figures.table().lines().forEach(out::println);
    figures.skipped().forEach(what -> out.println("skipped: " + what));
    figures.unnoticed().forEach(what -> out.println("unnoticed: " + what));
    figures.altered().forEach(what -> out.println("altered: " + what));
    figures.wrong().forEach(what -> out.println("wrong: " + what));
    List<String> differences = figures.table().differencesTo(written);
    differences.forEach(what -> out.println("not as in " + document + ": " + what));
    out.println(figures.line());
    return figures.hold() && differences.isEmpty();
  }

  /** The table of the document. */
  private List<String> written() {
    List<String> table;
    try {
      table =
          Files.readAllLines(document).stream()
              .dropWhile(line -> !line.startsWith("| database | damage |"))
              .takeWhile(line -> line.startsWith("|"))
              .toList();
    } catch (IOException e) {
      throw new IllegalArgumentException("the document cannot be read: " + e, e);
    }
    if (table.isEmpty()) {
      throw new IllegalArgumentException("there is no table of damages in " + document);
    }
    return table;
  }
}
