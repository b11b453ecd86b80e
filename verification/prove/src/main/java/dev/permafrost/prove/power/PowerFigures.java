package dev.permafrost.prove.power;

import dev.permafrost.prove.workload.Phase;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a run of power cuts came to.
 *
 * @param wanted how many cuts were asked for
 * @param cuts how many fell in which phase, of each file system
 * @param acknowledged how many ledgers were acknowledged
 * @param mended how many findings of the audit were mended by the step that it named
 * @param settled how many stores were brought to their end after a cut
 * @param violations what was wrong
 * @param seconds how long it took
 * @param seed what it was drawn from
 */
record PowerFigures(
    int wanted,
    Map<FileSystem, Map<Phase, Integer>> cuts,
    long acknowledged,
    int mended,
    int settled,
    List<String> violations,
    double seconds,
    long seed) {

  /** From so many cuts on, each phase must have been hit so often. */
  private static final int ENOUGH_FOR_ALL_PHASES = 300;

  private static final int EACH_PHASE = 10;

  PowerFigures {
    cuts = new EnumMap<>(cuts);
    violations = List.copyOf(violations);
  }

  /** How many cuts there were. */
  int cutsInAll() {
    return cuts.values().stream()
        .flatMap(ofPhases -> ofPhases.values().stream())
        .mapToInt(Integer::intValue)
        .sum();
  }

  /** How many fell in a phase, of all file systems. */
  int cutsIn(Phase phase) {
    return cuts.values().stream().mapToInt(ofPhases -> ofPhases.getOrDefault(phase, 0)).sum();
  }

  /** What was to be done and was not. */
  List<String> missed() {
    List<String> missed = new ArrayList<>();
    if (cutsInAll() < wanted) {
      missed.add("only " + cutsInAll() + " of " + wanted + " cuts were made");
    }
    if (cuts.size() < FileSystem.values().length) {
      missed.add("only " + cuts.keySet() + " was cut");
    }
    if (acknowledged == 0) {
      missed.add("no ledger was acknowledged");
    }
    if (wanted >= ENOUGH_FOR_ALL_PHASES) {
      PowerRun.PHASES.stream()
          .filter(phase -> cutsIn(phase) < EACH_PHASE)
          .map(phase -> "only " + cutsIn(phase) + " cuts fell in " + phase.word())
          .forEach(missed::add);
    }
    return missed;
  }

  /** Whether nothing was wrong and all that was asked for was done. */
  boolean hold() {
    return violations.isEmpty() && missed().isEmpty();
  }

  /** A line for each phase, with the cuts of each file system. */
  List<String> table() {
    List<String> lines = new ArrayList<>();
    StringBuilder head = new StringBuilder(String.format(Locale.ROOT, "%-18s", "cut while"));
    for (FileSystem kind : cuts.keySet()) {
      head.append(String.format(Locale.ROOT, "%6s", kind.word()));
    }
    lines.add(head.toString());
    for (Phase phase : PowerRun.PHASES) {
      StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-18s", phase.word()));
      for (Map<Phase, Integer> ofPhases : cuts.values()) {
        line.append(String.format(Locale.ROOT, "%6d", ofPhases.getOrDefault(phase, 0)));
      }
      lines.add(line.toString());
    }
    return lines;
  }

  /** The line of figures. */
  String line() {
    return String.format(
        Locale.ROOT,
        "power: filesystems=%d cuts=%d acknowledged=%d mended=%d settled=%d violations=%d seed=%d"
            + " seconds=%.1f",
        cuts.size(),
        cutsInAll(),
        acknowledged,
        mended,
        settled,
        violations.size(),
        seed,
        seconds);
  }
}
