package dev.permafrost.app.command;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.app.outcome.ExitCode;
import dev.permafrost.app.outcome.WrongUsage;
import dev.permafrost.forge.serve.LakeServer;
import dev.permafrost.forge.serve.Listing;
import dev.permafrost.ports.failure.StorageUnavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Serves a directory as a lake, on the loopback interface, until it is stopped. */
@Command(
    name = "serve",
    description = "Serves a directory as a lake on 127.0.0.1, until it is stopped.")
final class LakeServeCommand implements Action {

  private static final int MAX_PORT = 65_535;
  private static final Duration LONG = Duration.ofHours(1);

  @Parameters(paramLabel = "DIR", description = "The lake's directory.")
  @SuppressWarnings("NullAway.Init") // required: set before the command runs
  private Path directory;

  @Option(
      names = "--port",
      paramLabel = "P",
      defaultValue = "0",
      description = "The port (default: 0, any that is free).")
  private int port;

  @Option(names = "--no-list", arity = "0", description = "Do not list keys.")
  private boolean noList;

  @Override
  public ExitCode perform(Invocation in) {
    if (!Files.isDirectory(directory)) {
      throw new WrongUsage("there is no directory " + directory);
    }
    if (port < 0 || port > MAX_PORT) {
      throw new WrongUsage("--port is 0 to " + MAX_PORT + ", not " + port);
    }
    try (LakeServer server = start()) {
      String address = server.uri().toString();
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("url", address);
      fields.put("path", directory.toString());
      in.console().result(() -> List.of(address), () -> fields);
      in.console().flush();
      in.progress().step("serving " + directory + " until stopped");
      while (!in.cancel().isCancelled()) {
        in.time().pause(LONG, in.cancel());
      }
    }
    return ExitCode.INTERRUPTED;
  }

  @MustBeClosed
  private LakeServer start() {
    try {
      return LakeServer.of(directory)
          .port(port)
          .listing(noList ? Listing.OFF : Listing.OBJECTS)
          .start();
    } catch (IOException e) {
      throw new StorageUnavailable("port " + port + " of the loopback interface", "listen on", e);
    }
  }
}
