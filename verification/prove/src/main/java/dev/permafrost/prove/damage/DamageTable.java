package dev.permafrost.prove.damage;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What was seen of each kind of damage, as a table in Markdown. One thread. */
final class DamageTable {

  private static final String OR = " or ";

  /** What was seen of one kind. */
  private record Row(Set<String> alone, Set<String> ours, Set<String> told) {}

  private final Map<String, Row> rows = new LinkedHashMap<>();

  /** Adds what was seen of one case. */
  void add(String database, String kind, String alone, Answer answer) {
    String ours =
        answer.outcome().equals(DamageKind.NOTHING_LOST)
                || answer.outcome().equals(DamageKind.WITHIN_THE_LAG)
            ? answer.outcome()
            : "`" + answer.outcome() + "`";
    add(database, kind, alone, ours, answer.told());
  }

  /** Adds what was seen of one case. */
  void add(String database, String kind, String alone, String ours, String told) {
    Row row =
        rows.computeIfAbsent(
            database + " | " + kind,
            key -> new Row(new TreeSet<>(), new TreeSet<>(), new TreeSet<>()));
    row.alone.add(alone);
    row.ours.add(ours);
    row.told.add(told);
  }

  /** The table. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("| database | damage | RocksDB alone | Permafrost | exit code, notice |");
    lines.add("|---|---|---|---|---|");
    rows.forEach(
        (key, row) ->
            lines.add(
                "| "
                    + String.join(" | ", key, cell(row.alone), cell(row.ours), cell(row.told))
                    + " |"));
    return lines;
  }

  private static String cell(Set<String> seen) {
    return String.join(OR, seen);
  }

  /**
   * Where a table that is written down does not tell what was seen: a kind that only one of them
   * has, or something seen in a cell that does not have it. What is written down may allow more,
   * because a flipped bit does not fall everywhere in every run.
   *
   * @param written the lines of the table, its head included
   */
  List<String> differencesTo(List<String> written) {
    Map<String, List<Set<String>>> promised = new LinkedHashMap<>();
    for (String line : written.subList(2, written.size())) {
      String[] cells = line.split("\\|", -1);
      promised.put(
          cells[1].strip() + " | " + cells[2].strip(),
          List.of(set(cells[3]), set(cells[4]), set(cells[5])));
    }
    List<String> differences = new ArrayList<>();
    if (!promised.keySet().equals(rows.keySet())) {
      Set<String> either = new TreeSet<>(promised.keySet());
      either.addAll(rows.keySet());
      either.removeIf(key -> promised.containsKey(key) && rows.containsKey(key));
      differences.add("only in one of them: " + either);
    }
    rows.forEach(
        (key, row) -> {
          List<Set<String>> cells = promised.getOrDefault(key, List.of());
          List<Set<String>> seen = List.of(row.alone, row.ours, row.told);
          for (int i = 0; i < cells.size(); i++) {
            if (!cells.get(i).containsAll(seen.get(i))) {
              differences.add(key + ": written " + cells.get(i) + ", seen " + seen.get(i));
            }
          }
        });
    return differences;
  }

  private static Set<String> set(String cell) {
    return Set.of(cell.strip().split(OR, -1));
  }
}
