package dev.permafrost.app.console;

import dev.permafrost.app.outcome.FailureText;
import dev.permafrost.app.outcome.StepLines;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Where a run prints: its one result to standard output, as text or as one JSON value, and
 * everything else to standard error. Used by the run's own thread.
 */
public final class Console {

  private final PrintStream out;
  private final PrintStream err;
  private final boolean json;
  private final boolean debug;
  private final StepLines commands;
  private boolean resultPrinted;

  /**
   * A console.
   *
   * @param json whether the result is printed as JSON
   * @param debug whether failures are printed with their stack traces
   * @param commands writes the steps of notices
   */
  public Console(
      PrintStream out, PrintStream err, boolean json, boolean debug, StepLines commands) {
    this.out = out;
    this.err = err;
    this.json = json;
    this.debug = debug;
    this.commands = commands;
  }

  /**
   * Prints the result of the run; the other form is never made.
   *
   * @param text the lines
   * @param fields a map or a list of maps
   */
  public void result(Supplier<List<String>> text, Supplier<Object> fields) {
    resultPrinted = true;
    if (json) {
      out.println(Json.write(fields.get()));
    } else {
      text.get().forEach(out::println);
    }
  }

  /** Whether results are wanted as JSON. */
  public boolean isJson() {
    return json;
  }

  /**
   * Writes the bytes as they are to standard output.
   *
   * @throws IOException if they cannot be written
   */
  @SuppressWarnings("resource") // Standard output is not closed by those who write to it.
  public void raw(ByteBuffer borrowed) throws IOException {
    resultPrinted = true;
    Channels.newChannel(out).write(borrowed);
  }

  /** Prints a line for people to standard error. */
  public void note(String line) {
    err.println(line);
  }

  /** Prints a failure to standard error; the result tells of it, too. */
  public void failure(Throwable failure) {
    text(failure).lines(debug).forEach(err::println);
  }

  /**
   * Prints the failure that ended the run; with JSON wanted and no result printed, the result is an
   * object with the field {@code error}.
   */
  public void ended(Throwable failure) {
    failure(failure);
    if (json && !resultPrinted) {
      out.println(Json.write(Map.of("error", text(failure).fields())));
    }
  }

  /** A failure in words, with the commands of this run's store. */
  public FailureText text(Throwable failure) {
    return new FailureText(failure, commands);
  }

  /** Whether all that was printed arrived. */
  public boolean flush() {
    boolean arrived = !out.checkError();
    err.flush();
    return arrived;
  }
}
