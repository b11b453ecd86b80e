package dev.permafrost.prove.faults;

import dev.permafrost.domain.store.Store;
import dev.permafrost.ports.failure.DurabilityFailure;
import dev.permafrost.ports.failure.StorageFailure;
import dev.permafrost.ports.failure.SystemErrors;
import dev.permafrost.ports.work.CancelSource;
import dev.permafrost.prove.crash.Bench;
import dev.permafrost.prove.crash.EndState;
import dev.permafrost.prove.crash.Plan;
import dev.permafrost.prove.crash.Promises;
import dev.permafrost.prove.crash.ProtocolWatch;
import dev.permafrost.prove.crash.Remains;
import dev.permafrost.prove.crash.Site;
import dev.permafrost.prove.crash.Trial;
import dev.permafrost.prove.crash.Violation;
import dev.permafrost.prove.crash.Wiring;
import dev.permafrost.testkit.handles.HandleWatch;
import dev.permafrost.testkit.machine.Machine;
import dev.permafrost.testkit.machine.Machine.Step;
import dev.permafrost.testkit.machine.MachineFault;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One run of a scenario in which one operation fails: what it ended with, what it left open, and
 * what it did that is forbidden.
 */
final class FaultedRun {

  /** The names of what is asked of a run. */
  static final String TYPED = "a fault ends in a typed failure";

  static final String SURVIVED = "success after a fault is the whole success";
  static final String LEAKED = "nothing is left open";
  static final String STRUCK = "a run is the same until its fault";

  private final Plan plan;
  private final FaultCase fault;
  private final Bench bench;
  private final HandleWatch tracker = new HandleWatch();
  private final Machine machine;
  private final Promises promises;
  private final Site site;
  private final SyncWatch syncs;
  private final ProtocolWatch protocol;
  private final CancelSource cancel = new CancelSource();
  private final long firstStep;
  private final List<String> trace = new ArrayList<>();
  private final List<Violation> violations = new ArrayList<>();
  private final List<Violation> leaks = new ArrayList<>();
  private final boolean again;
  private boolean struck;
  private boolean directoryForgotten;
  private @Nullable StorageFailure failure;

  /**
   * A run that is about to begin.
   *
   * @param again whether the scenario is run again in the same process, with the store that is open
   */
  FaultedRun(Plan plan, FaultCase fault, Supplier<Wiring> wiring, Bench bench, boolean again) {
    this.plan = plan;
    this.fault = fault;
    this.bench = bench;
    this.again = again;
    this.machine = plan.boot();
    this.promises = new Promises(Bench.GEOMETRY, plan.promised());
    this.site =
        new Site(
            plan.scenario().layout(),
            machine,
            promises,
            () -> new TrackedWiring(tracker, wiring.get()),
            bench);
    this.syncs = new SyncWatch(machine, site.layout());
    this.protocol = new ProtocolWatch(machine, plan.scenario());
    this.firstStep = machine.steps();
  }

  /** What was wrong, but for what was left open. */
  List<Violation> violations() {
    return violations;
  }

  /** What was left open. */
  List<Violation> leaks() {
    return leaks;
  }

  /** The operations, with the fault. */
  List<String> trace() {
    return trace;
  }

  /** The machine as the run left it. */
  Machine machine() {
    return machine;
  }

  /** What was promised by the end. */
  Set<Long> promised() {
    return promises.snapshot();
  }

  /** Whether a directory's sync failed, so that what it covered is visible and lost. */
  boolean hasForgottenADirectory() {
    return directoryForgotten;
  }

  /** How it ended, in words. */
  String outcome() {
    return failure == null ? "done" : failure.toString();
  }

