package dev.permafrost.prove.crash;

import dev.permafrost.testkit.machine.Survival;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where crashes were put: a scenario, and for each crash the operation it came before and what
 * survived. Written as {@code discard/17:0.2.1/33:dead}, which {@link #parse} reads.
 *
 * @param scenario the name of the scenario
 * @param crashes in order; the second counts from the first operation of the recovery, and so on
 */
record CrashPath(String scenario, List<Crash> crashes) {

  private static final String DEATH = "dead";

  /**
   * One crash.
   *
   * @param step the number of the operation it came before
   * @param survival what a power cut left, or empty for the death of all processes
   */
  record Crash(long step, Optional<Survival> survival) {
    @Override
    public String toString() {
      return step + ":" + survival.map(Survival::toString).orElse(DEATH);
    }
  }

  /** Copies the list. */
  CrashPath {
    crashes = List.copyOf(crashes);
  }

  /** No crash yet. */
  static CrashPath of(Scenario scenario) {
    return new CrashPath(scenario.name(), List.of());
  }

  /** One crash more. */
  CrashPath then(long step, Optional<Survival> survival) {
    List<Crash> longer = new ArrayList<>(crashes);
    longer.add(new Crash(step, survival));
    return new CrashPath(scenario, longer);
  }

  /**
   * Reads what {@link #toString} wrote.
   *
   * @throws IllegalArgumentException if it is of another form
   */
  static CrashPath parse(String text) {
    String[] parts = text.split("/", -1);
    List<Crash> crashes = new ArrayList<>();
    for (int i = 1; i < parts.length; i++) {
      int colon = parts[i].indexOf(':');
      if (colon < 1) {
        throw new IllegalArgumentException("no crash: '" + parts[i] + "'");
      }
      String survival = parts[i].substring(colon + 1);
      crashes.add(
          new Crash(
              Long.parseLong(parts[i].substring(0, colon)),
              survival.equals(DEATH) ? Optional.empty() : Optional.of(Survival.parse(survival))));
    }
    return new CrashPath(parts[0], crashes);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(scenario);
    crashes.forEach(crash -> text.append('/').append(crash));
    return text.toString();
  }
}
