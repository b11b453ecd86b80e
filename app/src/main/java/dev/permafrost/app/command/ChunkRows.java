package dev.permafrost.app.command;

import dev.permafrost.app.console.Console;
import dev.permafrost.app.console.Table;
import dev.permafrost.app.outcome.ExitCode;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.failure.Cancelled;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A result with a row for each chunk, including failed ones: the table, the JSON array, and the
 * worst exit code.
 */
final class ChunkRows {

  private final Console console;
  private final Table table;
  private final int columns;
  private final List<Map<String, Object>> objects = new ArrayList<>();
  private ExitCode worst = ExitCode.DONE;

  /**
   * Creates an empty result with these columns after {@code chunk} and {@code result}.
   *
   * @param console where it will be printed
   */
  ChunkRows(Console console, String... columns) {
    this.console = console;
    String[] heads = new String[columns.length + 2];
    heads[0] = ">chunk";
    heads[1] = "result";
    System.arraycopy(columns, 0, heads, 2, columns.length);
    this.table = new Table(heads);
    this.columns = columns.length;
  }

  /**
   * Adds the row of a chunk that did not fail.
   *
   * @param result the outcome, in a word
   * @param fields the fields of the JSON object after {@code chunk} and {@code result}
   * @param cells the cells of the other columns
   */
  void add(ChunkId chunk, String result, Map<String, Object> fields, Object... cells) {
    Map<String, Object> object = head(chunk, result);
    object.putAll(fields);
    objects.add(object);
    Object[] row = new Object[columns + 2];
    row[0] = chunk;
    row[1] = result;
    System.arraycopy(cells, 0, row, 2, columns);
    table.add(row);
  }

  /** Adds the row of a chunk that failed or was cancelled. */
  void addFailure(ChunkId chunk, Throwable failure) {
    boolean cancelled = failure instanceof Cancelled;
    addFailure(chunk, cancelled ? "cancelled" : "failed", Map.of(), failure, blanks());
  }

  /** Adds the row of a chunk that failed, with additional fields. */
  void addFailure(
      ChunkId chunk,
      String result,
      Map<String, Object> fields,
      Throwable failure,
      Object... cells) {
    Map<String, Object> all = new LinkedHashMap<>(fields);
    all.put("failure", console.text(failure).fields());
    add(chunk, result, all, cells);
    worst = worst.worse(ExitCode.of(failure));
  }

  private Object[] blanks() {
    Object[] blanks = new Object[columns];
    Arrays.fill(blanks, "");
    return blanks;
  }

  private static Map<String, Object> head(ChunkId chunk, String result) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("chunk", chunk.value());
    object.put("result", result);
    return object;
  }

  /**
   * Prints the rows.
   *
   * @param ifNone the line to print if there are no rows
   * @return the worst exit code
   */
  ExitCode print(String ifNone) {
    console.result(() -> objects.isEmpty() ? List.of(ifNone) : table.lines(), () -> objects);
    return worst;
  }
}
