package dev.permafrost.benchmarks.report;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Shows a run as a Markdown table. */
public final class MarkdownTable {

  private MarkdownTable() {}

  /** The facts of the machine in a line, and the rows in a table. */
  public static String of(RunFile run) {
    StringBuilder text = new StringBuilder();
    text.append(
            run.facts().entrySet().stream()
                .map(fact -> fact.getKey().replace('_', ' ') + " " + fact.getValue())
                .collect(Collectors.joining("; ")))
        .append(".\n\n");
    text.append("| row | ratio | must | spread | rounds | | medians |\n");
    text.append("|---|---|---|---|---|---|---|\n");
    for (Measured row : run.rows()) {
      text.append(
          String.format(
              Locale.ROOT,
              "| `%s` | %.3f | %s %s | %.3f to %.3f | %d | %s | %s |%n",
              row.name(),
              row.ratio(),
              row.atLeast() ? "at least" : "at most",
              row.must(),
              row.low(),
              row.high(),
              row.rounds(),
              row.ok() ? "ok" : "**short**",
              medians(row.medians())));
    }
    return text.toString();
  }

  private static String medians(Map<String, Double> medians) {
    return medians.entrySet().stream()
        .map(figure -> figure.getKey() + " " + plain(figure.getValue()))
        .collect(Collectors.joining(", "));
  }

  /** Three digits that count, and no exponent. */
  static String plain(double value) {
    double size = Math.abs(value);
    String format = size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : size >= 1 ? "%.2f" : "%.3f";
    return String.format(Locale.ROOT, format, value);
  }
}
