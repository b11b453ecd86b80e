package dev.permafrost.prove.kill;

import dev.permafrost.prove.Options;
import dev.permafrost.prove.Part;
import java.io.PrintStream;
import java.util.Set;

/** Kills real processes on real stores, and keeps second processes out of them. */
public final class KillPart implements Part {

  private static final int ROUNDS = 200;

  @Override
  public String usage() {
    return "kill [--rounds N] [--seed S]";
  }

  @Override
  public Set<String> options() {
    return Set.of("rounds", "seed");
  }

  @Override
  public boolean holds(Options options, PrintStream out) {
    KillFigures figures = new KillRun(options.count("rounds", ROUNDS), options.seed()).run();
    figures.violations().forEach(out::println);
    figures.leaks().forEach(out::println);
    out.println(figures.line());
    return figures.hold();
  }
}
