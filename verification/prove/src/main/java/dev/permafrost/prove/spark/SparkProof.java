package dev.permafrost.prove.spark;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.app.command.PermafrostLine;
import dev.permafrost.app.command.Surroundings;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.work.CancelToken;
import dev.permafrost.prove.disk.WorkDirectory;
import dev.permafrost.prove.faults.Volume;
import dev.permafrost.prove.spark.GatedLake.Gate;
import dev.permafrost.testkit.spark.LocalCluster;
import dev.permafrost.testkit.spark.SparkRun;
import dev.permafrost.testkit.spark.Waiting;
import dev.permafrost.threads.SystemTime;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * What is tried: each trial makes the packs of a lake of small ledgers on the cluster, in a landing
 * of its own, and compares every file with the packs that one process froze. One thread.
 */
final class SparkProof implements AutoCloseable {

  private static final int LEDGERS_PER_CHUNK = 10_000;
  private static final String PER_BATCH = "64";
  private static final double MIDDLE = 0.4;
  private static final double LAST_OBJECT = 0.995;
  private static final String FEW = "0-1";
  private static final int FEW_CHUNKS = 2;

  /** What a dead attempt may leave. */
  private static final Pattern LEFT = Pattern.compile("[0-9]{8}\\.pack\\.attempt-[a-z0-9-]+");

  /**
   * What the proof is made with.
   *
   * @param source the root of the source tree
   * @param jar the jobs
   * @param home Spark
   * @param otherCodec a zstd-jni with another libzstd than ours
   * @param chunks how many chunks a job makes
   * @param executors how many executors there are
   */
  record Given(Path source, Path jar, Path home, Path otherCodec, int chunks, int executors) {}

  private final Given given;
  private final Path place;
  private final PrintWriter out;
  private final LocalCluster cluster;
  private final SparkJobs jobs;
  private final GatedLake lake;
  private final Path frozen;
  private final List<String> wrong = new ArrayList<>();

  private SparkProof(
      Given given, Path place, PrintWriter out, LocalCluster cluster, GatedLake lake, Path frozen) {
    this.given = given;
    this.place = place;
    this.out = out;
    this.cluster = cluster;
    this.jobs = new SparkJobs(given, place, cluster);
    this.lake = lake;
    this.frozen = frozen;
  }

  /** Forges the lake, freezes it in this process, and starts the cluster. */
  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // closed with what is returned
  static SparkProof prepare(Given given, Path place, PrintWriter out) {
    Path files = place.resolve("lake");
    Path frozen = place.resolve("frozen");
    String ledgers = Integer.toString(given.chunks() * LEDGERS_PER_CHUNK);
    command(
        0,
        "lake",
        "forge",
        "--first",
        "2",
        "--ledgers",
        ledgers,
        "--per-batch",
        PER_BATCH,
        "--out",
        files.toString());
    command(
        0,
        "freeze",
        "--data",
        frozen.toString(),
        "--lake",
        "file:" + files,
        "--chunks",
        "0-" + (given.chunks() - 1));
    GatedLake lake = GatedLake.serve(files);
    try {
      LocalCluster cluster =
          LocalCluster.start(given.home(), place.resolve("cluster"), given.executors());
      return new SparkProof(given, place, out, cluster, lake, frozen);
    } catch (RuntimeException e) {
      lake.close();
      throw e;
    }
  }

  List<String> wrong() {
    return List.copyOf(wrong);
  }

  // ---- trials ----------------------------------------------------------------------------------

  /** An executor is killed in the middle of a task; the packs go into a store, which is audited. */
  void sumsThroughAKilledExecutor() {
    long begunNanos = System.nanoTime();
    Path landing = landing("sums");
    Path receipts = place.resolve("receipts");
    Gate gate = lake.hold(batch -> batch.depth() > MIDDLE);
    try (SparkRun run = pack(landing, List.of("--receipts", receipts.toString()), List.of())) {
      Waiting.until("two tasks are in the middle of a chunk", () -> gate.waiting().size() >= 2);
      ProcessHandle executor = cluster.executors().get(0);
      executor.destroyForcibly();
      Waiting.until("the executor is gone", () -> !executor.isAlive());
      gate.open();
      expect("sums", run, 0, Map.of("packed", given.chunks()));
      check("an attempt was repeated", run.out().contains("\"attempt\" : 1"));
    } finally {
      lake.answer();
    }
    compare("sums", landing, given.chunks());
    String lines = read(receipts);
    check("a receipt a chunk", lines.lines().count() == given.chunks());
    adopt(landing, receipts);
    told("sums", begunNanos, "an executor killed in the middle of a task, adopted and audited");
  }

