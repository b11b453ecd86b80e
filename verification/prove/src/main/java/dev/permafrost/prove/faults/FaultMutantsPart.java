package dev.permafrost.prove.faults;

import dev.permafrost.prove.Part;
import dev.permafrost.prove.crash.Bench;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import picocli.CommandLine.Command;

/** Breaks the rules about faults, one at a time, and says whether the exploration names each. */
@Command(
    name = "fault-mutants",
    description = "Breaks the rules about faults, one at a time; each must be noticed.")
public final class FaultMutantsPart implements Part {

  @Override
  public boolean holds(PrintWriter out) {
    long begunNanos = System.nanoTime();
    List<FaultMutant> mutants = FaultMutants.all();
    int caught = 0;
    try (Bench bench = new Bench()) {
      for (FaultMutant mutant : mutants) {
        Set<String> broken = mutant.broken(bench);
        boolean isCaught = mutant.isCaughtBy(broken);
        caught += isCaught ? 1 : 0;
        String what = mutant.name() + " at" + mutant.operation();
        out.println((isCaught ? "" : "NOT CAUGHT ") + what + ": " + broken);
      }
    }
    out.println(
        String.format(
            Locale.ROOT,
            "fault-mutants: caught=%d/%d seconds=%.0f",
            caught,
            mutants.size(),
            (System.nanoTime() - begunNanos) / 1e9));
    return caught == mutants.size();
  }
}
