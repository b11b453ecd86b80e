package dev.permafrost.prove.lakes;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.testkit.server.Nginx;
import dev.permafrost.testkit.server.Programs;
import dev.permafrost.testkit.server.ServedProcess;
import dev.permafrost.testkit.server.ServerAbsent;
import dev.permafrost.testkit.server.TestCertificate;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A server that serves the files of a directory as they are: nginx, or the one in Python. */
record FileServer(
    Abilities abilities,
    Path files,
    Optional<TestCertificate> certificate,
    Optional<String> token,
    ServedProcess process)
    implements WebServer {

  private static final String READY = "ready.txt";

  /**
   * Starts nginx: HTTP/1.1, or HTTP/2 and TLS where there is a certificate; ranges, no listing.
   *
   * @param place an empty directory of its own
   */
  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // The process is closed with this.
  static FileServer nginx(Path place, Optional<TestCertificate> certificate)
      throws IOException, ServerAbsent {
    Path files = Files.createDirectories(place.resolve("files"));
    Nginx.Guard guard = new Nginx.Guard(GUARDED, ServedProcess.token());
    ServedProcess process = Nginx.start(place, files, certificate, Optional.of(guard));
    return new FileServer(
        new Abilities(false, true), files, certificate, Optional.of(guard.bearerToken()), process);
  }

  /**
   * Starts the server of Python's library: HTTP/1.0, a connection for each request, no ranges, and
   * pages of HTML for directories.
   *
   * @param place an empty directory of its own
   */
  @MustBeClosed
  static FileServer python(Path place) throws IOException, ServerAbsent {
    Path python = Programs.named("python3", "python3");
    Path files = Files.createDirectories(place.resolve("files"));
    String token = ServedProcess.writeToken(files, READY);
    ServedProcess process =
        new ServedProcess(
            new ServedProcess.Recipe(
                port ->
                    List.of(
                        python.toString(),
                        "-m",
                        "http.server",
                        Integer.toString(port),
                        "--bind",
                        "127.0.0.1",
                        "--directory",
                        files.toString()),
                port -> address("http", port),
                Optional.empty(),
                READY,
                token),
            place.resolve("server.log"));
    process.start();
    return new FileServer(
        new Abilities(false, false), files, Optional.empty(), Optional.empty(), process);
  }

  @Override
  public URI root() {
    return process.root();
  }

  @Override
  public void stop() {
    process.stop();
  }

  @Override
  public void startAgain() throws IOException {
    process.startAgain();
  }

  @Override
  public void close() {
    process.close();
  }

  static URI address(String scheme, int port) {
    return URI.create(scheme + "://127.0.0.1:" + port + "/");
  }
}