  private void adopt(Path landing, Path receipts) {
    String store = place.resolve("store").toString();
    command(
        0,
        "adopt",
        "--data",
        store,
        "--chunks",
        range(),
        "--from",
        landing.toString(),
        "--move",
        "--receipts",
        receipts.toString());
    command(0, "verify", "--data", store);
    String audit = command(0, "audit", "--deep", "--data", store);
    check("the audit is clean: " + audit, audit.contains("violations=0"));
    for (int chunk = 0; chunk < given.chunks(); chunk++) {
      check(
          "chunk " + chunk + " in the store is the frozen one",
          isEqual(packOf(Path.of(store), chunk), packOf(frozen, chunk)));
    }
  }

  /** What is tried besides, in this order, by name. */
  static List<String> troubles() {
    return List.of(
        "damaged-pack",
        "straggler",
        "refusing-lake",
        "killed-driver",
        "full-landing",
        "other-codec",
        "spark-submit");
  }

  void trouble(String name) {
    switch (name) {
      case "damaged-pack" -> damagedPack();
      case "straggler" -> straggler();
      case "refusing-lake" -> refusingLake();
      case "killed-driver" -> killedDriver();
      case "full-landing" -> fullLanding();
      case "other-codec" -> otherCodec();
      case "spark-submit" -> withoutTheScript();
      default -> throw new IllegalArgumentException("no trial " + name + " among " + troubles());
    }
  }

