package dev.permafrost.prove.crash;

import dev.permafrost.domain.store.Store;
import dev.permafrost.ports.failure.StorageFailure;
import dev.permafrost.testkit.machine.Machine;
import dev.permafrost.testkit.machine.Machine.Step;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Runs of a scenario in which one volume is cut before the others: from some operation on, all that
 * is asked of it fails and changes nothing, and the process goes on with the others as far as it
 * can. A power cut at a later operation then leaves volumes of different instants.
 */
final class VolumeLosses {

  /**
   * A volume is cut.
   *
   * @param step the number of the operation before which it is; counted from the run's first
   * @param mount its top
   */
  record Loss(long step, Path mount) {
    private static final char AT = '@';

    /** Whether a part of a crash path is a loss. */
    static boolean isOne(String text) {
      return text.indexOf(AT) > 0;
    }

    /** Reads what {@link #toString} wrote. */
    static Loss parse(String text) {
      int at = text.indexOf(AT);
      return new Loss(Long.parseLong(text.substring(0, at)), Path.of("/" + text.substring(at + 1)));
    }

    @Override
    public String toString() {
      return step + String.valueOf(AT) + mount.getFileName();
    }
  }

  /**
   * What a run with a loss came to.
   *
   * @param points the instants from the loss on
   * @param count how many instants there were, those that differ in nothing included
   * @param violations what was wrong with how it ended
   * @param trace the operations from the loss on
   */
  record Run(List<Point> points, long count, List<Violation> violations, List<String> trace) {}

  private VolumeLosses() {}

  /**
   * Every loss that makes a difference: of each volume, before each operation on it. Between two of
   * them nothing asks the volume for anything.
   */
  static List<Loss> of(Plan plan) {
    List<Loss> losses = new ArrayList<>();
    List<Step> steps = plan.steps();
    for (int number = 0; number < steps.size(); number++) {
      Optional<Path> volume = volumeOf(steps.get(number), plan.scenario().layout());
      if (volume.isPresent()) {
        losses.add(new Loss(number, volume.get()));
      }
    }
    return losses;
  }

  private static Optional<Path> volumeOf(Step step, Layout layout) {
    if (step.name().startsWith("lake ")) {
      return Optional.empty();
    }
    Path path = placeOf(step, layout);
    return layout.mounts().stream().filter(path::startsWith).findFirst();
  }

  private static Path placeOf(Step step, Layout layout) {
    if (step.name().startsWith("catalog ")) {
      return layout.roots().catalog();
    }
    return step.name().startsWith("hot ") ? layout.roots().hot() : Path.of(step.subject());
  }

  /**
   * Runs a scenario once with a loss.
   *
   * @param isNew which instants are worth keeping
   * @throws IllegalArgumentException if there is no such volume
   */
  static Run run(
      Plan plan, Loss loss, Supplier<Wiring> wiring, Bench bench, Recorder.NewPoint isNew) {
    if (!plan.scenario().layout().mounts().contains(loss.mount())) {
      throw new IllegalArgumentException("no volume of its own at " + loss.mount());
    }
    Machine machine = plan.boot();
    Promises promises = new Promises(Bench.GEOMETRY, plan.promised());
    Site site = new Site(plan.scenario().layout(), machine, promises, wiring, bench);
    site.interleaving();
    Recorder recorder = new Recorder(machine, promises, isNew);
    long firstStep = machine.steps();
    List<String> trace = new ArrayList<>();
    machine.observe(
        step -> {
          if (step.number() - firstStep >= loss.step()) {
            recorder.before(step);
            machine.loseVolume(loss.mount());
            trace.add(step.toString());
          }
        });
    List<Violation> violations = new ArrayList<>();
    try {
      plan.scenario().beforeOpening().on(site);
      try (Store store = site.open()) {
        plan.scenario().body().run(store, site);
      }
    } catch (StorageFailure | Hands.DiskFailed expected) {
      trace.add("ended with " + expected);
    } catch (RuntimeException | Error e) {
      violations.add(new Violation("a lost volume ends in a typed failure", Trial.stackOf(e)));
    }
    machine.observe(Machine.Observer.NONE);
    recorder.atEnd();
    return new Run(
        recorder.points(), recorder.count(), List.copyOf(violations), List.copyOf(trace));
  }
}
