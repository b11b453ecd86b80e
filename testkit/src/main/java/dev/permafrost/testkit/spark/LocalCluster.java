package dev.permafrost.testkit.spark;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.testkit.server.ChildProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * A standalone cluster on loopback: a master and workers of a core each, all processes of their
 * own, from the jars of a SPARK_HOME. Each worker has an address of its own, and so is a machine to
 * Spark, which starts no second attempt on the machine of the first. Its processes end with this
 * one, however it ends.
 */
public final class LocalCluster implements AutoCloseable {

  private static final String HOST = "127.0.0.1";
  private static final String REGISTERED = "Successfully registered with master";
  private static final String EXECUTOR = "org.apache.spark.executor.CoarseGrainedExecutorBackend";

  private static final Duration SETTLING = Duration.ofMillis(500);

  /** Of the times in /proc, on every Linux there is. */
  private static final double TICKS_A_SECOND = 100;

  private final Path home;
  private final Path place;
  private final int port;
  private final List<ChildProcess> processes = new ArrayList<>();
  private int submitted;

  private LocalCluster(Path home, Path place, int port) {
    this.home = home;
    this.place = place;
    this.port = port;
  }

  /**
   * Starts one, and waits until its workers are known to its master.
   *
   * @param home where Spark is
   * @param place an empty directory of its own
   * @param workers how many
   */
  @MustBeClosed
  public static LocalCluster start(Path home, Path place, int workers) {
    LocalCluster cluster = new LocalCluster(home, place, freePort());
    try {
      for (String directory : List.of("tmp", "work", "conf")) {
        Files.createDirectories(place.resolve(directory));
      }
      Files.writeString(place.resolve("conf/log4j2.properties"), LOGGING);
      cluster.process(
          HOST,
          "master",
          List.of(
              "org.apache.spark.deploy.master.Master",
              "--host",
              HOST,
              "--port",
              Integer.toString(cluster.port),
              "--webui-port",
              "0"));
      for (int worker = 0; worker < workers; worker++) {
        String host = "127.0.0." + (worker + 2);
        cluster.process(
            host,
            "worker-" + worker,
            List.of(
                "org.apache.spark.deploy.worker.Worker",
                "--host",
                host,
                "--webui-port",
                "0",
                "--cores",
                "1",
                "--memory",
                "1g",
                "--work-dir",
                cluster.work().toString(),
                cluster.url()));
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
  private void process(String host, String name, List<String> words) throws IOException {
    List<String> command = new ArrayList<>(List.of("env"));
    environment(host).forEach((variable, value) -> command.add(variable + "=" + value));
    command.add(home.resolve("bin/spark-class").toString());
    command.addAll(words);
    processes.add(ChildProcess.start(command, place.resolve(name + ".log")));
  }

  private Map<String, String> environment(String host) {
    Map<String, String> environment = new TreeMap<>(surroundings(host));
    environment.put("SPARK_DAEMON_MEMORY", "256m");
    environment.put(
        "SPARK_DAEMON_JAVA_OPTS",
        "-XX:-UsePerfData -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Djava.io.tmpdir="
            + temporary());
    return environment;
  }

  /** The variables that a driver is started with. */
  public Map<String, String> surroundings() {
    return surroundings(HOST);
  }

  private Map<String, String> surroundings(String host) {
    return Map.of(
        "SPARK_HOME",
        home.toString(),
        "SPARK_CONF_DIR",
        place.resolve("conf").toString(),
        "SPARK_LOCAL_IP",
        host,
        "SPARK_LOCAL_HOSTNAME",
        host,
        "SPARK_PUBLIC_DNS",
        host,
        "SPARK_LOCAL_DIRS",
        temporary().toString());
  }

  /**
   * What a job is handed to it with, in 512 MB for the driver and each executor.
   *
   * @param driverFlags of the driver's JVM, separated by blanks
   * @param executorFlags of each executor's
   */
  public List<String> submitOptions(String driverFlags, String executorFlags) {
    String temporary = " -Djava.io.tmpdir=" + temporary();
    return List.of(
        "--master",
        url(),
        "--driver-memory",
        "512m",
        "--executor-memory",
        "512m",
        "--driver-java-options",
        driverFlags + temporary,
        "--conf",
        "spark.executor.extraJavaOptions=" + executorFlags + temporary,
        "--conf",
        "spark.driver.host=" + HOST,
        "--conf",
        "spark.driver.bindAddress=" + HOST,
        "--conf",
        "spark.ui.enabled=false");
  }

  private Path temporary() {
    return place.resolve("tmp");
  }

  /** The address of its master. */
  private String url() {
    return "spark://" + HOST + ":" + port;
  }

  private Path work() {
    return place.resolve("work");
  }

  /** The processes that run tasks now. */
  public List<ProcessHandle> executors() {
    return ProcessHandle.current()
        .descendants()
        .filter(
            process ->
                process.info().arguments().stream().flatMap(Stream::of).anyMatch(EXECUTOR::equals))
        .filter(process -> process.info().command().orElse("").endsWith("java"))
        .toList();
  }

  /** The CPU seconds that the processes took that run tasks now. */
  public double secondsOfExecutors() {
    return executors().stream()
        .mapToDouble(
            executor -> executor.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e9)
        .sum();
  }

  /**
   * The CPU seconds that all processes took that ran tasks once; waits until those of the last job
   * are gone.
   */
  public double secondsOfGoneExecutors() {
    Waiting.until("the executors have ended", () -> executors().isEmpty());
    double[] before = {-1};
    // A worker may not have asked yet how its executor ended.
    Waiting.until(
        "no executor ends any more",
        () -> {
          double now = processes.stream().mapToDouble(LocalCluster::secondsOfChildren).sum();
          boolean isSame = now == before[0];
          before[0] = now;
          LockSupport.parkNanos(SETTLING.toNanos());
          return isSame;
        });
    return before[0];
  }

  /** Those that it was told the end of: proc(5), fields 16 and 17. */
  private static double secondsOfChildren(ChildProcess process) {
    String stat = read(Path.of("/proc", Long.toString(process.pid()), "stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(fields[13]) + Long.parseLong(fields[14])) / TICKS_A_SECOND;
  }

  /**
   * Hands a job to it, as somebody does who has the jar alone.
   *
   * @param jar the jobs
   * @param executorFlags of each executor's JVM, separated by blanks
   * @param options more options of spark-submit
   * @param line the job and its options
   * @param output where its output goes
   */
  public SparkRun submit(
      Path jar, String executorFlags, List<String> options, List<String> line, Path output) {
    List<String> words = new ArrayList<>();
    words.add(home.resolve("bin/spark-submit").toString());
    words.addAll(
        List.of(
            "--class",
            "dev.permafrost.spark.Main",
            "--conf",
            "spark.driver.userClassPathFirst=true",
            "--conf",
            "spark.executor.userClassPathFirst=true"));
    words.addAll(submitOptions("-XX:TieredStopAtLevel=1 -XX:+UseSerialGC", executorFlags));
    words.addAll(options);
    words.add(jar.toString());
    words.addAll(line);
    submitted++;
    return SparkRun.start(words, surroundings(), output, "submitted-" + submitted);
  }

  /** What the executors of the job that came last said so far, those that are gone among them. */
  public String saidByExecutors() {
    try (Stream<Path> jobs = Files.list(work())) {
      Optional<Path> last = jobs.max(Comparator.naturalOrder());
      return last.isEmpty() ? "" : said(last.get());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String said(Path job) throws IOException {
    try (Stream<Path> files = Files.walk(job)) {
      StringBuilder said = new StringBuilder();
      files
          .filter(file -> file.endsWith("stderr"))
          .sorted()
          .forEach(file -> said.append(read(file)));
      return said.toString();
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
