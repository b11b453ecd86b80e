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
 * The output of a run: its one result goes to standard output, as text or as one JSON value, and
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
   * Creates a console.
   *
   * @param json whether the result is printed as JSON
   * @param debug whether failures are printed with their stack traces
   * @param commands formats the steps of notices
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
   * Prints the result of the run; the form that is not used is not created.
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

  /** Whether the result is printed as JSON. */
  public boolean isJson() {
    return json;
  }

  /**
   * Writes bytes unchanged to standard output.
   *
   * @throws IOException if they cannot be written
   */
  @SuppressWarnings("resource") // Standard output is not closed here.
  public void raw(ByteBuffer borrowed) throws IOException {
    resultPrinted = true;
    Channels.newChannel(out).write(borrowed);
  }

  /** Prints a line to standard error. */
  public void note(String line) {
    err.println(line);
  }

  /** Prints a failure to standard error; the result contains it, too. */
  public void failure(Throwable failure) {
    text(failure).lines(debug).forEach(err::println);
  }

  /**
   * Prints the failure that ended the run. In JSON mode, if no result was printed, the result is an
   * object with the field {@code error}.
   */
  public void ended(Throwable failure) {
    failure(failure);
    if (json && !resultPrinted) {
      out.println(Json.write(Map.of("error", text(failure).fields())));
    }
  }

  /** A failure as text, with the commands for this run's store. */
  public FailureText text(Throwable failure) {
    return new FailureText(failure, commands);
  }

  /** Flushes; returns whether all output was written. */
  public boolean flush() {
    boolean arrived = !out.checkError();
    err.flush();
    return arrived;
  }
}
