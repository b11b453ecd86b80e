package dev.permafrost.prove;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a long run came to so far, in a directory: {@code report.json}, which it is read from again;
 * {@code report.md}, for people; and for each run a file with all that it said. It is written again
 * as a whole behind each run, and is never seen half written.
 */
final class LongReport {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String STATE = "report.json";

  /** A figure of a last line that is a count. */
  private static final Pattern COUNT = Pattern.compile("([a-z][a-z-]*)=([0-9]{1,15})(?![0-9./%])");

  /** Those of which a sum says nothing. */
  private static final Set<String> NO_SUM = Set.of("seed", "bound", "modules");

  /**
   * One run.
   *
   * @param turn in which turn, from 1
   * @param part the row of the table
   * @param command the whole command, which repeats it
   * @param begun when it began
   * @param seconds how long it took
   * @param held whether it held
   * @param figures its last line
   * @param said the name of the file with all that it said
   */
  record Entry(
      int turn,
      String part,
      String command,
      String begun,
      long seconds,
      boolean held,
      String figures,
      String said) {}

  private final Path directory;
  private final String begun;
  private final List<Entry> entries = new ArrayList<>();

  private LongReport(Path directory, String begun) {
    this.directory = directory;
    this.begun = begun;
  }

  /**
   * Opens the report of a directory, or begins one.
   *
   * @param now when a new one begins
   * @throws IllegalArgumentException if what is there is no report
   */
  static LongReport open(Path directory, Instant now) {
    try {
      Files.createDirectories(directory);
      Path state = directory.resolve(STATE);
      if (!Files.exists(state)) {
        return new LongReport(directory, now.toString());
      }
      JsonNode read = JSON.readTree(state.toFile());
      if (!read.path("runs").isArray()) {
        throw new IllegalArgumentException(state + " is no report of bin/prove all");
      }
      LongReport report = new LongReport(directory, read.path("begun").asText());
      for (JsonNode run : read.path("runs")) {
        report.entries.add(entry(run));
      }
      return report;
    } catch (IOException e) {
      throw new IllegalArgumentException("no report at " + directory + ": " + e.getMessage(), e);
    }
  }

  private static Entry entry(JsonNode run) {
    return new Entry(
        run.path("turn").asInt(),
        run.path("part").asText(),
        run.path("command").asText(),
        run.path("begun").asText(),
        run.path("seconds").asLong(),
        run.path("held").asBoolean(),
        run.path("figures").asText(),
        run.path("said").asText());
  }

  /** The turn of the last run, or 0. */
  int turn() {
    return entries.stream().mapToInt(Entry::turn).max().orElse(0);
  }

  /** Whether a part came to its end in a turn. */
  boolean hasRun(int turn, String part) {
    return entries.stream().anyMatch(run -> run.turn() == turn && run.part().equals(part));
  }

  /** How long all runs took together. */
  long seconds() {
    return entries.stream().mapToLong(Entry::seconds).sum();
  }

  /** How many runs failed. */
  long failed() {
    return entries.stream().filter(run -> !run.held()).count();
  }

  /** The line of figures. */
  String line() {
    return String.format(
        Locale.ROOT,
        "all: turns=%d runs=%d failed=%d seconds=%d report=%s",
        turn(),
        entries.size(),
        failed(),
        seconds(),
        directory);
  }

