package dev.permafrost.benchmarks.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.permafrost.benchmarks.Outcome;
import dev.permafrost.benchmarks.Round;
import dev.permafrost.benchmarks.Row;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A run as a JSON file: the machine, and every row with all its rounds and the medians of their
 * figures.
 *
 * @param facts what is known of the machine and the run, by name
 * @param rows the rows, in their order
 */
public record RunFile(Map<String, String> facts, List<Measured> rows) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Writes a run. */
  public static void write(Path file, Map<String, String> facts, List<Outcome> outcomes) {
    ObjectNode run = JSON.createObjectNode();
    ObjectNode machine = run.putObject("machine");
    facts.forEach(machine::put);
    ArrayNode rows = run.putArray("rows");
    outcomes.forEach(outcome -> describe(rows.addObject(), outcome));
    try {
      JSON.writerWithDefaultPrettyPrinter().writeValue(file.toFile(), run);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void describe(ObjectNode row, Outcome outcome) {
    row.put("name", outcome.name());
    row.put("ratio", outcome.ratio());
    row.put("must", outcome.must());
    row.put("bound", outcome.bound() == Row.Bound.AT_LEAST ? "least" : "most");
    row.put("low", outcome.low());
    row.put("high", outcome.high());
    row.put("ok", outcome.isGood());
    ObjectNode medians = row.putObject("medians");
    outcome.figures().forEach(medians::put);
    ArrayNode rounds = row.putArray("rounds");
    for (Round round : outcome.rounds()) {
      ObjectNode one = rounds.addObject();
      one.put("ratio", round.ratio());
      round.figures().forEach(one::put);
    }
  }

  /** Reads what {@link #write} wrote. */
  public static RunFile read(Path file) {
    try {
      JsonNode run = JSON.readTree(file.toFile());
      Map<String, String> facts = new LinkedHashMap<>();
      run.path("machine")
          .properties()
          .forEach(fact -> facts.put(fact.getKey(), fact.getValue().asText()));
      List<Measured> rows = new ArrayList<>();
      for (JsonNode row : run.path("rows")) {
        rows.add(measured(row));
      }
      return new RunFile(facts, rows);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Measured measured(JsonNode row) {
    Map<String, Double> medians = new LinkedHashMap<>();
    row.path("medians")
        .properties()
        .forEach(figure -> medians.put(figure.getKey(), figure.getValue().asDouble()));
    return new Measured(
        row.path("name").asText(),
        row.path("ratio").asDouble(),
        row.path("must").asDouble(),
        row.path("bound").asText().equals("least"),
        row.path("low").asDouble(),
        row.path("high").asDouble(),
        row.path("rounds").size(),
        row.path("ok").asBoolean(),
        medians);
  }
}
