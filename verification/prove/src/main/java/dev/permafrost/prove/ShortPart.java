package dev.permafrost.prove;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * Runs the other parts in their short forms, which are commands that a person can type, too.
 *
 * <p>What uses all processors runs alone, and so do the faults, which ask what this process has
 * open. The others run in lanes side by side, because most of their time is waiting.
 */
@Command(
    name = "short",
    description = "Runs every part in its short form: what continuous integration runs.")
public final class ShortPart implements Part {

  private static final List<String> ALONE =
      List.of(
          "crash --states 20000",
          "mutants --seed 1",
          "faults --per-scenario 100 --survivors 8 --points 3",
          "fault-mutants");

  private static final List<List<String>> SIDE_BY_SIDE =
      List.of(
          List.of("lakes"),
          List.of(
              "damage --positions 1",
              "ledgers --if-there",
              "kill --rounds 30",
              "soak --minutes 0.15"),
          List.of("power --cuts 24", "spark --sums-only --chunks 4"));

  private static final Pattern SKIPPED = Pattern.compile("(real )?skipped: ");

  /** Those of them that draw from a seed. */
  private static final Pattern DRAWS =
      Pattern.compile("(crash|faults|kill|power|damage|soak)( .*)?");

  private final CommandRun.Commands commands;
  private final List<String> alone;
  private final List<List<String>> sideBySide;

  @Mixin final SeedOption seed = new SeedOption();

  ShortPart(CommandRun.Commands commands) {
    this(commands, ALONE, SIDE_BY_SIDE);
  }

  ShortPart(CommandRun.Commands commands, List<String> alone, List<List<String>> sideBySide) {
    this.commands = commands;
    this.alone = alone;
    this.sideBySide = sideBySide;
  }

  /** All of them. */
  static List<String> commands() {
    return Stream.concat(ALONE.stream(), SIDE_BY_SIDE.stream().flatMap(List::stream)).toList();
  }

  @Override
  public boolean holds(PrintWriter out) {
    long begunNanos = System.nanoTime();
    long drawn = seed.seed();
    List<Boolean> held = new ArrayList<>();
    for (String command : alone) {
      held.add(run(command, drawn, out));
    }
    held.addAll(runSideBySide(drawn, out));
    long failed = held.stream().filter(one -> !one).count();
    out.println(
        "short: parts="
            + held.size()
            + " failed="
            + failed
            + " seconds="
            + TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begunNanos));
    return failed == 0;
  }

  private List<Boolean> runSideBySide(long drawn, PrintWriter out) {
    ExecutorService lanes = Executors.newFixedThreadPool(sideBySide.size());
    try {
      List<Future<List<Boolean>>> running = new ArrayList<>();
      for (List<String> lane : sideBySide) {
        running.add(
            lanes.submit(() -> lane.stream().map(command -> run(command, drawn, out)).toList()));
      }
      List<Boolean> held = new ArrayList<>();
      for (Future<List<Boolean>> lane : running) {
        held.addAll(lane.get());
      }
      return held;
    } catch (ExecutionException e) {
      throw new IllegalStateException("a lane broke", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } finally {
      lanes.shutdownNow();
    }
  }

  /** Runs one, and tells its last line, or all of it if it failed. */
  private boolean run(String command, long drawn, PrintWriter out) {
    String whole = DRAWS.matcher(command).matches() ? command + " --seed " + drawn : command;
    CommandRun run = CommandRun.of(commands, whole);
    List<String> told = run.held() ? worthTelling(run.lines()) : run.lines();
    out.println(String.join("\n", told) + "\n" + run.end());
    return run.held();
  }

  /** The figures, and what could not be tried here. */
  private static List<String> worthTelling(List<String> lines) {
    int last = lines.size() - 1;
    return IntStream.range(0, lines.size())
        .filter(i -> i == last || SKIPPED.matcher(lines.get(i)).lookingAt())
        .mapToObj(lines::get)
        .toList();
  }
}
