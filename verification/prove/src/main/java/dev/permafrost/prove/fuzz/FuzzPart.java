package dev.permafrost.prove.fuzz;

import dev.permafrost.prove.CountConverter;
import dev.permafrost.prove.Part;
import dev.permafrost.prove.SeedOption;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lets every fuzz target have its turn, two at a time at most, or replays one input. */
@Command(name = "fuzz", description = "Searches for bytes that break a parser.")
public final class FuzzPart implements Part {

  private static final int AT_A_TIME = 2;

  private static final String DIRECTORY = "permafrost.fuzz.directory";

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "480",
      converter = CountConverter.class,
      description = "How long all turns take together (default: ${DEFAULT-VALUE}).")
  int seconds = 480;

  @Option(names = "--target", paramLabel = "NAME", description = "Only this target.")
  @Nullable String target;

  @Option(
      names = "--replay",
      paramLabel = "FILE",
      description = "Gives this input to the target, and prints what comes of it.")
  @Nullable Path replay;

  @Mixin final SeedOption seed = new SeedOption();

  @Override
  public boolean holds(PrintWriter out) {
    List<String> targets = targets(Optional.ofNullable(target));
    if (replay != null) {
      if (targets.size() != 1) {
        throw new IllegalArgumentException("--replay needs --target");
      }
      return replays(targets.get(0), replay, out);
    }
    return searches(targets, seconds, seed.seed(), out);
  }

  private static List<String> targets(Optional<String> name) {
    List<String> targets = FuzzTargets.on(System.getProperty("java.class.path"));
    if (targets.isEmpty()) {
      throw new IllegalArgumentException("no targets on the class path: run it by bin/prove");
    }
    if (name.isEmpty()) {
      return targets;
    }
    List<String> named =
        targets.stream()
            .filter(target -> FuzzTargets.simpleName(target).equals(name.get()))
            .toList();
    if (named.isEmpty()) {
      throw new IllegalArgumentException(
          "--target is one of "
              + targets.stream().map(FuzzTargets::simpleName).toList()
              + ", not "
              + name.get());
    }
    return named;
  }

  private static boolean searches(List<String> targets, int seconds, long seed, PrintWriter out) {
    long begunNanos = System.nanoTime();
    Turns turns =
        new Turns(Duration.ofSeconds(seconds), targets.size(), AT_A_TIME, System::nanoTime);
    Path directory = Path.of(System.getProperty(DIRECTORY, "target/fuzz")).toAbsolutePath();
    List<FuzzRun> runs =
        targets.stream()
            .map(
                target ->
                    new FuzzRun(
                        target,
                        directory.resolve(FuzzTargets.simpleName(target)),
                        turns::next,
                        seed))
            .toList();
    List<FuzzRun.Outcome> outcomes = runAll(runs, out);
    outcomes.forEach(outcome -> tellTrouble(outcome, out));
    out.println(line(outcomes, (System.nanoTime() - begunNanos) / 1_000_000_000, seed));
    return outcomes.stream().allMatch(FuzzRun.Outcome::isClean);
  }

  private static List<FuzzRun.Outcome> runAll(List<FuzzRun> runs, PrintWriter out) {
    ExecutorService threads = Executors.newFixedThreadPool(AT_A_TIME);
    try {
      List<Future<FuzzRun.Outcome>> futures = new ArrayList<>();
      runs.forEach(run -> futures.add(threads.submit(run::run)));
      List<FuzzRun.Outcome> outcomes = new ArrayList<>();
      for (Future<FuzzRun.Outcome> future : futures) {
        FuzzRun.Outcome outcome = future.get();
        out.println(
            String.format(
                "%-18s executions=%d coverage=%d findings=%d",
                FuzzTargets.simpleName(outcome.target()),
                outcome.tally().executions(),
                outcome.tally().coverage(),
                outcome.findings().size()));
        outcomes.add(outcome);
      }
      return outcomes;
    } catch (ExecutionException e) {
      throw new IllegalStateException("a turn could not be taken", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } finally {
      threads.shutdownNow();
    }
  }

  private static void tellTrouble(FuzzRun.Outcome outcome, PrintWriter out) {
    String name = FuzzTargets.simpleName(outcome.target());
    for (Path finding : outcome.findings()) {
      out.println("finding of " + name + ": " + finding);
      out.println("replay: bin/prove fuzz --target " + name + " --replay " + finding);
    }
    outcome.trouble().forEach(trouble -> out.println(name + ": " + trouble));
  }

  /** The figures of all turns. */
  static String line(List<FuzzRun.Outcome> outcomes, long seconds, long seed) {
    return "fuzz: targets="
        + outcomes.size()
        + " seconds="
        + seconds
        + " executions="
        + outcomes.stream().mapToLong(outcome -> outcome.tally().executions()).sum()
        + " coverage="
        + outcomes.stream().mapToLong(outcome -> outcome.tally().coverage()).sum()
        + " findings="
        + outcomes.stream().mapToInt(outcome -> outcome.findings().size()).sum()
        + " seed="
        + seed;
  }

  /** Gives a target one input and says what came of it. */
  static boolean replays(String target, Path file, PrintWriter out) {
    byte[] input;
    try {
      input = Files.readAllBytes(file);
    } catch (IOException e) {
      throw new IllegalArgumentException("--replay cannot be read: " + e, e);
    }
    try {
      FuzzTargets.make(target).give(input);
      out.println("fuzz: " + input.length + " bytes are answered as declared");
      return true;
    } catch (Exception | Error e) {
      e.printStackTrace(out);
      out.println("fuzz: " + input.length + " bytes break " + FuzzTargets.simpleName(target));
      return false;
    }
  }
}
