package dev.permafrost.prove.crash;

import dev.permafrost.testkit.machine.Survival;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where crashes were put: a scenario, and for each crash the operation it came before and what
 * survived. Written as {@code discard/17:0.2.1/33:dead}, which {@link #parse} reads. Where a volume
 * was cut before the others, that comes first: {@code prune/12@cold/17:0.2.1}.
 *
 * @param scenario the name of the scenario
 * @param loss the volume that was cut before the others, if one was
 * @param crashes in order; the second counts from the first operation of the recovery, and so on
 */
record CrashPath(String scenario, Optional<VolumeLosses.Loss> loss, List<Crash> crashes) {

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
    return new CrashPath(scenario.name(), Optional.empty(), List.of());
  }

  /** No crash yet, and a volume that is cut in the run. */
  CrashPath behind(VolumeLosses.Loss lost) {
    return new CrashPath(scenario, Optional.of(lost), crashes);
  }

  /** One crash more. */
  CrashPath then(long step, Optional<Survival> survival) {
    List<Crash> longer = new ArrayList<>(crashes);
    longer.add(new Crash(step, survival));
    return new CrashPath(scenario, loss, longer);
  }

  /**
   * Reads what {@link #toString} wrote.
   *
   * @throws IllegalArgumentException if it is of another form
   */
  static CrashPath parse(String text) {
    String[] parts = text.split("/", -1);
    List<Crash> crashes = new ArrayList<>();
    boolean isBehindLoss = parts.length > 1 && VolumeLosses.Loss.isOne(parts[1]);
    Optional<VolumeLosses.Loss> loss =
        isBehindLoss ? Optional.of(VolumeLosses.Loss.parse(parts[1])) : Optional.empty();
    for (int i = isBehindLoss ? 2 : 1; i < parts.length; i++) {
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
    return new CrashPath(parts[0], loss, crashes);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(scenario);
    loss.ifPresent(lost -> text.append('/').append(lost));
    crashes.forEach(crash -> text.append('/').append(crash));
    return text.toString();
  }
}
