package dev.permafrost.prove.faults;

import dev.permafrost.prove.crash.Bench;
import dev.permafrost.prove.crash.Golden;
import dev.permafrost.prove.crash.Plan;
import dev.permafrost.prove.crash.Scenario;
import dev.permafrost.prove.crash.Trial;
import dev.permafrost.prove.crash.Violation;
import dev.permafrost.prove.crash.Wiring;
import dev.permafrost.prove.crash.Workers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** Fails every operation of every scenario once, in each of the ways in which it may fail. */
final class FaultExplorer {

  /** Far beyond what a fault takes, on a machine that is busy with something else, too. */
  private static final Duration HANGING = Duration.ofMinutes(2);

  /**
   * How far to go.
   *
   * @param seed what every choice is drawn from
   * @param perScenario how many faults of each scenario are tried, drawn from the seed
   * @param survivors how many ways to survive a power cut are tried behind each, at most
   * @param workers how many threads explore
   * @param mostFindings after how many findings to stop
   */
  record Limits(long seed, int perScenario, int survivors, int workers, int mostFindings) {}

  private record Work(Plan plan, FaultCase fault) {}

  private final Limits limits;
  private final Supplier<Wiring> wiring;
  private final List<Scenario> scenarios;
  private final Set<Long> seen = ConcurrentHashMap.newKeySet();
  private final Queue<FaultReport.Finding> findings = new ConcurrentLinkedQueue<>();
  private final AtomicLong faults = new AtomicLong();
  private final AtomicLong cuts = new AtomicLong();

  FaultExplorer(Limits limits, Supplier<Wiring> wiring, List<Scenario> scenarios) {
    this.limits = limits;
    this.wiring = wiring;
    this.scenarios = List.copyOf(scenarios);
  }

  /** Explores, and returns when it is over. */
  FaultReport explore() {
    long begun = System.nanoTime();
    long operations;
    try (Workers workers = new Workers(limits.workers())) {
      Golden golden = Golden.make(workers.first());
      Map<String, Plan> plans = new ConcurrentSkipListMap<>();
      workers.each(
          scenarios,
          this::isOver,
          (scenario, bench) -> plans.put(scenario.name(), plan(scenario, golden, bench)));
      operations = plans.values().stream().mapToLong(Plan::operationCount).sum();
      workers.each(work(new TreeMap<>(plans)), this::isOver, this::tryOnce, HANGING, this::hangs);
    }
    List<FaultReport.Finding> found = new ArrayList<>(findings);
    found.sort(Comparator.comparing(finding -> finding.fault().toString()));
    return new FaultReport(
        scenarios.size(),
        operations,
        faults.get(),
        cuts.get(),
        found,
        limits.seed(),
        (System.nanoTime() - begun) / 1e9);
  }

  /**
   * The run without any fault, under the wiring as it is: only faults are to show what is wrong.
   */
  private static Plan plan(Scenario scenario, Golden golden, Bench bench) {
    Plan plan = Plan.of(scenario, golden, () -> Wiring.AS_IT_IS, bench, true);
    if (!plan.violations().isEmpty()) {
      throw new IllegalStateException(
          scenario.name() + " is wrong without any fault: " + plan.violations());
    }
    return plan;
  }

  private List<Work> work(Map<String, Plan> plans) {
    Random random = new Random(limits.seed());
    List<Work> all = new ArrayList<>();
    plans.forEach(
        (name, plan) -> {
          List<Work> some = new ArrayList<>();
          for (long operation = 0; operation < plan.operationCount(); operation++) {
            long number = operation;
            Arrays.stream(FaultKind.values())
                .forEach(kind -> some.add(new Work(plan, new FaultCase(name, number, kind))));
          }
          if (some.size() > limits.perScenario()) {
            Collections.shuffle(some, random);
          }
          all.addAll(some.subList(0, Math.min(some.size(), limits.perScenario())));
        });
    return all;
  }

  private void tryOnce(Work work, Bench bench) {
    FaultTrial trial = new FaultTrial(work.plan(), bench, wiring, this::isNew);
    Random random = new Random(limits.seed() * 31 + work.fault().toString().hashCode());
    trial.on(work.fault(), limits.survivors(), random);
    faults.incrementAndGet();
    cuts.addAndGet(trial.cuts());
    if (!trial.violations().isEmpty() || !trial.leaks().isEmpty()) {
      found(work.fault(), trial.violations(), trial.leaks(), trial.trace());
    }
  }

  private void hangs(Work work, Thread thread) {
    Throwable where = new Throwable("it hangs here");
    where.setStackTrace(thread.getStackTrace());
    Violation hangs = new Violation("a fault ends a run", Trial.stackOf(where));
    found(work.fault(), List.of(hangs), List.of(), List.of());
  }

  private void found(
      FaultCase fault, List<Violation> violations, List<Violation> leaks, List<String> trace) {
    if (findings.size() < limits.mostFindings()) {
      findings.add(
          new FaultReport.Finding(
              fault,
              violations.stream().map(Violation::toString).toList(),
              leaks.stream().map(Violation::toString).toList(),
              List.copyOf(trace)));
    }
  }

  private boolean isOver() {
    return findings.size() >= limits.mostFindings();
  }

  private boolean isNew(String scenario, long digest, Set<Long> promised) {
    return seen.add(
        digest
            ^ (scenario.hashCode() * 0x9E3779B97F4A7C15L)
            ^ (promised.hashCode() * 0xBF58476D1CE4E5B9L));
  }
}
