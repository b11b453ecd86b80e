package dev.permafrost.app.command;

import dev.permafrost.app.console.Quantity;
import dev.permafrost.app.console.Table;
import dev.permafrost.app.lake.CheckState;
import dev.permafrost.app.lake.Problem;
import dev.permafrost.app.lake.ProblemKind;
import dev.permafrost.app.lake.ProblemList;
import dev.permafrost.backend.LakeSurvey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The result of a check of a lake: a row for each problem, and a summary line.
 *
 * @param survey the lake
 * @param state how far the check came
 * @param problems the problems
 * @param earlierLedgers how many ledgers earlier runs checked
 * @param elapsed how long this run took
 */
record CheckReport(
    LakeSurvey survey,
    CheckState state,
    ProblemList problems,
    long earlierLedgers,
    Duration elapsed) {

  private static final List<ProblemKind> ALL = List.of(ProblemKind.values());

  List<String> lines(FetchCommands fetching) {
    List<String> lines = new ArrayList<>();
    Table table = new Table("ledgers", "problem", ">objects", "what is known");
    List<String> commands = new ArrayList<>();
    for (Problem problem : problems.all()) {
      table.add(
          problem.ledgers(),
          problem.kind().word(),
          Quantity.count(problem.objects()),
          problem.detail());
      fetching.line(problem).ifPresent(commands::add);
    }
    if (!table.isEmpty()) {
      lines.addAll(table.lines());
    }
    if (!commands.isEmpty()) {
      lines.add(
          "to fetch them from another lake"
              + fetching.advice().map(advice -> ", " + advice).orElse("")
              + ":");
      lines.addAll(commands);
    }
    lines.add(summary());
    return lines;
  }

  private String summary() {
    StringBuilder line = new StringBuilder("checked ");
    line.append(Quantity.count(checked())).append(" ledgers (");
    line.append(state.question().range()).append("): ");
    line.append(Quantity.count(sound())).append(" sound");
    for (ProblemKind kind : ALL) {
      long ledgers = ledgers(List.of(kind));
      if (ledgers > 0) {
        line.append(", ").append(Quantity.count(ledgers)).append(' ').append(kind.word());
      }
    }
    line.append("; ").append(Quantity.count(state.objects())).append(" objects, ");
    line.append(Quantity.bytes(state.storedBytes())).append(", in ").append(Quantity.time(elapsed));
    if (earlierLedgers > 0) {
      line.append(", ").append(Quantity.count(earlierLedgers)).append(" ledgers before that");
    }
    return line.toString();
  }

  private long checked() {
    return state.next() - state.question().first();
  }

  private long sound() {
    return checked() - ledgers(ALL);
  }

  private long ledgers(List<ProblemKind> kinds) {
    return problems.ledgers(state.question().first(), state.question().last(), kinds);
  }

  Map<String, Object> fields(FetchCommands fetching) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("lake", survey.location());
    fields.put("network", survey.network());
    fields.put("firstLedger", state.question().first());
    fields.put("lastLedger", state.question().last());
    fields.put("complete", state.isComplete());
    fields.put("checkedLedgers", checked());
    fields.put("soundLedgers", sound());
    for (ProblemKind kind : ALL) {
      fields.put(name(kind), ledgers(List.of(kind)));
    }
    fields.put("objects", state.objects());
    fields.put("storedBytes", state.storedBytes());
    fields.put("elapsedMillis", elapsed.toMillis());
    fields.put("problems", problems.all().stream().map(p -> fields(p, fetching)).toList());
    return fields;
  }

  private static String name(ProblemKind kind) {
    return kind == ProblemKind.AHEAD ? "notYetLedgers" : kind.word() + "Ledgers";
  }

  private static Map<String, Object> fields(Problem problem, FetchCommands fetching) {
    Map<String, Object> fields = new LinkedHashMap<>(fields(problem));
    fetching.line(problem).ifPresent(line -> fields.put("fetch", line));
    return fields;
  }

  /** A problem as a JSON object, without its resolution. */
  static Map<String, Object> fields(Problem problem) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("firstLedger", problem.first());
    fields.put("lastLedger", problem.last());
    fields.put("problem", problem.kind().word());
    fields.put("objects", problem.objects());
    fields.put("detail", problem.text());
    fields.put("exitCode", problem.exitCode().code());
    return fields;
  }
}
