package dev.permafrost.app.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.permafrost.app.space.Volumes;
import dev.permafrost.ports.work.CancelToken;
import dev.permafrost.ports.work.TimeSource;
import dev.permafrost.threads.SystemTime;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;

/** Runs the command line in this process and keeps what it printed. */
final class Line {

  private final TimeSource time;
  private final CancelToken cancel;
  private final Map<String, String> environment;
  private final Volumes volumes;

  private Line(
      TimeSource time, CancelToken cancel, Map<String, String> environment, Volumes volumes) {
    this.time = time;
    this.cancel = cancel;
    this.environment = environment;
    this.volumes = volumes;
  }

  private Line(TimeSource time, CancelToken cancel) {
    this(time, cancel, Map.of(), Volumes.ofThisMachine());
  }

  /** Runs with the machine's clock. */
  static Ran run(Object... arguments) {
    return new Line(new SystemTime(), CancelToken.NEVER).runs(arguments);
  }

  /** Lines whose waits take no time. */
  static Line with(TimeSource time) {
    return new Line(time, CancelToken.NEVER);
  }

  /** Lines that can be cancelled. */
  static Line with(CancelToken cancel) {
    return new Line(new SystemTime(), cancel);
  }

  /** Lines in an environment. */
  static Line with(Map<String, String> environment) {
    return new Line(new SystemTime(), CancelToken.NEVER, environment, Volumes.ofThisMachine());
  }

  /** Lines on a machine with these volumes. */
  static Line with(Volumes volumes) {
    return new Line(new SystemTime(), CancelToken.NEVER, Map.of(), volumes);
  }

  /** The same, that can be cancelled. */
  static Line with(Volumes volumes, CancelToken cancel) {
    return new Line(new SystemTime(), cancel, Map.of(), volumes);
  }

  /** Runs one command. */
  Ran runs(Object... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    String[] texts = new String[arguments.length];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = arguments[i].toString();
    }
    Surroundings around =
        new Surroundings(
            new PrintStream(out, false, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false,
            cancel,
            time,
            InstantSource.system(),
            environment,
            volumes);
    int code = new PermafrostLine(around).run(texts).code();
    return new Ran(
        code, out.toByteArray(), err.toString(StandardCharsets.UTF_8), String.join(" ", texts));
  }

  /**
   * What a run printed.
   *
   * @param code its exit code
   * @param bytes its standard output
   * @param err its standard error
   * @param line its arguments
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Ran(int code, byte[] bytes, String err, String line) {

    String out() {
      return new String(bytes, StandardCharsets.UTF_8);
    }

    JsonNode json() {
      try {
        return new ObjectMapper().readTree(bytes);
      } catch (JsonProcessingException e) {
        throw new AssertionError("no JSON: " + this, e);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** Everything, for the message of a failed assertion. */
    @Override
    public String toString() {
      return line + "\nexit " + code + "\n--- out\n" + out() + "--- err\n" + err;
    }
  }

  /** The path of a pack in a store. */
  static Path pack(Path data, int chunk) {
    return data.resolve(String.format(Locale.ROOT, "ledgers/00000/%08d.pack", chunk));
  }
}
