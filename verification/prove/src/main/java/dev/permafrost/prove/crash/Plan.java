package dev.permafrost.prove.crash;

import dev.permafrost.domain.store.Store;
import dev.permafrost.testkit.machine.Machine;
import dev.permafrost.testkit.machine.Machine.Step;
import dev.permafrost.testkit.machine.Moment;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * One scenario, made ready: the machine it starts from, every instant of its run without any crash,
 * and where that ends.
 *
 * @param scenario the scenario
 * @param points the instants of the run at which the machine differs from before
 * @param pointCount all instants
 * @param expected where it ends
 * @param invariants what must hold at every instant
 * @param settledInvariants what must hold at the end, too
 * @param violations what was wrong without any crash
 * @param steps the operations of the run
 */
public record Plan(
    Scenario scenario,
    List<Point> points,
    long pointCount,
    EndState expected,
    List<Invariant> invariants,
    List<Invariant> settledInvariants,
    List<Violation> violations,
    List<Step> steps) {

  /**
   * Prepares a scenario and runs it once without any crash.
   *
   * @param golden the artifacts as they must be
   * @param wiring what stands between the code and the machine, in the run and its preparation
   */
  public static Plan of(
      Scenario scenario, Golden golden, Supplier<Wiring> wiring, Bench bench, boolean watching) {
    Machine machine = scenario.layout().newMachine();
    Promises promises = new Promises(Bench.GEOMETRY, Set.of());
    scenario.preparation().on(new Site(scenario.layout(), machine, promises, wiring, bench));
    Moment start = machine.moment();

    Site site = new Site(scenario.layout(), start.afterProcessDeath(), promises, wiring, bench);
    List<Invariant> invariants =
        invariants(scenario, golden, new Remains(site, promises.snapshot()));
    List<Invariant> settled = new ArrayList<>(invariants);
    settled.add(new SettledExactly(golden.artifacts(), scenario.terms()));
    site.interleaving();
    ProtocolWatch watch = new ProtocolWatch(site.machine(), scenario);
    Recorder recorder = new Recorder(site.machine(), promises, Recorder.NewPoint.ALWAYS);
    List<Step> steps = new ArrayList<>();
    site.machine()
        .observe(
            step -> {
              steps.add(step);
              if (watching) {
                watch.before(step);
              }
              recorder.before(step);
            });
    List<Violation> violations = new ArrayList<>();
    try {
      scenario.beforeOpening().on(site);
      try (Store store = site.open()) {
        scenario.body().run(store, site);
      }
    } catch (RuntimeException | Error e) {
      violations.add(new Violation("runs without a crash", Trial.stackOf(e)));
    }
    site.machine().observe(Machine.Observer.NONE);
    recorder.atEnd();
    violations.addAll(watch.violations());
    EndState end = EndState.of(new Remains(site, promises.snapshot()));
    return new Plan(
        scenario,
        recorder.points(),
        recorder.count(),
        end,
        invariants,
        List.copyOf(settled),
        violations,
        steps);
  }

  private static List<Invariant> invariants(Scenario scenario, Golden golden, Remains before) {
    Terms terms = scenario.terms();
    List<Invariant> invariants = new ArrayList<>();
    invariants.add(new AcknowledgedLedgersAreReadable());
    invariants.add(new ReadyIsThere(terms));
    invariants.add(new FrozenIsComplete(golden.artifacts(), terms));
    invariants.add(new FilesHaveKeys(golden.artifacts(), terms));
    invariants.add(new FloorComesFirst(terms));
    if (!terms.givesUp()) {
      invariants.add(new SoundCopies(golden.artifacts(), before));
    }
    return List.copyOf(invariants);
  }

  /** The operations of the run, in words. */
  public List<String> trace() {
    return steps.stream().map(Step::toString).toList();
  }

  /** The machine that the run began with. */
  public Machine boot() {
    return points.get(0).moment().afterProcessDeath();
  }

  /** What was promised when the run began. */
  public Set<Long> promised() {
    return points.get(0).promised();
  }

  /** How many operations the run had. */
  public long operationCount() {
    return pointCount - 1;
  }
}