  /** The packs of the store, one of them damaged, are verified on the cluster. */
  private void damagedPack() {
    long begunNanos = System.nanoTime();
    Path copy = place.resolve("copy");
    WorkDirectory.copy(frozen.resolve("ledgers"), copy.resolve("ledgers"));
    Path damaged = packOf(copy, 1);
    try {
      byte[] bytes = Files.readAllBytes(damaged);
      bytes[bytes.length / 2] ^= 1;
      Files.write(damaged, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    try (SparkRun verify =
        jobs.run("verify", range(), List.of("--from", copy.toString()), List.of())) {
      expect("verify", verify, 1, Map.of("sound", given.chunks() - 1, "failed", 1));
    }
    told("damaged-pack", begunNanos, "one of the packs was found damaged, the others sound");
  }

  /**
   * Two attempts at one chunk wait for its last ledgers, each with a file of its own. Then the
   * driver is stopped, so that the one that is first cannot have the other one killed, and both are
   * let go.
   */
  private void straggler() {
    long begunNanos = System.nanoTime();
    Path landing = landing("straggler");
    ChunkId last = new ChunkId(0);
    Gate gate = lake.hold(batch -> batch.isOf(last) && batch.depth() > LAST_OBJECT);
    List<String> speculation =
        List.of(
            "--conf", "spark.speculation=true",
            "--conf", "spark.speculation.interval=100ms",
            "--conf", "spark.speculation.multiplier=1.1",
            "--conf", "spark.speculation.quantile=0.5",
            "--conf", "spark.speculation.minTaskRuntime=100ms");
    try (SparkRun run = pack(landing, List.of(), speculation)) {
      Waiting.until(
          "two attempts have written all but the last ledgers",
          () -> gate.count() >= 2 && attempts(landing, last).size() == 2);
      Set<Object> files = attempts(landing, last);
      run.pause();
      gate.open();
      Waiting.until("both attempts have published", () -> isDone(last, 0) && isDone(last, 1));
      check(
          "the pack is the file of one of both attempts",
          files.contains(fileKey(landing.resolve(last.name() + ".pack"))));
      check("no attempt left its file", left(landing) == 0);
      run.goOn();
      expect("straggler", run, 0, Map.of("packed", given.chunks()));
    } finally {
      lake.answer();
    }
    compare("straggler", landing, given.chunks());
    told("straggler", begunNanos, "two attempts at chunk 0 published, and one file landed");
  }

  private boolean isDone(ChunkId chunk, int attempt) {
    return cluster
        .saidByExecutors()
        .contains("permafrost: chunk " + chunk + ", attempt " + attempt + ": DONE");
  }

  /** The files that attempts at a chunk write now. */
  private static Set<Object> attempts(Path landing, ChunkId chunk) {
    Set<Object> files = new HashSet<>();
    for (Path file : WorkDirectory.list(landing)) {
      if (file.getFileName().toString().startsWith(chunk.name() + ".pack.attempt-")) {
        files.add(fileKey(file));
      }
    }
    return files;
  }

  /** What a file is told by under all of its names. */
  private static Object fileKey(Path file) {
    try {
      return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void refusingLake() {
    long begunNanos = System.nanoTime();
    Path landing = landing("refusing");
    ChunkId refused = new ChunkId(1);
    lake.refuse(batch -> batch.isOf(refused));
    try (SparkRun run = pack(landing, List.of(), List.of())) {
      expect("refusing", run, 4, Map.of("packed", given.chunks() - 1, "failed", 1));
      check("the notice is told: " + run.err(), run.err().contains("PF-LAKE-FORBIDDEN"));
    } finally {
      lake.answer();
    }
    compare("refusing", landing, given.chunks() - 1);
    again("refusing", landing, given.chunks() - 1);
    told("refusing-lake", begunNanos, "one chunk failed, and was made by the next run alone");
  }

  private void killedDriver() {
    long begunNanos = System.nanoTime();
    Path landing = landing("driver");
    int half = given.chunks() / 2;
    Gate gate = lake.hold(batch -> batch.chunk().value() < half && batch.depth() > MIDDLE);
    try (SparkRun run = pack(landing, List.of(), List.of())) {
      Waiting.until(
          "half of the packs have landed, and others are under way",
          () -> published(landing) >= given.chunks() - half && gate.waiting().size() >= 2);
      run.kill();
      gate.open();
    } finally {
      lake.answer();
    }
    Waiting.until("the executors have ended", () -> cluster.executors().isEmpty());
    int landed = published(landing);
    compare("driver", landing, landed);
    again("driver", landing, landed);
    told("killed-driver", begunNanos, landed + " had landed, the next run made the others");
  }

  /** A volume with room for less than half of the packs. */
  private void fullLanding() {
    long begunNanos = System.nanoTime();
    long bytes = 0;
    for (int chunk = 0; chunk < given.chunks(); chunk++) {
      bytes += size(packOf(frozen, chunk));
    }
    Path landing = place.resolve("full");
    Optional<Volume> mounted = Volume.mount(landing, "size=" + bytes / 2);
    if (mounted.isEmpty()) {
      out.println("skipped: full landing: mounting is not permitted here");
      return;
    }
    try (Volume volume = mounted.get()) {
      int landed;
      try (SparkRun run = pack(landing, List.of(), List.of())) {
        int code = run.exitCode();
        landed = published(landing);
        check("a full landing ends with 4: " + code + run.err(), code == 4);
        check("some landed, some not: " + landed, landed > 0 && landed < given.chunks());
        check("no space is told", run.err().contains("PF-NO-SPACE"));
      }
      compare("full", landing, landed);
      check("no attempt left its file", left(landing) == 0);
      volume.enlarge();
      again("full", landing, landed);
      told("full-landing", begunNanos, landed + " had room, the next run made the others");
    }
  }

  /**
   * Executors have another libzstd before Spark's own. Ours goes first, unless that is turned off:
   * then they say so.
   */
  private void otherCodec() {
    long begunNanos = System.nanoTime();
    List<String> other = List.of("--conf", "spark.executor.extraClassPath=" + given.otherCodec());
    List<String> theirsFirst = new ArrayList<>(other);
    theirsFirst.addAll(List.of("--conf", "spark.executor.userClassPathFirst=false"));
    Path landing = landing("codec");
    try (SparkRun run = pack(FEW, landing, List.of(), theirsFirst)) {
      expect("their codec first", run, 4, Map.of("failed", FEW_CHUNKS));
      check("the codec is named: " + run.err(), run.err().contains("has the codec zstd-1.5.6"));
    }
    check("nothing landed", WorkDirectory.list(landing).isEmpty());
    try (SparkRun run = pack(FEW, landing, List.of(), other)) {
      expect("our codec first", run, 0, Map.of("packed", FEW_CHUNKS));
    }
    compare("our codec first", landing, FEW_CHUNKS);
    told(
        "other-codec", begunNanos, "an executor with another libzstd was refused, ours goes first");
  }

  /** The line that docs/spark.md gives for spark-submit. */
  private void withoutTheScript() {
    long begunNanos = System.nanoTime();
    Path landing = landing("submit");
    try (SparkRun run = jobs.submit("pack", FEW, packing(landing, List.of()))) {
      expect("spark-submit", run, 0, Map.of("packed", FEW_CHUNKS));
    }
    compare("spark-submit", landing, FEW_CHUNKS);
    told("spark-submit", begunNanos, "the plain main class did the same");
  }

  /** The job once more: it makes only what is missing. */
  private void again(String name, Path landing, int landed) {
    try (SparkRun run = pack(landing, List.of(), List.of())) {
      expect(
          name + " again",
          run,
          0,
          Map.of("landed already", landed, "packed", given.chunks() - landed));
    }
    compare(name + " again", landing, given.chunks());
  }

  // ---- what they are made of -------------------------------------------------------------------

  private Path landing(String name) {
    try {
      return Files.createDirectory(place.resolve("landing-" + name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String range() {
    return "0-" + (given.chunks() - 1);
  }

  private SparkRun pack(Path landing, List<String> more, List<String> options) {
    return pack(range(), landing, more, options);
  }

  private SparkRun pack(String chunks, Path landing, List<String> more, List<String> options) {
    return jobs.run("pack", chunks, packing(landing, more), options);
  }

  private List<String> packing(Path landing, List<String> more) {
    List<String> words =
        new ArrayList<>(
            List.of("--lake", lake.address().toString(), "--landing", landing.toString()));
    words.addAll(more);
    return words;
  }

  private void expect(String name, SparkRun run, int code, Map<String, Integer> results) {
    int found = run.exitCode();
    Map<String, Long> told = run.results();
    boolean isRight =
        found == code
            && results.entrySet().stream()
                .allMatch(each -> told.getOrDefault(each.getKey(), 0L) == (long) each.getValue());
    check(
        name
            + ": exit "
            + found
            + " for "
            + code
            + ", "
            + told
            + " for "
            + results
            + (isRight ? "" : "\n" + tail(run.err())),
        isRight);
  }

  private static String tail(String text) {
    List<String> lines = text.lines().toList();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size()));
  }

  /** Every file under a chunk's name is the frozen one, and there are so many. */
  private void compare(String name, Path landing, int packs) {
    int found = 0;
    for (Path file : WorkDirectory.list(landing)) {
      String called = file.getFileName().toString();
      if (called.endsWith(".pack")) {
        found++;
        int chunk = Integer.parseInt(called.substring(0, called.length() - ".pack".length()));
        check(name + ": " + called + " is the frozen one", isEqual(file, packOf(frozen, chunk)));
      } else {
        check(name + ": nobody knows " + called, LEFT.matcher(called).matches());
      }
    }
    check(name + ": " + found + " packs landed, and " + packs + " should have", found == packs);
  }

  private static int published(Path landing) {
    return (int)
        WorkDirectory.list(landing).stream()
            .filter(file -> file.toString().endsWith(".pack"))
            .count();
  }

  private static int left(Path landing) {
    return WorkDirectory.list(landing).size() - published(landing);
  }

  private static Path packOf(Path store, int chunk) {
    ChunkId id = new ChunkId(chunk);
    return store.resolve("ledgers").resolve(id.bucketName()).resolve(id.name() + ".pack");
  }

  private static boolean isEqual(Path one, Path other) {
    try {
      return Files.mismatch(one, other) == -1;
    } catch (IOException e) {
      return false;
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void check(String what, boolean isSo) {
    if (!isSo) {
      wrong.add("wrong: " + what);
    }
  }

  private void told(String name, long begunNanos, String what) {
    out.println(
        name
            + ": "
            + what
            + ", in "
            + TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begunNanos)
            + " s");
  }

  /** Runs the command line in this process. */
  private static String command(int code, String... words) {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream to = new PrintStream(printed, true, StandardCharsets.UTF_8);
    List<String> line = new ArrayList<>(List.of(words));
    line.add("--quiet");
    int found =
        new PermafrostLine(new Surroundings(to, to, false, CancelToken.NEVER, new SystemTime()))
            .run(line.toArray(String[]::new))
            .code();
    String text = printed.toString(StandardCharsets.UTF_8);
    if (found != code) {
      throw new IllegalStateException(String.join(" ", words) + " ended with " + found + text);
    }
    return text;
  }

  @Override
  public void close() {
    lake.close();
    cluster.close();
  }
}
