package dev.permafrost.prove.fuzz;

import dev.permafrost.testkit.fuzz.FuzzCorpus;
import dev.permafrost.testkit.fuzz.FuzzTarget;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * One target's turn: a process of the fuzzer with a small heap, which begins with the seeds, the
 * kept inputs and what earlier turns found to reach further.
 *
 * @param target the class
 * @param directory where the target keeps what it finds; made if it is missing
 * @param timeToSearch asked when the turn begins, once
 */
record FuzzRun(String target, Path directory, Supplier<Duration> timeToSearch, long seed) {

  private static final String FUZZER = "com.code_intelligence.jazzer.Jazzer";

  /** What the search is guided by: our code, and the parsers that it trusts with bytes. */
  private static final String INSTRUMENTED =
      "dev.permafrost.**:com.fasterxml.jackson.core.**:com.sun.org.apache.xerces.**";

  /** Enough for the largest ledger in a direct buffer twice, too little for one more. */
  private static final String HEAP = "-Xmx256m";

  private static final int MOST_RESIDENT_MEGABYTES = 1280;
  private static final int LONGEST_CALL_SECONDS = 60;
  private static final int LONGEST_INPUT_BYTES = 1 << 14;

  /** How much longer than its time a process may take to start, to end, and to be given up. */
  private static final Duration GRACE = Duration.ofMinutes(2);

  /**
   * What came of a turn.
   *
   * @param target the class
   * @param tally what was done
   * @param findings the inputs that were found to break the target by this turn
   * @param trouble why the turn does not count, in words; empty if it does
   */
  record Outcome(String target, FuzzTally tally, List<Path> findings, List<String> trouble) {
    Outcome {
      findings = List.copyOf(findings);
      trouble = List.copyOf(trouble);
    }

    boolean isClean() {
      return findings.isEmpty() && trouble.isEmpty();
    }
  }

  Outcome run() {
    try {
      Path corpus = Files.createDirectories(directory.resolve("corpus"));
      Path findings = Files.createDirectories(directory.resolve("findings"));
      Files.createDirectories(directory.resolve("tmp"));
      writeSeeds(corpus);
      Set<Path> before = files(findings);
      Path log = directory.resolve("log.txt");
      Duration time = timeToSearch.get();
      int exit = await(start(corpus, findings, log, time), time);
      List<String> lines = Files.readAllLines(log, StandardCharsets.ISO_8859_1);
      Set<Path> found = files(findings);
      found.removeAll(before);
      FuzzTally tally = FuzzTally.of(lines);
      return new Outcome(
          target,
          tally,
          List.copyOf(found),
          found.isEmpty() ? trouble(exit, tally, log) : List.of());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> trouble(int exit, FuzzTally tally, Path log) {
    if (exit == 0 && tally.executions() > 0) {
      return List.of();
    }
    return List.of(
        "its process ended with "
            + exit
            + " after "
            + tally.executions()
            + " executions and left no finding; see "
            + log);
  }

  private void writeSeeds(Path corpus) throws IOException {
    FuzzTarget made = FuzzTargets.make(target);
    int number = 0;
    for (byte[] input : FuzzCorpus.all(made)) {
      Files.write(corpus.resolve("seed-" + number), input);
      number++;
    }
  }

  private Process start(Path corpus, Path findings, Path log, Duration time) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.add(HEAP);
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-Djava.library.path=" + System.getProperty("java.library.path", ""));
    command.add("-Djava.io.tmpdir=" + directory.resolve("tmp"));
    command.add("-D" + FuzzBridge.TARGET + "=" + target);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(FUZZER);
    command.add("--target_class=" + FuzzBridge.class.getName());
    command.add("--instrumentation_includes=" + INSTRUMENTED);
    command.add("--reproducer_path=" + directory.resolve("tmp"));
    command.add("-artifact_prefix=" + findings + "/");
    command.add("-max_total_time=" + time.toSeconds());
    command.add("-timeout=" + LONGEST_CALL_SECONDS);
    command.add("-rss_limit_mb=" + MOST_RESIDENT_MEGABYTES);
    command.add("-max_len=" + LONGEST_INPUT_BYTES);
    command.add("-seed=" + (seed & 0x7FFF_FFFF));
    command.add("-print_final_stats=1");
    command.add(corpus.toString());
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
  }

  private static int await(Process process, Duration time) {
    try {
      if (!process.waitFor(time.plus(GRACE).toSeconds(), TimeUnit.SECONDS)) {
        return -1;
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return -1;
    } finally {
      process.destroyForcibly();
    }
  }

  private static Set<Path> files(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return new TreeSet<>(files.toList());
    }
  }
}
