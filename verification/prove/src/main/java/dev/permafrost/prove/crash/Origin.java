package dev.permafrost.prove.crash;

import dev.permafrost.testkit.machine.Machine;
import dev.permafrost.testkit.machine.Survival;
import java.util.Optional;
import java.util.Set;

/**
 * A machine that a crash left, to be booted again: where a further crash can begin.
 *
 * @param plan the scenario
 * @param path the crashes that led here
 * @param point the instant of the last of them
 * @param survival what it left, or empty for the death of all processes
 */
record Origin(Plan plan, CrashPath path, Point point, Optional<Survival> survival) {

  Machine boot() {
    return survival.isEmpty()
        ? point.moment().afterProcessDeath()
        : point.moment().afterPowerCut(point.moment().survivors(Relevant.PARTS), survival.get());
  }

  Set<Long> promised() {
    return point.promised();
  }

  /** Whether what is visible may still be lost. */
  boolean isVolatile() {
    return survival.isEmpty();
  }
}
