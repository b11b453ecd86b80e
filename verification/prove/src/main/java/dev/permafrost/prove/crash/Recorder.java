package dev.permafrost.prove.crash;

import dev.permafrost.testkit.machine.Machine;
import dev.permafrost.testkit.machine.Machine.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Keeps every instant of a run at which the machine differs from the one before. An operation that
 * changed nothing is counted as a crash point and leads to no new machine.
 */
public final class Recorder {

  private final Machine machine;
  private final Promises promises;
  private final NewPoint isNew;
  private final List<Point> points = new ArrayList<>();
  private final long firstStep;
  private long lastVersion = -1;
  private Set<Long> lastPromised = Set.of();

  /** Says which instants are worth keeping. */
  public interface NewPoint {
    /** Every instant. */
    NewPoint ALWAYS = (digest, promised) -> true;

    boolean test(long digest, Set<Long> promised);
  }

  Recorder(Machine machine, Promises promises, NewPoint isNew) {
    this.isNew = isNew;
    this.machine = machine;
    this.promises = promises;
    this.firstStep = machine.steps();
  }

  /** Called before each operation. */
  void before(Step step) {
    record(step.number() - firstStep);
  }

  /** The instant behind the last operation. */
  void atEnd() {
    record(machine.steps() - firstStep);
  }

  /** The instants, in order. */
  List<Point> points() {
    return points;
  }

  /** How many instants there were, those that differ in nothing included. */
  long count() {
    return machine.steps() - firstStep + 1;
  }

  private void record(long step) {
    Set<Long> promised = promises.snapshot();
    if (machine.version() != lastVersion || promised != lastPromised) {
      lastVersion = machine.version();
      lastPromised = promised;
      long digest = machine.digest(Relevant.PARTS);
      if (isNew.test(digest, promised)) {
        points.add(new Point(step, digest, machine.moment(), promised));
      }
    }
  }
}
