package dev.permafrost.prove.lakes;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What every scenario came to at every server, as a table. */
final class Matrix {

  private final Map<Column, Map<Scenario, Cell>> cells = new EnumMap<>(Column.class);

  void put(Column column, Map<Scenario, Cell> ended) {
    cells.put(column, ended);
  }

  /** How many servers there are, each program counted once. */
  long servers() {
    return cells.keySet().stream().map(Column::program).distinct().count();
  }

  /** How many of some scenarios did not end well at every server; one that was skipped did not. */
  long failed(List<Scenario> scenarios) {
    return scenarios.stream()
        .filter(scenario -> !cells.values().stream().allMatch(of -> cell(of, scenario).isOk()))
        .count();
  }

  /** The table of some scenarios, and below it what went wrong. */
  List<String> lines(List<Scenario> scenarios) {
    List<String> lines = new ArrayList<>();
    StringBuilder head = new StringBuilder(String.format(Locale.ROOT, "%-42s", "scenario"));
    cells
        .keySet()
        .forEach(column -> head.append(String.format(Locale.ROOT, "%-11s", column.title())));
    lines.add(head.toString().stripTrailing());
    for (Scenario scenario : scenarios) {
      StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-42s", scenario.name()));
      cells
          .values()
          .forEach(
              of -> line.append(String.format(Locale.ROOT, "%-11s", cell(of, scenario).outcome())));
      lines.add(line.toString().stripTrailing());
    }
    cells.forEach(
        (column, of) ->
            scenarios.forEach(scenario -> tell(column, scenario, cell(of, scenario), lines)));
    return lines;
  }

  private static void tell(Column column, Scenario scenario, Cell cell, List<String> lines) {
    if (!cell.isOk()) {
      lines.add(
          column.title() + " " + scenario.name() + ": " + cell.outcome() + ": " + cell.detail());
    }
  }

  private static Cell cell(Map<Scenario, Cell> of, Scenario scenario) {
    return of.getOrDefault(scenario, Cell.skipped("not run"));
  }
}
