package dev.permafrost.prove.crash;

import java.util.List;
import java.util.function.Supplier;

/**
 * One rule of the protocol, broken on purpose.
 *
 * @param name what it does wrongly
 * @param wiring makes what stands between the production code and the machine, for each process
 * @param scenarios those in which the rule matters
 */
record Mutant(String name, Supplier<Wiring> wiring, List<Scenario> scenarios) {

  /** Copies the list. */
  Mutant {
    scenarios = List.copyOf(scenarios);
  }

  /** A rule that matters wherever a store is driven. */
  Mutant(String name, Supplier<Wiring> wiring) {
    this(name, wiring, Scenarios.DRIVING);
  }
}
