package dev.permafrost.prove.faults;

import dev.permafrost.prove.crash.Bench;
import dev.permafrost.prove.crash.Golden;
import dev.permafrost.prove.crash.Plan;
import dev.permafrost.prove.crash.Scenarios;
import dev.permafrost.prove.crash.Violation;
import dev.permafrost.prove.crash.Wiring;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * One rule about faults, broken on purpose.
 *
 * @param name what it does wrongly
 * @param scenario in which it is tried
 * @param operation what is in the trace of the operations that fail, in every kind of fault
 * @param wiring what stands between the production code and the machine
 * @param breaks what must be seen to be broken; nothing may be if it is empty
 * @param spares what must not
 */
record FaultMutant(
    String name,
    String scenario,
    String operation,
    Wiring wiring,
    Set<String> breaks,
    Set<String> spares) {

  private static final int SURVIVORS = 4;

  FaultMutant {
    breaks = Set.copyOf(breaks);
    spares = Set.copyOf(spares);
  }

  /** What its faults break, leaks among it. */
  Set<String> broken(Bench bench) {
    Plan plan =
        Plan.of(Scenarios.named(scenario), Golden.make(bench), () -> Wiring.AS_IT_IS, bench, true);
    Set<String> broken = new TreeSet<>();
    int operations = 0;
    for (int number = 0; number < plan.trace().size(); number++) {
      if (plan.trace().get(number).contains(operation)) {
        operations++;
        for (FaultKind kind : FaultKind.values()) {
          FaultTrial trial = new FaultTrial(plan, bench, () -> wiring, FaultTrial.NewState.ALWAYS);
          trial.on(new FaultCase(scenario, number, kind), SURVIVORS, new Random(1));
          Stream.concat(trial.violations().stream(), trial.leaks().stream())
              .map(Violation::invariant)
              .forEach(broken::add);
        }
      }
    }
    if (operations == 0) {
      throw new IllegalStateException(scenario + " has no operation" + operation);
    }
    return broken;
  }

  /** Whether what is broken is what must be. */
  boolean isCaughtBy(Set<String> broken) {
    return breaks.isEmpty()
        ? broken.isEmpty()
        : broken.containsAll(breaks) && spares.stream().noneMatch(broken::contains);
  }
}
