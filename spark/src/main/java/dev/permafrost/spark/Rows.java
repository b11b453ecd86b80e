package dev.permafrost.spark;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.permafrost.app.console.Console;
import dev.permafrost.app.console.Quantity;
import dev.permafrost.app.console.Table;
import dev.permafrost.app.outcome.ExitCode;
import dev.permafrost.app.outcome.FailureText;
import dev.permafrost.app.outcome.StepLines;
import dev.permafrost.ports.chunk.ChunkId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The rows from the executors, by chunk, and the result of the run. Not thread-safe. */
final class Rows {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<Map<String, Object>> FIELDS = new TypeReference<>() {};
  private static final String FAILURE = "failure";

  private final SortedMap<ChunkId, ObjectNode> rows = new TreeMap<>();

  /** The row of a chunk that failed. */
  static ObjectNode failed(ChunkId chunk, JsonNode failure) {
    ObjectNode row = JsonNodeFactory.instance.objectNode();
    row.put("chunk", chunk.value());
    row.put("result", "failed");
    row.set(FAILURE, failure);
    return row;
  }

  /**
   * The row of a chunk that failed.
   *
   * @param code its exit code
   */
  static ObjectNode failed(ChunkId chunk, Throwable failure, ExitCode code) {
    ObjectNode fields = fields(failure);
    fields.put("exitCode", code.code());
    return failed(chunk, fields);
  }

  private static ObjectNode fields(Throwable failure) {
    return JSON.valueToTree(new FailureText(failure, StepLines.NONE).fields());
  }

  /** Adds a row from an executor. */
  ObjectNode add(String json) {
    try {
      ObjectNode row = (ObjectNode) JSON.readTree(json);
      rows.put(new ChunkId(row.path("chunk").intValue()), row);
      return row;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an executor did not answer with JSON: " + json, e);
    }
  }

  /** Marks a chunk as failed that seemed to be correct: its row keeps the rest. */
  void fail(ChunkId chunk, Throwable failure) {
    ObjectNode row = rows.get(chunk);
    if (row == null) {
      rows.put(chunk, failed(chunk, failure, ExitCode.of(failure)));
    } else {
      row.put("result", "failed");
      row.set(FAILURE, fields(failure));
    }
  }

  /** Marks chunks without a row as unanswered: the job ended before. */
  void missing(Collection<ChunkId> asked, Throwable failure) {
    for (ChunkId chunk : asked) {
      rows.computeIfAbsent(chunk, absent -> failed(absent, failure, ExitCode.TRY_LATER));
    }
  }

  /** The rows that did not fail. */
  List<ObjectNode> sound() {
    return rows.values().stream().filter(row -> !isFailed(row)).toList();
  }

  static boolean isFailed(JsonNode row) {
    return row.has(FAILURE);
  }

  /** A failed row as text, with the operator notice. */
  static List<String> words(JsonNode row) {
    JsonNode failure = row.path(FAILURE);
    List<String> lines = new ArrayList<>();
    lines.add(
        "permafrost: chunk "
            + row.path("chunk").asText()
            + (row.has("executor") ? " on executor " + row.path("executor").asText() : "")
            + ": "
            + failure.path("message").asText());
    JsonNode notice = failure.path("notice");
    if (notice.isObject()) {
      lines.add(notice.path("code").asText() + ": " + notice.path("meaning").asText());
      int number = 0;
      for (JsonNode step : notice.path("steps")) {
        number++;
        lines.add("  " + number + ". " + step.path("words").asText());
      }
    }
    return lines;
  }

  /** Prints the rows, and returns the exit code. */
  ExitCode print(Console console) {
    console.result(
        this::table,
        () -> rows.values().stream().map(row -> JSON.convertValue(row, FIELDS)).toList());
    return rows.values().stream().map(Rows::code).reduce(ExitCode.DONE, ExitCode::worse);
  }

  private static ExitCode code(JsonNode row) {
    if (!isFailed(row)) {
      return ExitCode.DONE;
    }
    int number = row.path(FAILURE).path("exitCode").asInt();
    for (ExitCode code : ExitCode.values()) {
      if (code.code() == number) {
        return code;
      }
    }
    return ExitCode.TRY_LATER;
  }

  private List<String> table() {
    Table table = new Table(">chunk", "result", ">file", "sha-256", ">time", "executor", "notes");
    for (ObjectNode row : rows.values()) {
      table.add(
          row.path("chunk").asText(),
          row.path("result").asText(),
          row.has("fileBytes") ? Quantity.bytes(row.path("fileBytes").longValue()) : "",
          row.path("sha256").asText(),
          row.has("elapsedMillis")
              ? Quantity.time(Duration.ofMillis(row.path("elapsedMillis").longValue()))
              : "",
          row.path("executor").asText(),
          notes(row));
    }
    return table.lines();
  }

  private static String notes(ObjectNode row) {
    List<String> notes = new ArrayList<>();
    row.path("notes").forEach(note -> notes.add(note.asText()));
    return notes.isEmpty() ? "-" : String.join("; ", notes);
  }
}
