package dev.permafrost.testkit.server;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.IntFunction;
import javax.net.ssl.HttpsURLConnection;
import org.jspecify.annotations.Nullable;

/**
 * The process of a web server, at a free port that it keeps when it is started again. It runs once
 * it answers with a file of this run, so that no other server at that port is taken for it.
 */
public final class ServedProcess implements AutoCloseable {

  private static final Duration LONGEST_START = Duration.ofSeconds(60);
  private static final int PORTS_TRIED = 5;
  private static final int PAUSE_MILLIS = 20;

  /**
   * How a server is started and recognised.
   *
   * @param command the command, given a port
   * @param address its root, given a port
   * @param certificate what it shows, if it speaks TLS
   * @param ready the answer that says that it runs: a part of the body of {@code readyPath}, be it
   *     an error's
   */
  public record Recipe(
      Command command,
      IntFunction<URI> address,
      Optional<TestCertificate> certificate,
      String readyPath,
      String ready) {}

  /** How a server is told its port. */
  public interface Command {
    /** The command line, once whatever it names is written. */
    List<String> at(int port) throws IOException;
  }

  private final Recipe recipe;
  private final Path log;
  private int port;
  private @Nullable ChildProcess process;

  /** A server that is not started yet. */
  public ServedProcess(Recipe recipe, Path log) {
    this.recipe = recipe;
    this.log = log;
  }

  /** A word that only this run's server answers with. */
  public static String token() {
    return "server-" + UUID.randomUUID();
  }

  /** Writes the file by which a server of a directory is recognised; returns its content. */
  public static String writeToken(Path files, String name) throws IOException {
    String token = token();
    Files.createDirectories(files);
    Files.writeString(files.resolve(name), token, StandardCharsets.US_ASCII);
    return token;
  }

  /** Starts it at some free port. */
  public void start() throws IOException {
    IOException first = null;
    for (int i = 0; i < PORTS_TRIED; i++) {
      port = freePort();
      try {
        startAgain();
        return;
      } catch (IOException e) {
        // Somebody else may have taken the port meanwhile.
        first = first == null ? e : first;
      }
    }
    throw first == null ? new IOException("no port was tried") : first;
  }

  /** Starts it at the port where it was. */
  @SuppressWarnings("MustBeClosedChecker") // Closed by stop, or here where it does not answer.
  public void startAgain() throws IOException {
    ChildProcess started = ChildProcess.start(recipe.command().at(port), log);
    process = started;
    long begunNanos = System.nanoTime();
    while (!answers()) {
      boolean isLate = System.nanoTime() - begunNanos > LONGEST_START.toNanos();
      if (!started.isRunning() || isLate) {
        started.close();
        throw new IOException(
            (isLate ? "it does not answer: " : "it ended at once: ") + started.logTail());
      }
      pause();
    }
  }

  /** Its root. */
  public URI root() {
    return recipe.address().apply(port);
  }

  /** The CPU time that it took since it was last started, where the platform says so. */
  public Optional<Duration> cpuTime() {
    ChildProcess running = process;
    return running == null ? Optional.empty() : running.cpuTime();
  }

  /** Kills it. */
  public void stop() {
    ChildProcess running = process;
    if (running != null) {
      running.close();
    }
  }

  @Override
  public void close() {
    stop();
  }

  private boolean answers() {
    try {
      HttpURLConnection connection =
          (HttpURLConnection) root().resolve(recipe.readyPath()).toURL().openConnection();
      if (connection instanceof HttpsURLConnection secure && recipe.certificate().isPresent()) {
        secure.setSSLSocketFactory(recipe.certificate().get().context().getSocketFactory());
      }
      connection.setConnectTimeout(1000);
      connection.setReadTimeout(5000);
      // A server that lets nobody in without credentials is recognised by its refusal.
      boolean isRefused = connection.getResponseCode() >= 400;
      try (var in = isRefused ? connection.getErrorStream() : connection.getInputStream()) {
        return in != null
            && new String(in.readAllBytes(), StandardCharsets.UTF_8).contains(recipe.ready());
      }
    } catch (IOException e) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a server starts", e);
    }
  }
}
