package dev.permafrost.prove.damage;

import dev.permafrost.prove.Options;
import dev.permafrost.prove.Part;
import java.io.PrintStream;
import java.util.Set;

/** Damages real databases in every way, and prints who says what of it. */
public final class DamagePart implements Part {

  private static final int POSITIONS = 12;

  @Override
  public String usage() {
    return "damage [--seed S]";
  }

  @Override
  public Set<String> options() {
    return Set.of("seed");
  }

  @Override
  public boolean holds(Options options, PrintStream out) {
    DamageFigures figures = new DamageRun(POSITIONS, options.seed()).run();
    figures.table().lines().forEach(out::println);
    figures.skipped().forEach(what -> out.println("skipped: " + what));
    figures.unnoticed().forEach(what -> out.println("unnoticed: " + what));
    figures.altered().forEach(what -> out.println("altered: " + what));
    figures.wrong().forEach(what -> out.println("wrong: " + what));
    out.println(figures.line());
    return figures.hold();
  }
}
