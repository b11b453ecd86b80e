package dev.permafrost.prove.faults;

import dev.permafrost.prove.Options;
import dev.permafrost.prove.Part;
import dev.permafrost.prove.crash.Bench;
import dev.permafrost.prove.crash.Golden;
import dev.permafrost.prove.crash.Plan;
import dev.permafrost.prove.crash.Scenario;
import dev.permafrost.prove.crash.Scenarios;
import dev.permafrost.prove.crash.Wiring;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** Tries every fault there is, or one of them again. */
public final class FaultsPart implements Part {

  private static final int MOST_FINDINGS = 20;
  private static final int SURVIVORS = 64;
  private static final String REAL = "real/";

  @Override
  public String usage() {
    return "faults [--seed S] [--replay SCENARIO/OPERATION/KIND]";
  }

  @Override
  public Set<String> options() {
    return Set.of("seed", "replay");
  }

  @Override
  public boolean holds(Options options, PrintStream out) {
    Optional<String> replay = options.text("replay");
    if (replay.isEmpty()) {
      return explores(options.seed(), out);
    }
    return replay.get().startsWith(REAL)
        ? replaysReal(replay.get().substring(REAL.length()), out)
        : replays(FaultCase.parse(replay.get()), options.seed(), out);
  }

  private static boolean explores(long seed, PrintStream out) {
    long begun = System.nanoTime();
    Leftovers leftovers = Leftovers.before();
    int workers = Math.max(1, Runtime.getRuntime().availableProcessors());
    FaultReport report =
        new FaultExplorer(
                new FaultExplorer.Limits(
                    seed, Integer.MAX_VALUE, SURVIVORS, workers, MOST_FINDINGS),
                () -> Wiring.AS_IT_IS,
                Scenarios.ALL)
            .explore();
    report.findings().forEach(finding -> finding.lines().forEach(out::println));
    RealReport real = RealFaults.run(RealFaults.ALL, Integer.MAX_VALUE, seed);
    real.lines().forEach(out::println);
    List<String> left = leftovers.now();
    left.forEach(what -> out.println("LEFT " + what));
    double seconds = (System.nanoTime() - begun) / 1e9;
    out.println("faults: " + report.figures(real, left, seconds));
    return report.findings().isEmpty() && real.isClean() && left.isEmpty();
  }

  private static boolean replaysReal(String path, PrintStream out) {
    int slash = path.indexOf('/');
    if (slash < 0) {
      throw new IllegalArgumentException("no real fault: '" + path + "'");
    }
    RealReport real = RealFaults.replay(path.substring(0, slash), path.substring(slash + 1));
    real.lines().forEach(out::println);
    out.println("replay: " + (real.isClean() ? "nothing is broken" : "broken"));
    return real.isClean();
  }

  private static boolean replays(FaultCase fault, long seed, PrintStream out) {
    Scenario scenario = Scenarios.named(fault.scenario());
    try (Bench bench = new Bench()) {
      Plan plan = Plan.of(scenario, Golden.make(bench), () -> Wiring.AS_IT_IS, bench, true);
      if (fault.operation() >= plan.operationCount()) {
        throw new IllegalArgumentException(
            fault.scenario() + " has " + plan.operationCount() + " operations");
      }
      FaultTrial trial =
          new FaultTrial(plan, bench, () -> Wiring.AS_IT_IS, FaultTrial.NewState.ALWAYS);
      trial.on(fault, Integer.MAX_VALUE, new Random(seed));
      FaultReport.Finding told =
          new FaultReport.Finding(
              fault,
              trial.violations().stream().map(Object::toString).toList(),
              trial.leaks().stream().map(Object::toString).toList(),
              List.copyOf(trial.trace()));
      told.lines().forEach(out::println);
      boolean broken = !trial.violations().isEmpty() || !trial.leaks().isEmpty();
      out.println("replay: " + (broken ? "broken" : "nothing is broken"));
      return !broken;
    }
  }
}
