package dev.permafrost.prove.power;

import dev.permafrost.prove.CountConverter;
import dev.permafrost.prove.Part;
import dev.permafrost.prove.SeedOption;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Cuts the power of real file systems under real stores. */
@Command(
    name = "power",
    description = {
      "Cuts the power of real file systems, ext4 and XFS, under real stores.",
      "Needs root and loop devices; without them it is skipped."
    })
public final class PowerPart implements Part {

  @Option(
      names = "--cuts",
      paramLabel = "N",
      defaultValue = "300",
      converter = CountConverter.class,
      description = "How often the power is cut (default: ${DEFAULT-VALUE}).")
  int cuts = 300;

  @Mixin final SeedOption seed = new SeedOption();

  @Override
  public boolean holds(PrintWriter out) {
    Optional<String> missing = Namespace.missing();
    if (missing.isPresent()) {
      out.println("skipped: power: " + missing.get());
      return !Namespace.isRequired();
    }
    return Namespace.run(
            PowerProcess.class, List.of(Integer.toString(cuts), Long.toString(seed.seed())), out)
        == 0;
  }
}
