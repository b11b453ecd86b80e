package dev.permafrost.prove;

import dev.permafrost.prove.crash.CrashExplorer;
import dev.permafrost.prove.crash.Exploration;
import dev.permafrost.prove.crash.KillTable;
import dev.permafrost.prove.crash.Replay;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The command line of bin/prove: each command runs one part and ends with one line of figures. */
public final class Prove {

  private static final String USAGE =
      "usage: prove crash [--budget 40s|5m] [--seed S] [--replay PATH]\n"
          + "       prove mutants [--seed S]";
  private static final int OK = 0;
  private static final int BROKEN = 1;
  private static final int USED_WRONGLY = 2;
  private static final Duration MUTANT_BUDGET = Duration.ofMinutes(1);
  private static final int MOST_FAILURES = 20;

  private final PrintStream out;

  private Prove(PrintStream out) {
    this.out = out;
  }

  /** Runs a command and exits with 0, 1 if something is broken, or 2 if it was used wrongly. */
  public static void main(String[] arguments) {
    System.exit(new Prove(System.out).run(List.of(arguments)));
  }

  private int run(List<String> arguments) {
    Deque<String> left = new ArrayDeque<>(arguments);
    String command = left.isEmpty() ? "" : left.pop();
    Duration budget = Duration.ofMinutes(5);
    long seed = System.nanoTime();
    String replay = "";
    try {
      while (!left.isEmpty()) {
        String option = left.pop();
        switch (option) {
          case "--budget" -> budget = Duration.parse("PT" + left.pop());
          case "--seed" -> seed = Long.parseLong(left.pop());
          case "--replay" -> replay = left.pop();
          default -> throw new IllegalArgumentException("no option " + option);
        }
      }
    } catch (RuntimeException e) {
      out.println("prove: " + e.getMessage() + "\n" + USAGE);
      return USED_WRONGLY;
    }
    return switch (command) {
      case "crash" -> replay.isEmpty() ? crash(budget, seed) : replay(replay);
      case "mutants" -> mutants(seed);
      default -> {
        out.println(USAGE);
        yield USED_WRONGLY;
      }
    };
  }

  private int crash(Duration budget, long seed) {
    Exploration exploration =
        new CrashExplorer(
                new CrashExplorer.Limits(seed, budget, Long.MAX_VALUE, workers(), MOST_FAILURES))
            .explore();
    for (Exploration.Failure failure : exploration.failures()) {
      failure.what().forEach(out::println);
      out.println("replay: bin/prove crash --replay '" + failure.path() + "'");
    }
    long promised = promisedStates(budget);
    if (exploration.states() < promised) {
      out.println("fewer states than the " + promised + " that this budget promises");
    }
    out.println(exploration.line());
    return exploration.failures().isEmpty() && exploration.states() >= promised ? OK : BROKEN;
  }

  /** 25,000 in 40 seconds, 250,000 in five minutes, and in proportion between and below. */
  static long promisedStates(Duration budget) {
    double seconds = budget.toMillis() / 1e3;
    if (seconds <= 40) {
      return (long) (25_000 * seconds / 40);
    }
    return (long) Math.min(250_000, 25_000 + (seconds - 40) * (225_000 / 260.0));
  }

  private int replay(String path) {
    Replay replay;
    try {
      replay = Replay.of(path);
    } catch (IllegalArgumentException e) {
      out.println("prove: " + e.getMessage());
      return USED_WRONGLY;
    }
    replay.lines().forEach(out::println);
    out.println("replay: " + (replay.isBroken() ? "broken" : "nothing is broken"));
    return replay.isBroken() ? BROKEN : OK;
  }

  private int mutants(long seed) {
    KillTable table = KillTable.make(seed, workers(), MUTANT_BUDGET);
    table.lines().forEach(out::println);
    out.println(table.line() + " seed=" + seed);
    return table.caught() == table.rows().size() ? OK : BROKEN;
  }

  private static int workers() {
    return Math.max(1, Runtime.getRuntime().availableProcessors());
  }
}
