package dev.permafrost.prove.kill;

import dev.permafrost.prove.CountConverter;
import dev.permafrost.prove.Part;
import dev.permafrost.prove.SeedOption;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Kills real processes on real stores, and keeps second processes out of them. */
@Command(
    name = "kill",
    description = "Kills real processes on real stores, and keeps second processes out of them.")
public final class KillPart implements Part {

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "200",
      converter = CountConverter.class,
      description = "How many processes are killed (default: ${DEFAULT-VALUE}).")
  int rounds = 200;

  @Mixin final SeedOption seed = new SeedOption();

  @Override
  public boolean holds(PrintWriter out) {
    KillFigures figures = new KillRun(rounds, seed.seed()).run();
    figures.violations().forEach(out::println);
    figures.leaks().forEach(out::println);
    figures.missed().forEach(out::println);
    out.println(figures.line());
    return figures.hold();
  }
}
