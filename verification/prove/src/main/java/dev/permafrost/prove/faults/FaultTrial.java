package dev.permafrost.prove.faults;

import dev.permafrost.prove.crash.Bench;
import dev.permafrost.prove.crash.Plan;
import dev.permafrost.prove.crash.Relevant;
import dev.permafrost.prove.crash.Trial;
import dev.permafrost.prove.crash.Violation;
import dev.permafrost.prove.crash.Wiring;
import dev.permafrost.testkit.machine.Machine;
import dev.permafrost.testkit.machine.Moment;
import dev.permafrost.testkit.machine.Survival;
import dev.permafrost.testkit.machine.Survivors;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What is asked of one fault: the run itself; the scenario again in the same process; and, of what
 * the run left, the invariants and the next run, once as it is and once for each of a few ways in
 * which a power cut may leave it.
 */
final class FaultTrial {

  /** Says which states are new, so that faults that leave the same are followed up once. */
  interface NewState {
    /** Every state. */
    NewState ALWAYS = (scenario, digest, promised) -> true;

    boolean test(String scenario, long digest, Set<Long> promised);
  }

  private final Plan plan;
  private final Bench bench;
  private final Supplier<Wiring> wiring;
  private final NewState isNew;
  private final List<Violation> violations = new ArrayList<>();
  private final List<Violation> leaks = new ArrayList<>();
  private final List<String> trace = new ArrayList<>();
  private int cuts;

  FaultTrial(Plan plan, Bench bench, Supplier<Wiring> wiring, NewState isNew) {
    this.plan = plan;
    this.bench = bench;
    this.wiring = wiring;
    this.isNew = isNew;
  }

  List<Violation> violations() {
    return violations;
  }

  List<Violation> leaks() {
    return leaks;
  }

  /** The operations of the run, and how it ended. */
  List<String> trace() {
    return trace;
  }

  /** How many power cuts were tried. */
  int cuts() {
    return cuts;
  }

  /**
   * Tries one fault.
   *
   * @param survivors how many ways to survive a power cut are tried at most
   * @param random draws them
   */
  void on(FaultCase fault, int survivors, Random random) {
    FaultedRun run = new FaultedRun(plan, fault, wiring, bench, false);
    run.run();
    take(run);
    FaultedRun again = new FaultedRun(plan, fault, wiring, bench, true);
    again.run();
    if (violations.isEmpty()) {
      take(again);
    }
    if (violations.isEmpty()) {
      follow(run, survivors, random);
    }
  }

  private void take(FaultedRun run) {
    trace.clear();
    trace.addAll(run.trace());
    trace.add("ended: " + run.outcome());
    violations.addAll(run.violations());
    leaks.addAll(run.leaks());
  }

  private void follow(FaultedRun run, int survivors, Random random) {
    Moment moment = run.machine().moment();
    Machine alive = moment.afterProcessDeath();
    if (isNew(alive, run)) {
      Trial trial = trial("the fault");
      if (run.hasForgottenADirectory()) {
        trial.onUnsoundDisk();
      }
      trial.on(alive, run.promised(), null);
      violations.addAll(trial.violations());
    }
    Survivors ways = moment.survivors(Relevant.PARTS);
    for (Survival way : ways.upTo(survivors, random)) {
      Machine rebooted = moment.afterPowerCut(ways, way);
      if (violations.isEmpty() && isNew(rebooted, run)) {
        cuts++;
        Trial trial = trial("a power cut behind the fault, which left " + ways.describe(way));
        trial.on(rebooted, run.promised(), null);
        violations.addAll(trial.violations());
      }
    }
  }

  private boolean isNew(Machine machine, FaultedRun run) {
    return isNew.test(plan.scenario().name(), machine.digest(Relevant.PARTS), run.promised());
  }

  private Trial trial(String cause) {
    return new Trial(plan, bench, wiring, true).leftBy(cause);
  }
}
