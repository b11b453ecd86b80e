package dev.permafrost.prove.crash;

import dev.permafrost.testkit.machine.Machine;
import dev.permafrost.testkit.machine.Survival;
import dev.permafrost.testkit.machine.Survivors;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Goes to one state again, the way its path says, and tells everything on the way. */
public final class Replay {

  private final CrashPath path;
  private final List<String> lines = new ArrayList<>();
  private boolean broken;

  private Replay(CrashPath path) {
    this.path = path;
  }

  /**
   * Replays a path.
   *
   * @param text as a failing exploration printed it
   * @throws IllegalArgumentException if there is no such state
   */
  public static Replay of(String text) {
    Replay replay = new Replay(CrashPath.parse(text));
    try (Bench bench = new Bench()) {
      replay.run(bench);
    }
    return replay;
  }

  /** What happened, line by line. */
  public List<String> lines() {
    return List.copyOf(lines);
  }

  /** Whether a promise was broken. */
  public boolean isBroken() {
    return broken;
  }

  private void run(Bench bench) {
    Scenario scenario = Scenarios.named(path.scenario());
    Plan plan = Plan.of(scenario, Golden.make(bench), () -> Wiring.AS_IT_IS, bench, true);
    lines.add("scenario " + scenario.name());
    lines.addAll(plan.trace());
    List<Point> points = plan.points();
    CrashPath sofar = CrashPath.of(scenario);
    if (path.loss().isPresent()) {
      VolumeLosses.Loss loss = path.loss().get();
      VolumeLosses.Run run =
          VolumeLosses.run(plan, loss, () -> Wiring.AS_IT_IS, bench, Recorder.NewPoint.ALWAYS);
      lines.add("lost " + loss);
      lines.addAll(run.trace());
      run.violations().forEach(violation -> lines.add("VIOLATION " + violation));
      broken |= !run.violations().isEmpty();
      points = run.points();
      sofar = sofar.behind(loss);
    }
    for (CrashPath.Crash crash : path.crashes()) {
      Origin origin = originOf(plan, sofar, points, crash);
      sofar = origin.path();
      Trial trial = new Trial(plan, bench, () -> Wiring.AS_IT_IS, true);
      if (sofar.crashes().size() < path.crashes().size()) {
        trial.interleaving();
      }
      lines.add("crash " + crash);
      describe(origin);
      trial.on(origin.boot(), origin.promised(), Recorder.NewPoint.ALWAYS);
      lines.addAll(trial.trace());
      trial.violations().forEach(violation -> lines.add("VIOLATION " + violation));
      broken |= !trial.violations().isEmpty();
      points = trial.points();
    }
  }

  private static Origin originOf(
      Plan plan, CrashPath sofar, List<Point> points, CrashPath.Crash crash) {
    Point point =
        points.stream()
            .filter(one -> one.step() == crash.step())
            .findFirst()
            .orElseThrow(
                () -> new IllegalArgumentException("nothing changes at operation " + crash.step()));
    return new Origin(plan, sofar.then(crash.step(), crash.survival()), point, crash.survival());
  }

  private void describe(Origin origin) {
    Optional<Survival> survival = origin.survival();
    if (survival.isPresent()) {
      Survivors survivors = origin.point().moment().survivors(Relevant.PARTS);
      survivors.describe(survival.get()).forEach(line -> lines.add("  " + line));
    }
    Machine left = origin.boot();
    left.tree().keySet().forEach(file -> lines.add("  left: " + file));
    lines.add("  left: catalog " + left.catalogEntries().orElse(null));
    lines.add("  promised: " + origin.promised());
  }
}
