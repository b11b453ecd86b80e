package dev.permafrost.app;

import dev.permafrost.app.command.PermafrostLine;
import dev.permafrost.app.command.Surroundings;
import dev.permafrost.app.outcome.ExitCode;
import dev.permafrost.threads.SystemTime;
import dev.permafrost.wiring.Permafrost;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** The entry point of the command {@code permafrost}. */
public final class Main {

  private static final int OUT_BUFFER_BYTES = 1 << 16;

  /**
   * What picocli need not look for: Groovy, which opens every jar, and how to read types that no
   * option has. It takes a short command a tenth of its time.
   */
  private static final Map<String, String> LEFT_OUT =
      Map.of(
          "picocli.disable.closures", "true",
          "picocli.converters.excludes", "java[.](sql|time)[.].*");

  private Main() {}

  /**
   * Runs one command and exits with its code. SIGHUP, SIGINT and SIGTERM stop it between two
   * ledgers; the exit code is then the signal's.
   */
  public static void main(String[] arguments) {
    if (List.of(arguments).contains("--debug")) {
      // Read by logback.xml when logging starts.
      System.setProperty("permafrost.log.level", "DEBUG");
    }
    LEFT_OUT.forEach(System::setProperty);
    if (arguments.length > 0 && !arguments[0].startsWith("-")) {
      preload();
    }
    PrintStream out =
        new PrintStream(
            new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), OUT_BUFFER_BYTES),
            false,
            StandardCharsets.UTF_8);
    SignalStop stop = SignalStop.install(System.err);
    Surroundings around =
        new Surroundings(
            out,
            System.err,
            Boolean.getBoolean("permafrost.terminal"),
            stop.token(),
            new SystemTime(),
            InstantSource.system(),
            System.getenv());
    ExitCode code = new PermafrostLine(around).run(arguments);
    stop.finished();
    System.exit(code.code());
  }

  /** Loads what nearly every command needs, while this thread reads the line. */
  private static void preload() {
    Thread preload = new Thread(Permafrost::preload, "preload");
    preload.setDaemon(true);
    preload.start();
  }
}
