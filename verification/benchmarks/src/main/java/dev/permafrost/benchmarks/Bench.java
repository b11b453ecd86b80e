package dev.permafrost.benchmarks;

import dev.permafrost.benchmarks.report.MachineFacts;
import dev.permafrost.benchmarks.report.MarkdownTable;
import dev.permafrost.benchmarks.report.PublishedRun;
import dev.permafrost.benchmarks.report.RunFile;
import dev.permafrost.benchmarks.report.SvgChart;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/**
 * The command line of bin/bench: measures rows, prints a line for each, and keeps the figures;
 * shows the figures of a run that were kept.
 */
@Command(
    name = "bench",
    description = "Measures the store, and shows what was measured.",
    sortOptions = false,
    usageHelpAutoWidth = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every row reaches what it must",
      "1:a row falls short",
      "2:the request is wrong"
    })
public final class Bench implements Callable<Integer> {

  private static final int OK = 0;
  private static final int SHORT = 1;
  private static final int ROUNDS = 5;
  private static final int QUICK_LEDGERS = 1_000;
  private static final int QUICK_ROUNDS = 3;
  private static final String ALL = "all";

  private final Map<String, Row> rowOfName = new LinkedHashMap<>();

  @Spec CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "NAME",
      arity = "0..*",
      description = "The rows to measure, or all; a wrong one is answered with those there are.")
  List<String> names = List.of();

  @Option(names = "--quick", description = "1,000 ledgers and three rounds, to see that it works.")
  boolean quick;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "How often each row is measured (default: 5).")
  @Nullable Integer rounds;

  @Option(names = "--json", paramLabel = "FILE", description = "Keeps every figure in this file.")
  @Nullable Path json;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "This help.")
  boolean help;

  Bench(List<Row> rows) {
    rows.forEach(row -> rowOfName.put(row.name(), row));
  }

  /** Measures and exits with 0, 1 if a row falls short, or 2 if it was used wrongly. */
  public static void main(String[] arguments) {
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    System.exit(new Bench(Rows.ALL).run(List.of(arguments), out, err));
  }

  int run(List<String> arguments, PrintWriter out, PrintWriter err) {
    return new CommandLine(this).setOut(out).setErr(err).execute(arguments.toArray(String[]::new));
  }

  @Command(description = "Shows a run that was kept as a table.")
  int table(@Parameters(paramLabel = "RUN.json") Path run) {
    out().print(MarkdownTable.of(read(run)));
    out().flush();
    return OK;
  }

  @Command(description = "Draws a run that was kept as a chart.")
  int chart(
      @Parameters(paramLabel = "RUN.json") Path run, @Parameters(paramLabel = "OUT.svg") Path chart)
      throws IOException {
    Files.writeString(chart, SvgChart.of(read(run)));
    return OK;
  }

  @Command(description = "Puts the table and the chart of a run that was kept into a document.")
  int publish(
      @Parameters(paramLabel = "RUN.json") Path run,
      @Parameters(paramLabel = "DOCUMENT.md") Path document) {
    RunFile kept = read(run);
    try {
      PublishedRun.into(document, kept);
    } catch (IllegalArgumentException e) {
      throw wrong(e.getMessage());
    }
    return OK;
  }

  private RunFile read(Path run) {
    if (!Files.isReadable(run)) {
      throw wrong("there is no run that can be read at " + run);
    }
    try {
      return RunFile.read(run);
    } catch (IllegalArgumentException e) {
      throw wrong(e.getMessage());
    }
  }

  private ParameterException wrong(@Nullable String why) {
    return new ParameterException(spec.commandLine(), String.valueOf(why));
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  /** Measures the rows that were named. */
  @Override
  public Integer call() {
    if (names.isEmpty()) {
      throw wrong("name a row, or all");
    }
    for (String name : names) {
      if (!name.equals(ALL) && !rowOfName.containsKey(name)) {
        throw wrong("no row " + name + " among " + String.join(" ", rowOfName.keySet()));
      }
    }
    if (rounds != null && rounds < 1) {
      throw wrong("--rounds is a whole number above zero, not " + rounds);
    }
    List<Outcome> outcomes = new ArrayList<>();
    Path directory = temporaryDirectory();
    // Gigabytes, which whoever stops a run does not want to stay.
    Thread removal = new Thread(() -> Trees.delete(directory), "bench-removal");
    Runtime.getRuntime().addShutdownHook(removal);
    Setting setting = setting(directory, new Shelf());
    Map<String, String> facts = MachineFacts.now(directory);
    facts.put("began", Instant.now().truncatedTo(ChronoUnit.MINUTES).toString());
    facts.put("load_before", MachineFacts.load());
    try {
      for (Row row : rowOfName.values()) {
        if (names.contains(ALL) || names.contains(row.name())) {
          outcomes.add(measure(row, setting));
        }
      }
    } finally {
      Trees.delete(directory);
      Runtime.getRuntime().removeShutdownHook(removal);
    }
    facts.put("load_after", MachineFacts.load());
    if (json != null) {
      RunFile.write(json, facts, outcomes);
    }
    return outcomes.stream().allMatch(Outcome::isGood) ? OK : SHORT;
  }

  private Outcome measure(Row row, Setting setting) {
    PrintWriter progress = spec.commandLine().getErr();
    List<Round> rounds = new ArrayList<>();
    long begun = System.nanoTime();
    try (Contest contest = row.contest().apply(setting)) {
      int uncounted = row.uncountedRounds();
      int all = uncounted + row.countedRounds(setting.rounds());
      for (int round = 0; round < all; round++) {
        Round one = contest.round(round);
        boolean counts = round >= uncounted;
        if (counts) {
          rounds.add(one);
        }
        progress.println(
            String.format(
                Locale.ROOT,
                "  %s %.3f %s%s",
                row.name(),
                one.ratio(),
                text(one.figures()),
                counts ? "" : " not counted"));
      }
    }
    progress.printf("  %s took %.0f s%n", row.name(), (System.nanoTime() - begun) / 1e9);
    Outcome outcome = new Outcome(row.name(), row.must(), row.bound(), rounds);
    out().println(outcome.line());
    return outcome;
  }

  private static String text(Map<String, Double> figures) {
    return figures.entrySet().stream()
        .map(figure -> String.format(Locale.ROOT, "%s=%.4g", figure.getKey(), figure.getValue()))
        .collect(Collectors.joining(" "));
  }

  private static Path temporaryDirectory() {
    try {
      return Files.createTempDirectory("permafrost-bench-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Setting setting(Path directory, Shelf shelf) {
    int usual = quick ? QUICK_ROUNDS : ROUNDS;
    return new Setting(
        quick ? QUICK_LEDGERS : Setting.WHOLE_CHUNK,
        rounds == null ? usual : rounds,
        Runtime.getRuntime().availableProcessors(),
        directory,
        Path.of(System.getProperty("permafrost.ledgers", "../shared/ledgers")),
        shelf);
  }
}
