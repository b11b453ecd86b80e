package dev.permafrost.prove.spark;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.testkit.server.ChildProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A standalone cluster on loopback: a master and workers of a core each, all processes of their
 * own, from the jars of a SPARK_HOME. Its processes end with this one, however it ends.
 */
final class LocalCluster implements AutoCloseable {

  static final String HOST = "127.0.0.1";
  private static final String REGISTERED = "Successfully registered with master";
  private static final String EXECUTOR = "org.apache.spark.executor.CoarseGrainedExecutorBackend";

  private final Path place;
  private final int port;
  private final List<ChildProcess> processes = new ArrayList<>();

  private LocalCluster(Path place, int port) {
    this.place = place;
    this.port = port;
  }

  /**
   * Starts one, and waits until its workers are known to its master.
   *
   * @param home where Spark is
   * @param place an empty directory of its own
   */
  @MustBeClosed
  static LocalCluster start(Path home, Path place, int workers) {
    LocalCluster cluster = new LocalCluster(place, freePort());
    try {
      for (String directory : List.of("tmp", "work", "conf")) {
        Files.createDirectories(place.resolve(directory));
      }
      Files.writeString(place.resolve("conf/log4j2.properties"), LOGGING);
      cluster.process(
          home,
          "master",
          List.of(
              "org.apache.spark.deploy.master.Master",
              "--host", HOST, "--port", Integer.toString(cluster.port), "--webui-port", "0"));
      for (int worker = 0; worker < workers; worker++) {
        cluster.process(
            home,
            "worker-" + worker,
            List.of(
                "org.apache.spark.deploy.worker.Worker",
                "--host", HOST, "--webui-port", "0", "--cores", "1", "--memory", "1g",
                "--work-dir", cluster.work().toString(), cluster.url()));
      }
      for (int worker = 0; worker < workers; worker++) {
        Path log = place.resolve("worker-" + worker + ".log");
        Waiting.until("worker " + worker + " registers", () -> read(log).contains(REGISTERED));
      }
      return cluster;
    } catch (IOException e) {
      cluster.close();
      throw new UncheckedIOException(e);
    } catch (RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  private static final String LOGGING =
      """
      rootLogger.level = info
      rootLogger.appenderRef.stderr.ref = stderr
      appender.stderr.type = Console
      appender.stderr.name = stderr
      appender.stderr.target = SYSTEM_ERR
      appender.stderr.layout.type = PatternLayout
      appender.stderr.layout.pattern = %d{HH:mm:ss.SSS} %p %c{1}: %m%n%ex
      """;

  @SuppressWarnings("MustBeClosedChecker") // closed with this
  private void process(Path home, String name, List<String> words) throws IOException {
    List<String> command = new ArrayList<>(List.of("env"));
    environment(home).forEach(command::add);
    command.add(home.resolve("bin/spark-class").toString());
    command.addAll(words);
    processes.add(ChildProcess.start(command, place.resolve(name + ".log")));
  }

  private List<String> environment(Path home) {
    return List.of(
        "SPARK_HOME=" + home,
        "SPARK_CONF_DIR=" + place.resolve("conf"),
        "SPARK_LOCAL_IP=" + HOST,
        "SPARK_LOCAL_HOSTNAME=" + HOST,
        "SPARK_PUBLIC_DNS=" + HOST,
        "SPARK_LOCAL_DIRS=" + place.resolve("tmp"),
        "SPARK_DAEMON_MEMORY=256m",
        "SPARK_DAEMON_JAVA_OPTS=-XX:-UsePerfData -XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
            + " -Djava.io.tmpdir="
            + place.resolve("tmp"));
  }

  /** What its drivers and workers know of their surroundings. */
  Path configuration() {
    return place.resolve("conf");
  }

  Path temporary() {
    return place.resolve("tmp");
  }

  /** The address of its master. */
  String url() {
    return "spark://" + HOST + ":" + port;
  }

  private Path work() {
    return place.resolve("work");
  }

  /** The processes that run tasks now. */
  List<ProcessHandle> executors() {
    return ProcessHandle.current()
        .descendants()
        .filter(
            process ->
                process.info().arguments().stream()
                    .flatMap(Stream::of)
                    .anyMatch(EXECUTOR::equals))
        .filter(process -> process.info().command().orElse("").endsWith("java"))
        .toList();
  }

  /** What all executors of this cluster said so far, those that are gone among them. */
  String saidByExecutors() {
    try (Stream<Path> files = Files.walk(work())) {
      StringBuilder said = new StringBuilder();
      files
          .filter(file -> file.endsWith("stderr"))
          .sorted()
          .forEach(file -> said.append(read(file)));
      return said.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String read(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    for (int i = processes.size() - 1; i >= 0; i--) {
      processes.get(i).close();
    }
  }
}
