package dev.permafrost.prove.power;

import dev.permafrost.prove.CountConverter;
import dev.permafrost.prove.Part;
import dev.permafrost.prove.SeedOption;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows that the power cuts can fail: leaves out syncs, and cuts until that is found. */
@Command(
    name = "power-mutants",
    description = {
      "Leaves out one sync after the other, and cuts the power until a file system shows it.",
      "Needs root, loop devices and gcc; without them it is skipped."
    })
public final class PowerMutantsPart implements Part {

  private final Path source;

  @Option(
      names = "--cuts",
      paramLabel = "N",
      defaultValue = "28",
      converter = CountConverter.class,
      description = "How many cuts each gets on each file system (default: ${DEFAULT-VALUE}).")
  int cuts = 28;

  @Option(
      names = "--only",
      paramLabel = "NAME",
      defaultValue = "",
      description = "Only those whose name contains this.")
  String only = "";

  @Mixin final SeedOption seed = new SeedOption();

  /**
   * The part of a source tree.
   *
   * @param source the root of the tree
   */
  public PowerMutantsPart(Path source) {
    this.source = source;
  }

  @Override
  public boolean holds(PrintWriter out) {
    Optional<String> missing =
        Namespace.missing()
            .or(() -> Tool.isThere("gcc") ? Optional.empty() : Optional.of("there is no gcc"));
    if (missing.isPresent()) {
      out.println("skipped: power-mutants: " + missing.get());
      return !Namespace.isRequired();
    }
    Path library = source.resolve("verification/prove/src/main/c/skip_sync.c");
    return Namespace.run(
            PowerMutantsProcess.class,
            List.of(Integer.toString(cuts), library.toString(), Long.toString(seed.seed()), only),
            out)
        == 0;
  }
}
