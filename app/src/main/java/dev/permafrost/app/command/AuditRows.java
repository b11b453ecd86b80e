package dev.permafrost.app.command;

import dev.permafrost.app.console.Console;
import dev.permafrost.app.console.Quantity;
import dev.permafrost.app.console.Table;
import dev.permafrost.app.outcome.ExitCode;
import dev.permafrost.app.outcome.FailureText;
import dev.permafrost.domain.audit.AuditedChunk;
import dev.permafrost.domain.audit.Finding;
import dev.permafrost.domain.audit.Severity;
import dev.permafrost.domain.catalog.ChunkState;
import dev.permafrost.ports.failure.OperatorNotice;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The result of an audit as text and as JSON: a row for each chunk and for findings outside chunks,
 * each finding with its repair, and a summary line.
 */
final class AuditRows {

  private final boolean deep;
  private final StepCommands commands;
  private final List<AuditedChunk> chunks = new ArrayList<>();
  private final List<Finding> elsewhere = new ArrayList<>();
  private int expected;
  private int chunksLeft;
  private boolean cancelled;
  private Optional<LakeLag> lag = Optional.empty();

  AuditRows(boolean deep, StepCommands commands) {
    this.deep = deep;
    this.commands = commands;
  }

  void expect(int chunksInAll) {
    expected = chunksInAll;
  }

  void add(AuditedChunk chunk) {
    chunks.add(chunk);
  }

  void add(Finding finding) {
    elsewhere.add(finding);
  }

  void lags(LakeLag behind) {
    lag = Optional.of(behind);
  }

  /** How many chunks were checked. */
  int chunks() {
    return chunks.size();
  }

  /** How many chunks were not checked. */
  int chunksLeft() {
    return expected - chunks.size();
  }

  /**
   * Records how the audit ended: how many chunks were not checked, and whether it was cancelled.
   */
  void ended(int left, boolean wasCancelled) {
    chunksLeft = left;
    cancelled = wasCancelled;
  }

  /**
   * Prints the result.
   *
   * @return the exit code of the worst finding
   */
  ExitCode print(Console console) {
    console.result(this::lines, this::fields);
    return code();
  }

  private ExitCode code() {
    return findings().stream()
        .map(finding -> code(finding.severity()))
        .reduce(ExitCode.DONE, ExitCode::worse);
  }

  /** The exit code for a severity. */
  static ExitCode code(Severity severity) {
    return switch (severity) {
      case NOTE -> ExitCode.DONE;
      case UNFINISHED, UNAVAILABLE -> ExitCode.TRY_LATER;
      case DAMAGE -> ExitCode.DAMAGE;
      case OPERATOR -> ExitCode.OPERATOR;
    };
  }

  private List<Finding> findings() {
    List<Finding> all = new ArrayList<>();
    chunks.forEach(chunk -> all.addAll(chunk.findings()));
    all.addAll(elsewhere);
    return all;
  }

  // ---- text ------------------------------------------------------------------------------------

  private List<String> lines() {
    List<String> lines = new ArrayList<>();
    Table table = new Table(">chunk", "result", "state", ">ledgers read", ">raw", "findings");
    for (AuditedChunk chunk : chunks) {
      table.add(
          chunk.chunk(),
          result(chunk),
          state(chunk),
          chunk.ledgers() == 0 ? "-" : Quantity.count(chunk.ledgers()),
          chunk.rawBytes() == 0 ? "-" : Quantity.bytes(chunk.rawBytes()),
          codes(chunk.findings()));
    }
    for (Finding finding : elsewhere) {
      table.add("-", finding.severity().word(), "-", "-", "-", finding.violation().code());
    }
    if (!table.isEmpty()) {
      lines.addAll(table.lines());
    }
    for (Finding finding : findings()) {
      lines.add(headline(finding));
      repair(finding).ifPresent(line -> lines.add("  repair: " + line));
      advice(finding).ifPresent(advice -> lines.add("  " + advice));
    }
    for (AuditedChunk chunk : chunks) {
      chunk
          .notes()
          .texts()
          .forEach(text -> lines.add("note: chunk " + chunk.chunk() + ": " + text));
    }
    lag.ifPresent(behind -> lines.add(behind.line()));
    lines.add(summary());
    return lines;
  }

