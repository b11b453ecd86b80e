package dev.permafrost.prove.crash;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Breaks the protocol in each of the listed ways, one at a time, and says what the explorer found:
 * an explorer that finds nothing when there is something proves nothing.
 *
 * @param rows a row for each mutant
 */
public record KillTable(List<Row> rows) {

  /**
   * What became of one mutant.
   *
   * @param mutant what it does wrongly
   * @param caughtBy the invariant that a crash broke, or empty if none did
   * @param path where, for a replay
   * @param states how many states were tried until then
   * @param watched what the watch over forbidden steps says of its runs without any crash
   */
  public record Row(String mutant, String caughtBy, String path, long states, String watched) {

    /** Whether a crash showed it. */
    public boolean isCaught() {
      return !caughtBy.isEmpty();
    }

    boolean isWatched() {
      return !watched.equals(UNSEEN);
    }
  }

  private static final String UNSEEN = "-";

  /** Copies the list. */
  public KillTable {
    rows = List.copyOf(rows);
  }

  /** Tries every mutant. */
  public static KillTable make(long seed, int workers, Duration budgetEach) {
    List<Mutant> mutants = new ArrayList<>(SyncMutants.all());
    mutants.addAll(OrderMutants.all());
    mutants.addAll(LastCopyMutants.all());
    mutants.addAll(OrderMutants.live());
    List<Row> rows = new ArrayList<>();
    for (Mutant mutant : mutants) {
      rows.add(row(mutant, seed, workers, budgetEach));
    }
    return new KillTable(rows);
  }

  private static Row row(Mutant mutant, long seed, int workers, Duration budget) {
    CrashExplorer.Limits limits = new CrashExplorer.Limits(seed, budget, 0, workers, 1);
    Exploration byStates =
        new CrashExplorer(limits, mutant.wiring(), false, mutant.scenarios()).explore();
    String caughtBy = "";
    String path = "";
    if (!byStates.failures().isEmpty()) {
      Exploration.Failure failure = byStates.failures().get(0);
      caughtBy = nameOf(failure.what().get(0));
      path = failure.path();
    }
    return new Row(mutant.name(), caughtBy, path, byStates.states(), watched(mutant));
  }

  private static String watched(Mutant mutant) {
    try (Bench bench = new Bench()) {
      Golden golden = Golden.make(bench);
      for (Scenario scenario : mutant.scenarios()) {
        Plan plan = Plan.of(scenario, golden, mutant.wiring(), bench, true);
        if (!plan.violations().isEmpty()) {
          return scenario.name();
        }
      }
    }
    return UNSEEN;
  }

  private static String nameOf(String violation) {
    int colon = violation.indexOf(':');
    return colon < 0 ? violation : violation.substring(0, colon);
  }

  /** How many were caught. */
  public long caught() {
    return rows.stream().filter(Row::isCaught).count();
  }

  /** How many have a forbidden step that the watch sees without any crash. */
  long watched() {
    return rows.stream().filter(Row::isWatched).count();
  }

  /** The table, a line a mutant. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format("%-48s %-36s %7s  %-24s %s", "mutant", "broken", "states", "watch", "at"));
    for (Row row : rows) {
      lines.add(
          String.format(
              "%-48s %-36s %7d  %-24s %s",
              row.mutant(),
              row.isCaught() ? row.caughtBy() : "NOT CAUGHT",
              row.states(),
              row.watched(),
              row.path()));
    }
    return lines;
  }

  /** The line of figures. */
  public String line() {
    return "mutants: caught=" + caught() + "/" + rows.size() + " watched=" + watched();
  }
}