  /** Adds a run, and writes the report. */
  void add(int turn, String part, String begunAt, CommandRun run) {
    String said =
        String.format(Locale.ROOT, "%04d-%s.txt", entries.size() + 1, part.split(" ", 2)[0]);
    entries.add(
        new Entry(
            turn, part, run.command(), begunAt, run.seconds(), run.held(), run.figures(), said));
    try {
      write(said, String.join("\n", run.lines()) + "\n");
      write("report.md", String.join("\n", markdown()) + "\n");
      // Last, because it is what the next call goes on from.
      write(STATE, json());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(String name, String text) throws IOException {
    Path written = directory.resolve(name + ".writing");
    Files.writeString(written, text);
    Files.move(written, directory.resolve(name), StandardCopyOption.REPLACE_EXISTING);
  }

  // ---- its two forms
  // -----------------------------------------------------------------------------

  private String json() throws IOException {
    ObjectNode report = JSON.createObjectNode();
    report.put("begun", begun);
    report.put("java", System.getProperty("java.version"));
    report.put("processors", Runtime.getRuntime().availableProcessors());
    report.put("turns", turn());
    report.put("seconds", seconds());
    report.put("failed", failed());
    ObjectNode sums = report.putObject("sums");
    parts()
        .forEach(
            (part, runs) -> {
              ObjectNode sum = sums.putObject(part);
              sums(runs).forEach(sum::put);
            });
    ArrayNode runs = report.putArray("runs");
    for (Entry run : entries) {
      ObjectNode one = runs.addObject();
      one.put("turn", run.turn());
      one.put("part", run.part());
      one.put("command", run.command());
      one.put("begun", run.begun());
      one.put("seconds", run.seconds());
      one.put("held", run.held());
      one.put("figures", run.figures());
      one.put("said", run.said());
    }
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(report) + "\n";
  }

  private List<String> markdown() {
    List<String> lines = new ArrayList<>();
    lines.add("# Every part of the proof, again and again");
    lines.add("");
    lines.add(
        String.format(
            Locale.ROOT,
            "Begun %s, JDK %s, %d processors. Turns: %d. Hours: %.2f. Failed: %d.",
            begun,
            System.getProperty("java.version"),
            Runtime.getRuntime().availableProcessors(),
            turn(),
            seconds() / 3600.0,
            failed()));
    lines.add("");
    lines.add("| part | runs | failed | minutes | sums of what it counted |");
    lines.add("|---|---:|---:|---:|---|");
    parts()
        .forEach(
            (part, runs) ->
                lines.add(
                    String.format(
                        Locale.ROOT,
                        "| `%s` | %d | %d | %.1f | %s |",
                        part,
                        runs.size(),
                        runs.stream().filter(run -> !run.held()).count(),
                        runs.stream().mapToLong(Entry::seconds).sum() / 60.0,
                        words(sums(runs)))));
    lines.add("");
    lines.add("## What failed");
    lines.add("");
    List<Entry> failures = entries.stream().filter(run -> !run.held()).toList();
    if (failures.isEmpty()) {
      lines.add("Nothing.");
    }
    for (Entry run : failures) {
      lines.add(
          "- `bin/prove "
              + run.command()
              + "`, begun "
              + run.begun()
              + ", said in "
              + run.said()
              + ", last: `"
              + run.figures().replace('`', '\'')
              + "`");
    }
    lines.add("");
    lines.add("## Every run");
    lines.add("");
    lines.add("| turn | begun | command | seconds | figures |");
    lines.add("|---:|---|---|---:|---|");
    for (Entry run : entries) {
      lines.add(
          String.format(
              Locale.ROOT,
              "| %d | %s | `%s` | %d | %s%s |",
              run.turn(),
              run.begun(),
              run.command(),
              run.seconds(),
              run.held() ? "" : "**failed** ",
              run.figures().replace("|", "\\|")));
    }
    return lines;
  }

  /** The runs of each part, the parts in the order of their first runs. */
  private Map<String, List<Entry>> parts() {
    Map<String, List<Entry>> parts = new LinkedHashMap<>();
    entries.forEach(run -> parts.computeIfAbsent(run.part(), key -> new ArrayList<>()).add(run));
    return parts;
  }

  private static Map<String, Long> sums(List<Entry> runs) {
    Map<String, Long> sums = new TreeMap<>();
    for (Entry run : runs) {
      Matcher count = COUNT.matcher(run.figures());
      while (count.find()) {
        if (!NO_SUM.contains(count.group(1))) {
          sums.merge(count.group(1), Long.parseLong(count.group(2)), Long::sum);
        }
      }
    }
    return sums;
  }

  private static String words(Map<String, Long> sums) {
    List<String> words = new ArrayList<>();
    sums.forEach((name, sum) -> words.add(name + "=" + sum));
    return String.join(" ", words);
  }
}