  private Optional<String> repair(Finding finding) {
    return finding.repair().flatMap(commands::line);
  }

  private Optional<String> advice(Finding finding) {
    return commands.advice(finding.repair().orElse(finding.steps().get(0)));
  }

  private static String result(AuditedChunk chunk) {
    return chunk.worst().map(Severity::word).orElse("clean");
  }

  private static String state(AuditedChunk chunk) {
    return chunk.state().map(ChunkState::word).orElse("unknown");
  }

  private static String codes(List<Finding> findings) {
    String codes =
        findings.stream()
            .map(finding -> finding.violation().code())
            .distinct()
            .collect(Collectors.joining(","));
    return codes.isEmpty() ? "-" : codes;
  }

  private static String headline(Finding finding) {
    String about =
        finding
            .chunk()
            .map(chunk -> "chunk " + chunk + ": ")
            .filter(prefix -> !finding.text().startsWith(prefix))
            .orElse("");
    String where = finding.text().contains(finding.path()) ? "" : " (" + finding.path() + ")";
    return finding.violation().code() + ": " + about + finding.text() + where;
  }

  private String summary() {
    StringBuilder line = new StringBuilder("audit: chunks=").append(chunks.size());
    line.append(" violations=").append(violations());
    line.append(" notes=").append(notes());
    if (chunksLeft > 0) {
      line.append(" left=").append(chunksLeft);
    }
    if (cancelled) {
      line.append(", cancelled");
    } else if (violations() == 0) {
      line.append(", clean");
    }
    if (!cancelled && chunksLeft > 0) {
      line.append(", stopped at the first violation");
    }
    return line.toString();
  }

  private long notes() {
    long ofChunks = chunks.stream().mapToLong(chunk -> chunk.notes().texts().size()).sum();
    return findings().size() - violations() + ofChunks;
  }

  private long violations() {
    return findings().stream().filter(finding -> finding.severity().isViolation()).count();
  }

  // ---- JSON ------------------------------------------------------------------------------------

  private Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("deep", deep);
    fields.put("chunks", chunks.stream().map(this::fields).toList());
    fields.put("elsewhere", elsewhere.stream().map(this::fields).toList());
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("chunks", chunks.size());
    summary.put("violations", violations());
    summary.put("notes", notes());
    summary.put("chunksLeft", chunksLeft);
    summary.put("cancelled", cancelled);
    summary.put("clean", violations() == 0 && !cancelled);
    summary.put("exitCode", code().code());
    lag.ifPresent(behind -> fields.put("lag", behind.fields()));
    fields.put("summary", summary);
    return fields;
  }

  private Map<String, Object> fields(AuditedChunk chunk) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("chunk", chunk.chunk().value());
    fields.put("result", result(chunk));
    fields.put("state", state(chunk));
    fields.put("ledgers", chunk.ledgers());
    fields.put("rawBytes", chunk.rawBytes());
    NotesText.putInto(fields, chunk.notes());
    fields.put("findings", chunk.findings().stream().map(this::fields).toList());
    return fields;
  }

  private Map<String, Object> fields(Finding finding) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("violation", finding.violation().code());
    fields.put("invariant", finding.violation().invariant());
    fields.put("severity", finding.severity().word());
    finding.chunk().ifPresent(chunk -> fields.put("chunk", chunk.value()));
    fields.put("path", finding.path());
    fields.put("text", finding.text());
    fields.put("exitCode", code(finding.severity()).code());
    repair(finding).ifPresent(line -> fields.put("repair", line));
    advice(finding).ifPresent(advice -> fields.put("advice", advice));
    finding
        .failure()
        .ifPresent(failure -> fields.put("failure", new FailureText(failure, commands).fields()));
    finding.notice().map(OperatorNotice::code).ifPresent(notice -> fields.put("notice", notice));
    return fields;
  }
}
