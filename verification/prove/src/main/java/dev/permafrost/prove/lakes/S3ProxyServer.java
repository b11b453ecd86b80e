package dev.permafrost.prove.lakes;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.testkit.server.Programs;
import dev.permafrost.testkit.server.ServedProcess;
import dev.permafrost.testkit.server.ServerAbsent;
import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * S3Proxy: a store that speaks S3, with one bucket, named by the first part of the path. It runs
 * from one jar with all of its libraries in it, in a process of its own, so that they never meet
 * ours.
 */
record S3ProxyServer(Path files, ServedProcess process) implements WebServer {

  private static final String BUCKET = "lakes";

  /** Which property names the jar. */
  static final String JAR_PROPERTY = "permafrost.s3proxy";

  /**
   * Starts it.
   *
   * @param place an empty directory of its own
   */
  @MustBeClosed
  static S3ProxyServer start(Path place) throws IOException, ServerAbsent {
    Files.createDirectories(place.resolve("store").resolve(BUCKET));
    // A bucket that only this run's server has says that it is this one.
    String token = ServedProcess.token();
    Files.createDirectories(place.resolve("store").resolve(token));
    return start(place, List.of("s3proxy.authorization=none"), token);
  }

  /**
   * Starts it on what another one stored, which was closed; it answers only who signs. It
   * recognises itself by refusing, so nothing more is put there or taken away.
   *
   * @param place where the other one was
   */
  @MustBeClosed
  static S3ProxyServer startLocked(Path place, String identity, String credential)
      throws IOException, ServerAbsent {
    return start(
        place,
        List.of(
            "s3proxy.authorization=aws-v2-or-v4",
            "s3proxy.identity=" + identity,
            "s3proxy.credential=" + credential),
        "AccessDenied");
  }

  @MustBeClosed
  private static S3ProxyServer start(Path place, List<String> authorization, String ready)
      throws IOException, ServerAbsent {
    Path jar = Programs.file(JAR_PROPERTY);
    Path files = Files.createDirectories(place.resolve("files"));
    Path configuration = place.resolve("s3proxy.conf");
    ServedProcess process =
        new ServedProcess(
            new ServedProcess.Recipe(
                port -> {
                  Files.writeString(configuration, configuration(place, authorization, port));
                  return List.of(
                      Programs.ofJdk("java"),
                      "-Xmx192m",
                      "-XX:+UseSerialGC",
                      "-XX:TieredStopAtLevel=1",
                      "-jar",
                      jar.toString(),
                      "--properties",
                      configuration.toString());
                },
                port -> FileServer.address("http", port),
                Optional.empty(),
                "",
                ready),
            place.resolve("server.log"));
    process.start();
    return new S3ProxyServer(files, process);
  }

  private static String configuration(Path place, List<String> authorization, int port) {
    return String.join(
        "\n",
        String.join("\n", authorization),
        "s3proxy.endpoint=http://127.0.0.1:" + port,
        "s3proxy.ignore-unknown-headers=true",
        "jclouds.provider=filesystem-nio2",
        "jclouds.identity=nobody",
        "jclouds.credential=nothing",
        "jclouds.filesystem.basedir=" + place.resolve("store"),
        "");
  }

  @Override
  public Abilities abilities() {
    return new Abilities(true, true);
  }

  @Override
  public URI root() {
    return process.root().resolve(BUCKET + "/");
  }

  @Override
  public void takeIn(String key) throws IOException {
    try (Stream<Path> below = Files.walk(files.resolve(key))) {
      for (Path file : below.filter(Files::isRegularFile).toList()) {
        put(files.relativize(file).toString(), Files.readAllBytes(file));
      }
    }
  }

  private void put(String key, byte[] bytes) throws IOException {
    HttpURLConnection connection = connect(key, "PUT");
    connection.setDoOutput(true);
    connection.setFixedLengthStreamingMode(bytes.length);
    try (OutputStream out = connection.getOutputStream()) {
      out.write(bytes);
    }
    expect(200, connection, key);
  }

  @Override
  public void letGo(String key) throws IOException {
    expect(204, connect(key, "DELETE"), key);
  }

  private HttpURLConnection connect(String key, String method) throws IOException {
    URI address = URI.create(root() + key.replace(" ", "%20"));
    HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
    connection.setRequestMethod(method);
    return connection;
  }

  private static void expect(int status, HttpURLConnection connection, String key)
      throws IOException {
    if (connection.getResponseCode() != status) {
      throw new IOException(
          connection.getRequestMethod() + " " + key + ": " + connection.getResponseCode());
    }
    try (var in = connection.getInputStream()) {
      in.readAllBytes();
    }
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
}
