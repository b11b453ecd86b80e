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
final class FileServer implements WebServer {

  private static final String READY = "ready.txt";

  private final String name;
  private final String program;
  private final Abilities abilities;
  private final Path files;
  private final Optional<TestCertificate> certificate;
  private final Optional<String> token;
  private final ServedProcess process;

  private FileServer(
      String name,
      String program,
      Abilities abilities,
      Path files,
      Optional<TestCertificate> certificate,
      Optional<String> token,
      ServedProcess process) {
    this.name = name;
    this.program = program;
    this.abilities = abilities;
    this.files = files;
    this.certificate = certificate;
    this.token = token;
    this.process = process;
  }

  /**
   * Starts nginx: HTTP/1.1, or HTTP/2 and TLS where there is a certificate; ranges, no listing.
   *
   * @param place an empty directory of its own
   */
  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // The process is closed with this.
  static FileServer nginx(String name, Path place, Optional<TestCertificate> certificate)
      throws IOException, ServerAbsent {
    Path files = Files.createDirectories(place.resolve("files"));
    Nginx.Guard guard = new Nginx.Guard(GUARDED, ServedProcess.token());
    ServedProcess process = Nginx.start(place, files, certificate, Optional.of(guard));
    return new FileServer(
        name,
        "nginx",
        new Abilities(false, true, true),
        files,
        certificate,
        Optional.of(guard.bearerToken()),
        process);
  }

  /**
   * Starts the server of Python's library: HTTP/1.0, a connection for each request, no ranges, and
   * pages of HTML for directories.
   *
   * @param place an empty directory of its own
   */
  @MustBeClosed
  static FileServer python(String name, Path place) throws IOException, ServerAbsent {
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
        name,
        "python",
        new Abilities(false, false, false),
        files,
        Optional.empty(),
        Optional.empty(),
        process);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Optional<String> token() {
    return token;
  }

  @Override
  public String program() {
    return program;
  }

  @Override
  public Abilities abilities() {
    return abilities;
  }

  @Override
  public URI root() {
    return process.root();
  }

  @Override
  public Optional<TestCertificate> certificate() {
    return certificate;
  }

  @Override
  public Path files() {
    return files;
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
