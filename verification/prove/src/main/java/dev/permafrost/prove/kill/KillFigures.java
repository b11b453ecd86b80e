package dev.permafrost.prove.kill;

import dev.permafrost.prove.workload.Phase;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a run of kills came to.
 *
 * @param rounds how many kills were asked for
 * @param killsIn how many fell in which phase
 * @param acknowledged how many ledgers were acknowledged by all the killed processes
 * @param refused how many ways a second process was refused
 * @param violations what was wrong
 * @param leaks what was left behind
 * @param seconds how long it took
 * @param seed what it was drawn from
 */
record KillFigures(
    int rounds,
    Map<Phase, Integer> killsIn,
    long acknowledged,
    int refused,
    List<String> violations,
    List<String> leaks,
    double seconds,
    long seed) {

  /** From so many kills on, each of the phases must have been hit. */
  private static final int ENOUGH_FOR_ALL_PHASES = 30;

  /** In how many ways a second process tries to come in: one that is left out must be missed. */
  private static final int WAYS_IN = 21;

  KillFigures {
    killsIn = new EnumMap<>(killsIn);
    violations = List.copyOf(violations);
    leaks = List.copyOf(leaks);
  }

  /** How many processes were killed while they were alive. */
  int kills() {
    return killsIn.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** Whether nothing was wrong and all that was asked for was done. */
  boolean hold() {
    return violations.isEmpty() && leaks.isEmpty() && missed().isEmpty();
  }

  /** What was to be done and was not. */
  List<String> missed() {
    List<String> missed = new ArrayList<>();
    if (kills() < rounds) {
      missed.add("only " + kills() + " of " + rounds + " processes were killed");
    }
    if (acknowledged == 0) {
      missed.add("no ledger was acknowledged");
    }
    if (refused != WAYS_IN) {
      missed.add(refused + " of " + WAYS_IN + " ways in were refused");
    }
    if (rounds >= ENOUGH_FOR_ALL_PHASES && !killsIn.keySet().containsAll(KillRun.PHASES)) {
      missed.add("no kill fell in some phase");
    }
    return missed;
  }

  /** The line of figures. */
  String line() {
    String phases =
        KillRun.PHASES.stream()
            .map(phase -> phase.word() + "=" + killsIn.getOrDefault(phase, 0))
            .collect(Collectors.joining(" "));
    return String.format(
        Locale.ROOT,
        "kill: rounds=%d kills=%d %s acknowledged=%d refused=%d violations=%d leaks=%d"
            + " seconds=%.1f seed=%d",
        rounds,
        kills(),
        phases,
        acknowledged,
        refused,
        violations.size(),
        leaks.size(),
        seconds,
        seed);
  }
}
