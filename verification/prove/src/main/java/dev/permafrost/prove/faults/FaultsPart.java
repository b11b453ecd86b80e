package dev.permafrost.prove.faults;

import dev.permafrost.prove.CountConverter;
import dev.permafrost.prove.Part;
import dev.permafrost.prove.SeedOption;
import dev.permafrost.prove.crash.Bench;
import dev.permafrost.prove.crash.Golden;
import dev.permafrost.prove.crash.Plan;
import dev.permafrost.prove.crash.Scenario;
import dev.permafrost.prove.crash.Scenarios;
import dev.permafrost.prove.crash.Wiring;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Tries every fault there is, or one of them again. */
@Command(
    name = "faults",
    description = "Fails every operation once, in five ways; then fills, locks and removes disks.")
public final class FaultsPart implements Part {

  private static final int MOST_FINDINGS = 20;
  private static final String REAL = "real/";

  @Option(
      names = "--per-scenario",
      paramLabel = "N",
      converter = CountConverter.class,
      description = "So many faults of each scenario, drawn from the seed (default: all).")
  @Nullable Integer perScenario;

  @Option(
      names = "--points",
      paramLabel = "N",
      converter = CountConverter.class,
      description = "So many points of each real fault, drawn from the seed (default: all).")
  @Nullable Integer points;

  @Option(
      names = "--survivors",
      paramLabel = "N",
      defaultValue = "64",
      converter = CountConverter.class,
      description = "Ways to survive a power cut behind each, at most (default: ${DEFAULT-VALUE}).")
  int survivors = 64;

  @Option(
      names = "--replay",
      paramLabel = "SCENARIO/OPERATION/KIND",
      description = "Tries one fault again: what a finding prints.")
  @Nullable String replay;

  @Mixin final SeedOption seed = new SeedOption();

  @Override
  public boolean holds(PrintWriter out) {
    if (replay == null) {
      return explores(seed.seed(), out);
    }
    return replay.startsWith(REAL)
        ? replaysReal(replay.substring(REAL.length()), out)
        : replays(FaultCase.parse(replay), seed.seed(), out);
  }

  private boolean explores(long drawn, PrintWriter out) {
    long begun = System.nanoTime();
    Leftovers leftovers = Leftovers.before();
    int workers = Runtime.getRuntime().availableProcessors();
    int most = perScenario == null ? Integer.MAX_VALUE : perScenario;
    FaultReport report =
        new FaultExplorer(
                new FaultExplorer.Limits(drawn, most, survivors, workers, MOST_FINDINGS),
                () -> Wiring.AS_IT_IS,
                Scenarios.ALL)
            .explore();
    report.findings().forEach(finding -> finding.lines().forEach(out::println));
    int mostPoints = points == null ? Integer.MAX_VALUE : points;
    RealReport real = RealFaults.run(RealFaults.ALL, mostPoints, drawn);
    real.lines().forEach(out::println);
    List<String> missed = missed(report, real);
    missed.forEach(out::println);
    List<String> left = leftovers.now();
    left.forEach(what -> out.println("LEFT " + what));
    double seconds = (System.nanoTime() - begun) / 1e9;
    out.println("faults: " + report.figures(real, left, seconds));
    return report.findings().isEmpty() && real.isClean() && left.isEmpty() && missed.isEmpty();
  }

  /** What was to be tried and was not. */
  List<String> missed(FaultReport report, RealReport real) {
    List<String> missed = new ArrayList<>();
    long due =
        perScenario == null
            ? report.operations() * FaultKind.values().length
            : (long) perScenario * report.scenarios();
    if (report.faults() < due) {
      missed.add("fewer faults than the " + due + " that there are to try");
    }
    if (report.cuts() == 0) {
      missed.add("no power was cut behind any fault");
    }
    for (RealReport.Row row : real.tried()) {
      if (row.results().size() < (points == null ? 1 : points)) {
        missed.add("only " + row.results().size() + " points of " + row.name());
      }
    }
    return missed;
  }

  private static boolean replaysReal(String path, PrintWriter out) {
    int slash = path.indexOf('/');
    if (slash < 0) {
      throw new IllegalArgumentException("no real fault: '" + path + "'");
    }
    RealReport real = RealFaults.replay(path.substring(0, slash), path.substring(slash + 1));
    real.lines().forEach(out::println);
    out.println("replay: " + (real.isClean() ? "nothing is broken" : "broken"));
    return real.isClean();
  }

  private static boolean replays(FaultCase fault, long seed, PrintWriter out) {
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
