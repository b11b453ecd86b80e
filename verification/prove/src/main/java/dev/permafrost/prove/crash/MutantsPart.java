package dev.permafrost.prove.crash;

import dev.permafrost.prove.Part;
import dev.permafrost.prove.SeedOption;
import java.io.PrintWriter;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Breaks the protocol in one way after another, and says which of them the explorer catches. */
@Command(
    name = "mutants",
    description = "Breaks the protocol in 26 ways, each of which a crash must find.")
public final class MutantsPart implements Part {

  private static final Duration BUDGET_EACH = Duration.ofMinutes(5);

  /** How many there are: one that is left out must be missed. */
  private static final int MUTANTS = 26;

  /** The forbidden step of so many is seen without any crash. */
  private static final int LEAST_WATCHED = 10;

  @Mixin final SeedOption seed = new SeedOption();

  @Override
  public boolean holds(PrintWriter out) {
    long drawn = seed.seed();
    int workers = Runtime.getRuntime().availableProcessors();
    KillTable table = KillTable.make(drawn, workers, BUDGET_EACH);
    table.lines().forEach(out::println);
    boolean holds =
        table.rows().size() == MUTANTS
            && table.caught() == MUTANTS
            && table.watched() >= LEAST_WATCHED;
    if (!holds) {
      out.println("not all " + MUTANTS + " are caught and " + LEAST_WATCHED + " seen by the watch");
    }
    out.println(table.line() + " seed=" + drawn);
    return holds;
  }
}
