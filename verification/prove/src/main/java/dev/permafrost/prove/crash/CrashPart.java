package dev.permafrost.prove.crash;

import dev.permafrost.prove.CountConverter;
import dev.permafrost.prove.Part;
import dev.permafrost.prove.SeedOption;
import dev.permafrost.prove.TimeConverter;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Explores crashes for a time or up to a number of states, or replays one of them. */
@Command(
    name = "crash",
    description = "Stops a simulated machine at every operation, and tries what is left.")
public final class CrashPart implements Part {

  private static final int MOST_FAILURES = 20;
  private static final Duration USUAL_BUDGET = Duration.ofMinutes(5);
  private static final Duration BUDGET_FOR_STATES = Duration.ofMinutes(10);

  @Option(
      names = "--budget",
      paramLabel = "TIME",
      converter = TimeConverter.class,
      description = "How long to explore, such as 40s (default: 5m; with --states at most 10m).")
  @Nullable Duration budget;

  @Option(
      names = "--states",
      paramLabel = "N",
      converter = CountConverter.class,
      description = "Ends with so many states, once every first crash was looked at.")
  @Nullable Integer states;

  @Option(
      names = "--replay",
      paramLabel = "PATH",
      description = "Tries one state again: the path that a failure prints.")
  @Nullable String replay;

  @Mixin final SeedOption seed = new SeedOption();

  @Override
  public boolean holds(PrintWriter out) {
    if (replay != null) {
      return replays(replay, out);
    }
    return states == null
        ? exploresFor(Optional.ofNullable(budget).orElse(USUAL_BUDGET), out)
        : exploresUpTo(states, Optional.ofNullable(budget).orElse(BUDGET_FOR_STATES), out);
  }

  private boolean exploresFor(Duration time, PrintWriter out) {
    int bound = time.compareTo(USUAL_BUDGET) < 0 ? 0 : CrashExplorer.BOUND;
    return explores(time, Long.MAX_VALUE, promisedStates(time), bound, out);
  }

  private boolean exploresUpTo(int enough, Duration time, PrintWriter out) {
    return explores(time, enough, enough, CrashExplorer.BOUND, out);
  }

  private boolean explores(Duration time, long enough, long promised, int bound, PrintWriter out) {
    int workers = Runtime.getRuntime().availableProcessors();
    Exploration exploration =
        new CrashExplorer(
                new CrashExplorer.Limits(seed.seed(), time, enough, workers, MOST_FAILURES))
            .explore();
    for (Exploration.Failure failure : exploration.failures()) {
      failure.what().forEach(out::println);
      out.println("replay: bin/prove crash --replay '" + failure.path() + "'");
    }
    List<String> missed = missed(exploration, promised, bound);
    missed.forEach(out::println);
    out.println(exploration.line());
    return exploration.failures().isEmpty() && missed.isEmpty();
  }

  /** What an exploration was to reach and did not. */
  static List<String> missed(Exploration exploration, long states, int bound) {
    List<String> missed = new ArrayList<>();
    if (exploration.states() < states) {
      missed.add("fewer states than the " + states + " that are promised");
    }
    if (exploration.bound() < bound) {
      missed.add("not every first crash was looked at with " + bound + " survivors");
    }
    return missed;
  }

  /** 12,000 in 40 seconds, 120,000 in five minutes, and in proportion between and below. */
  static long promisedStates(Duration budget) {
    double seconds = budget.toMillis() / 1e3;
    if (seconds <= 40) {
      return (long) (12_000 * seconds / 40);
    }
    return (long) Math.min(120_000, 12_000 + (seconds - 40) * (108_000 / 260.0));
  }

  private static boolean replays(String path, PrintWriter out) {
    Replay replay = Replay.of(path);
    replay.lines().forEach(out::println);
    out.println("replay: " + (replay.isBroken() ? "broken" : "nothing is broken"));
    return !replay.isBroken();
  }
}
