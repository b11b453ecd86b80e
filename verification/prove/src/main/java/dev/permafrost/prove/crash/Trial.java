package dev.permafrost.prove.crash;

import dev.permafrost.domain.store.Store;
import dev.permafrost.testkit.machine.Machine;
import dev.permafrost.testkit.machine.Moment;
import dev.permafrost.testkit.machine.Survivors;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of one machine that a crash left: the invariants as it is, then recovery and the
 * scenario again, then the same end as without the crash, then that a further run changes nothing,
 * and that the end is durable.
 */
public final class Trial {

  private final Plan plan;
  private final Bench bench;
  private final Supplier<Wiring> wiring;
  private final boolean watching;
  private final List<Violation> violations = new ArrayList<>();
  private final List<String> trace = new ArrayList<>();
  private List<Point> points = List.of();
  private String cause = "the crash";
  private boolean interleaving;
  private boolean onSoundDisk = true;
  private long pointCount;

  /**
   * A trial of one machine.
   *
   * @param watching whether forbidden steps count, too
   */
  public Trial(Plan plan, Bench bench, Supplier<Wiring> wiring, boolean watching) {
    this.plan = plan;
    this.bench = bench;
    this.wiring = wiring;
    this.watching = watching;
  }

  /** Lets the recovery work on several chunks side by side, where its scenario has several. */
  Trial interleaving() {
    interleaving = true;
    return this;
  }

  /** Says what left the machine, for messages; else a crash did. */
  public Trial leftBy(String what) {
    cause = what;
    return this;
  }

  /**
   * Asks for no durability: a disk that could not make a directory durable, and was not brought up
   * anew since, has forgotten that it has to.
   */
  public Trial onUnsoundDisk() {
    onSoundDisk = false;
    return this;
  }

  /** What was found to be wrong. */
  public List<Violation> violations() {
    return violations;
  }

  /** The instants of the run, if they were recorded. */
  List<Point> points() {
    return points;
  }

  /** The operations of the recorded run. */
  List<String> trace() {
    return trace;
  }

  /** How many instants there were in the recorded run. */
  long pointCount() {
    return pointCount;
  }

  /**
   * Runs the trial on a machine, which it uses up.
   *
   * @param promised the ledgers that were acknowledged before the crash
   * @param recorded which instants of the recovery to keep, for a further crash; null for none
   */
  public void on(Machine machine, Set<Long> promised, Recorder.@Nullable NewPoint recorded) {
    Promises promises = new Promises(Bench.GEOMETRY, promised);
    Site site = new Site(plan.scenario().layout(), machine, promises, wiring, bench);
    check(plan.invariants(), new Remains(site, promised), "left by " + cause);
    if (violations.isEmpty()) {
      recover(site, recorded);
    }
    if (violations.isEmpty()) {
      checkEnd(site, "after recovery");
    }
    if (violations.isEmpty()) {
      checkSecondRun(site);
    }
    if (violations.isEmpty() && onSoundDisk) {
      checkEndIsDurable(site);
    }
  }

  private void recover(Site site, Recorder.@Nullable NewPoint recorded) {
    Machine machine = site.machine();
    if (interleaving) {
      site.interleaving();
    }
    ProtocolWatch watch = new ProtocolWatch(machine, plan.scenario());
    Recorder recorder = recorded == null ? null : new Recorder(machine, site.promises(), recorded);
    machine.observe(
        step -> {
          if (watching && onSoundDisk) {
            watch.before(step);
          }
          if (recorder != null) {
            trace.add(step.toString());
            recorder.before(step);
          }
        });
    run(site, "recovery");
    machine.observe(Machine.Observer.NONE);
    violations.addAll(watch.violations());
    if (recorder != null) {
      recorder.atEnd();
      points = recorder.points();
      pointCount = recorder.count();
    }
  }

  /** Opens the store, sweeps, and does what the scenario does. */
  private void run(Site site, String which) {
    try {
      plan.scenario().beforeOpening().on(site);
      try (Store store = site.open()) {
        Scenarios.sweep(store, site);
        plan.scenario().body().run(store, site);
      }
    } catch (RuntimeException | Error e) {
      violations.add(new Violation("I4 same end state", which + " failed: " + stackOf(e)));
      return;
    }
    if (site.machine().openHandles() != 0) {
      violations.add(
          new Violation(
              "nothing is left open", which + " left " + site.machine().openHandles() + " open"));
    }
  }

  private void checkEnd(Site site, String when) {
    Remains remains = new Remains(site, site.promises().snapshot());
    check(plan.settledInvariants(), remains, when);
    differsFromExpected(remains, when);
  }

  private void differsFromExpected(Remains remains, String when) {
    List<String> differences = plan.expected().differencesTo(EndState.of(remains));
    if (!differences.isEmpty()) {
      violations.add(new Violation("I4 same end state", when + ": " + differences));
    }
  }

  private void checkSecondRun(Site site) {
    Machine machine = site.machine();
    ProtocolWatch watch = new ProtocolWatch(machine, plan.scenario());
    if (watching && onSoundDisk) {
      machine.observe(watch::before);
    }
    EndState first = EndState.of(new Remains(site, Set.of()));
    run(site, "the second run");
    machine.observe(Machine.Observer.NONE);
    violations.addAll(watch.violations());
    List<String> differences = first.differencesTo(EndState.of(new Remains(site, Set.of())));
    if (!differences.isEmpty()) {
      violations.add(new Violation("I4 a second run changes nothing", differences.toString()));
    }
  }

  /** What was reached must not be lost by one more power cut. */
  private void checkEndIsDurable(Site site) {
    Moment moment = site.machine().moment();
    Survivors survivors = moment.survivors(Relevant.PARTS);
    Machine rebooted = moment.afterPowerCut(survivors, survivors.nothingNew());
    Site after = new Site(site.layout(), rebooted, site.promises(), wiring, bench);
    differsFromExpected(new Remains(after, Set.of()), "after a power cut at the end");
  }

  private void check(List<Invariant> invariants, Remains remains, String when) {
    for (Invariant invariant : invariants) {
      Optional<String> broken;
      try {
        broken = invariant.brokenBy(remains);
      } catch (RuntimeException e) {
        broken = Optional.of(stackOf(e));
      }
      broken.ifPresent(what -> violations.add(new Violation(invariant.name(), when + ": " + what)));
    }
  }

  /** A failure with its stack and all that is suppressed onto it. */
  public static String stackOf(Throwable failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text));
    return text.toString();
  }
}