  /** Runs it, and looks at how it ended. */
  void run() {
    site.interleaving();
    site.cancelWith(cancel.token());
    machine.observe(this::before);
    machine.failing(this::at);
    try {
      plan.scenario().beforeOpening().on(site);
      try (Store store = site.open()) {
        runBody(store);
      }
    } catch (StorageFailure e) {
      ended(e);
    } catch (RuntimeException | Error e) {
      violations.add(new Violation(TYPED, Trial.stackOf(e)));
    }
    machine.failing(Machine.Failing.NOTHING);
    machine.observe(Machine.Observer.NONE);
    violations.addAll(syncs.violations());
    violations.addAll(protocol.violations());
    if (!struck) {
      violations.add(new Violation(STRUCK, "the operation was not reached"));
    }
    boolean untyped = violations.stream().anyMatch(one -> one.invariant().equals(TYPED));
    if (failure == null && !untyped) {
      requireTheEnd();
    }
    lookForLeaks();
  }

  private void runBody(Store store) {
    try {
      plan.scenario().body().run(store, site);
    } catch (StorageFailure e) {
      if (!again) {
        throw e;
      }
      requireTyped(e);
      runAgain(store, e);
    }
  }

  /** Only a failed sync is final for a process; behind all else the open store goes on. */
  private void runAgain(Store store, StorageFailure first) {
    trace.add("again, behind " + first);
    syncs.nextAttempt();
    site.cancelWith(dev.permafrost.ports.work.CancelToken.NEVER);
    try {
      plan.scenario().body().run(store, site);
    } catch (DurabilityFailure e) {
      if (!SystemErrors.isFinal(first)) {
        throw e;
      }
      ended(e);
    } catch (StorageFailure e) {
      violations.add(new Violation("an open store goes on after a fault", Trial.stackOf(e)));
    }
  }

  private void ended(StorageFailure e) {
    failure = e;
    requireTyped(e);
  }

  /** Typed all the way down: what is suppressed onto it, too. */
  private void requireTyped(StorageFailure e) {
    if (!fault.kind().mayBeCalled(e)) {
      violations.add(
          new Violation(TYPED, "not what " + fault.kind() + " is called: " + Trial.stackOf(e)));
    }
    for (Throwable suppressed : e.getSuppressed()) {
      if (!(suppressed instanceof StorageFailure)) {
        violations.add(new Violation(TYPED, "suppressed: " + Trial.stackOf(suppressed)));
      }
    }
  }

  private void before(Step step) {
    trace.add((step.number() - firstStep) + " " + step.name() + " " + step.subject());
    protocol.before(step);
    syncs.before(step);
  }

  private Optional<MachineFault> at(Step step) {
    if (step.number() - firstStep != fault.operation()) {
      return Optional.empty();
    }
    struck = true;
    trace.add("FAULT " + fault.kind());
    Optional<MachineFault> kind = fault.kind().fault();
    if (kind.isEmpty()) {
      cancel.cancel();
    } else if (loses(step, kind.get())) {
      syncs.fails(step);
      directoryForgotten = step.name().equals("syncDirectory");
    }
    return kind;
  }

  /** A directory that cannot be opened is not synced, and loses nothing by it. */
  private static boolean loses(Step step, MachineFault kind) {
    return SyncWatch.isSync(step)
        && (!step.name().equals("syncDirectory")
            || kind == MachineFault.IO_ERROR
            || kind == MachineFault.NO_SPACE);
  }

  private void requireTheEnd() {
    List<String> differences =
        plan.expected().differencesTo(EndState.of(new Remains(site, Set.of())));
    if (!differences.isEmpty()) {
      violations.add(new Violation(SURVIVED, differences.toString()));
    }
  }

  private void lookForLeaks() {
    try {
      tracker.check();
    } catch (AssertionError e) {
      leaks.add(new Violation(LEAKED, Trial.stackOf(e)));
    }
    count("handles of the machine", machine.openHandles());
    count("sessions of the codec", bench.openSessions());
    count("streams of the lake", bench.openStreams());
  }

  private void count(String what, long open) {
    if (open != 0) {
      leaks.add(new Violation(LEAKED, open + " " + what));
    }
  }
}
