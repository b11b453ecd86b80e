package dev.permafrost.benchmarks;

import dev.permafrost.benchmarks.report.MachineFacts;
import dev.permafrost.benchmarks.report.RunFile;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The command line of bin/bench: measures rows, prints a line for each, and keeps the figures;
 * shows the figures of a run that were kept.
 */
public final class Bench {

  private static final int OK = 0;
  private static final int SHORT = 1;
  private static final int USED_WRONGLY = 2;
  private static final int ROUNDS = 5;
  private static final int QUICK_LEDGERS = 1_000;
  private static final int QUICK_ROUNDS = 3;

  private final Map<String, Row> rowOfName = new LinkedHashMap<>();
  private final PrintStream out;
  private final PrintStream progress;

  Bench(List<Row> rows, PrintStream out, PrintStream progress) {
    rows.forEach(row -> rowOfName.put(row.name(), row));
    this.out = out;
    this.progress = progress;
  }

  /** Measures and exits with 0, 1 if a row falls short, or 2 if it was used wrongly. */
  public static void main(String[] arguments) {
    System.exit(new Bench(Rows.ALL, System.out, System.err).run(List.of(arguments)));
  }

  int run(List<String> arguments) {
    return Shown.of(arguments).map(this::show).orElseGet(() -> measure(arguments));
  }

  private int show(Shown shown) {
    try {
      shown.to(out);
      return OK;
    } catch (IllegalArgumentException e) {
      out.println("bench: " + e.getMessage());
      return USED_WRONGLY;
    }
  }

  private int measure(List<String> arguments) {
    Wanted wanted;
    try {
      wanted = Wanted.of(arguments, rowOfName.keySet());
    } catch (IllegalArgumentException e) {
      out.println(
          "bench: "
              + e.getMessage()
              + "\nusage: bench NAME...|all [--quick] [--rounds N] [--json FILE]\n"
              + Shown.USAGE
              + "\nrows: "
              + String.join(" ", rowOfName.keySet()));
      return USED_WRONGLY;
    }
    List<Outcome> outcomes = new ArrayList<>();
    Path directory = temporaryDirectory();
    // Gigabytes, which whoever stops a run does not want to stay.
    Thread removal = new Thread(() -> Trees.delete(directory), "bench-removal");
    Runtime.getRuntime().addShutdownHook(removal);
    Setting setting = wanted.setting(directory, new Shelf());
    Map<String, String> facts = MachineFacts.now(directory);
    facts.put("began", Instant.now().truncatedTo(ChronoUnit.MINUTES).toString());
    facts.put("load_before", MachineFacts.load());
    try {
      for (Row row : rowOfName.values()) {
        if (wanted.names().contains(row.name())) {
          outcomes.add(measure(row, setting));
        }
      }
    } finally {
      Trees.delete(directory);
      Runtime.getRuntime().removeShutdownHook(removal);
    }
    facts.put("load_after", MachineFacts.load());
    wanted.json().ifPresent(file -> RunFile.write(file, facts, outcomes));
    return outcomes.stream().allMatch(Outcome::isGood) ? OK : SHORT;
  }

  private Outcome measure(Row row, Setting setting) {
    List<Round> rounds = new ArrayList<>();
    long begun = System.nanoTime();
    try (Contest contest = row.open(setting)) {
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
    out.println(outcome.line());
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

  /** What a command line asks for. */
  private record Wanted(List<String> names, boolean quick, int rounds, Optional<Path> json) {

    static Wanted of(List<String> arguments, Set<String> known) {
      List<String> names = new ArrayList<>();
      boolean quick = false;
      int rounds = 0;
      Optional<Path> json = Optional.empty();
      for (int i = 0; i < arguments.size(); i++) {
        String argument = arguments.get(i);
        switch (argument) {
          case "all" -> names.addAll(known);
          case "--quick" -> quick = true;
          case "--rounds" -> rounds = rounds(valueOf(arguments, ++i));
          case "--json" -> json = Optional.of(Path.of(valueOf(arguments, ++i)));
          default -> {
            if (!known.contains(argument)) {
              throw new IllegalArgumentException("no row " + argument);
            }
            names.add(argument);
          }
        }
      }
      if (names.isEmpty()) {
        throw new IllegalArgumentException("name a row, or all");
      }
      return new Wanted(names, quick, rounds, json);
    }

    private static int rounds(String value) {
      try {
        int rounds = Integer.parseInt(value);
        if (rounds > 0) {
          return rounds;
        }
      } catch (NumberFormatException e) {
        // The same answer as for a number that is too small.
      }
      throw new IllegalArgumentException("--rounds is a whole number above zero, not " + value);
    }

    private static String valueOf(List<String> arguments, int index) {
      if (index >= arguments.size()) {
        throw new IllegalArgumentException(arguments.get(index - 1) + " needs a value");
      }
      return arguments.get(index);
    }

    Setting setting(Path directory, Shelf shelf) {
      int theseRounds = rounds > 0 ? rounds : quick ? QUICK_ROUNDS : ROUNDS;
      return new Setting(
          quick ? QUICK_LEDGERS : Setting.WHOLE_CHUNK,
          theseRounds,
          Runtime.getRuntime().availableProcessors(),
          directory,
          Path.of(System.getProperty("permafrost.ledgers", "../shared/ledgers")),
          shelf);
    }
  }
}
