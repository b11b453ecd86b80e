package dev.permafrost.app.outcome;

import dev.permafrost.ports.failure.OperatorNotice;
import dev.permafrost.ports.failure.OperatorStep;
import dev.permafrost.ports.failure.StorageFailure;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The text of a failure: a message, and the fields of a JSON object. */
public final class FailureText {

  private static final String INDENT = "  ";

  private final Throwable failure;
  private final StepLines commands;

  /**
   * Creates the text of a failure.
   *
   * @param commands formats the steps of its notice
   */
  public FailureText(Throwable failure, StepLines commands) {
    this.failure = failure;
    this.commands = commands;
  }

  /**
   * The lines to print: the message, its causes, the operator's notice, and the suppressed
   * failures.
   *
   * @param debug whether to append the stack trace
   */
  public List<String> lines(boolean debug) {
    List<String> lines = new ArrayList<>();
    lines.add("permafrost: " + message(failure));
    String said = lines.get(0);
    for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
      // Many messages end with that of their cause.
      if (!said.endsWith(text(cause))) {
        said = INDENT + "because of " + cause.getClass().getSimpleName() + ": " + text(cause);
        lines.add(said);
      }
    }
    notice().ifPresent(notice -> lines.addAll(lines(notice, commands)));
    for (Throwable later : failure.getSuppressed()) {
      lines.add(INDENT + "and then: " + message(later));
    }
    if (debug) {
      StringWriter trace = new StringWriter();
      failure.printStackTrace(new PrintWriter(trace, true));
      trace.toString().lines().forEach(lines::add);
    }
    return lines;
  }

  /** A notice as lines: code and meaning, then the numbered steps. */
  public static List<String> lines(OperatorNotice notice, StepLines commands) {
    List<String> lines = new ArrayList<>();
    lines.add(notice.code() + ": " + notice.meaning());
    for (int i = 0; i < notice.steps().size(); i++) {
      OperatorStep step = notice.steps().get(i);
      String command = commands.line(step).map(line -> ": " + line).orElse("");
      lines.add(INDENT + (i + 1) + ". " + step.words() + command);
    }
    return lines;
  }

  /**
   * The fields of a failure: {@code type}, {@code message}, {@code exitCode}, and {@code notice}
   * with {@code code}, {@code meaning} and {@code steps} if an operator must act; each step has
   * {@code words}, and {@code command} if this program can take it.
   */
  public Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("type", failure.getClass().getSimpleName());
    fields.put("message", message(failure));
    fields.put("exitCode", ExitCode.of(failure).code());
    notice()
        .ifPresent(
            notice -> {
              Map<String, Object> told = new LinkedHashMap<>();
              told.put("code", notice.code());
              told.put("meaning", notice.meaning());
              told.put("steps", notice.steps().stream().map(this::fields).toList());
              fields.put("notice", told);
            });
    return fields;
  }

  private Map<String, Object> fields(OperatorStep step) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("words", step.words());
    commands.line(step).ifPresent(line -> fields.put("command", line));
    return fields;
  }

  private Optional<OperatorNotice> notice() {
    return failure instanceof StorageFailure known ? known.notice() : Optional.empty();
  }

  /** A storage failure's message is enough; for other exceptions the type is added. */
  private static String message(Throwable failure) {
    return failure instanceof StorageFailure || failure instanceof WrongUsage
        ? text(failure)
        : "unexpected " + failure.getClass().getSimpleName() + ": " + text(failure);
  }

  private static String text(Throwable failure) {
    String message = failure.getMessage();
    return message == null ? "(no message)" : message;
  }
}
