package dev.permafrost.prove.crash;

import dev.permafrost.prove.Options;
import dev.permafrost.prove.Part;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Set;

/** Breaks the protocol in one way after another, and says which of them the explorer catches. */
public final class MutantsPart implements Part {

  private static final Duration BUDGET = Duration.ofMinutes(1);

  @Override
  public String usage() {
    return "mutants [--seed S]";
  }

  @Override
  public Set<String> options() {
    return Set.of("seed");
  }

  @Override
  public boolean holds(Options options, PrintStream out) {
    long seed = options.seed();
    int workers = Math.max(1, Runtime.getRuntime().availableProcessors());
    KillTable table = KillTable.make(seed, workers, BUDGET);
    table.lines().forEach(out::println);
    out.println(table.line() + " seed=" + seed);
    return table.caught() == table.rows().size();
  }
}
