package dev.permafrost.prove.crash;

import dev.permafrost.prove.Options;
import dev.permafrost.prove.Part;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Explores crashes for a time, or replays one of them. */
public final class CrashPart implements Part {

  private static final int MOST_FAILURES = 20;

  @Override
  public String usage() {
    return "crash [--budget 40s|5m] [--seed S] [--replay PATH]";
  }

  @Override
  public Set<String> options() {
    return Set.of("budget", "seed", "replay");
  }

  @Override
  public boolean holds(Options options, PrintStream out) {
    Duration budget = options.duration("budget", Duration.ofMinutes(5));
    Optional<String> replay = options.text("replay");
    return replay.isPresent() ? replays(replay.get(), out) : explores(budget, options.seed(), out);
  }

  private static boolean explores(Duration budget, long seed, PrintStream out) {
    int workers = Math.max(1, Runtime.getRuntime().availableProcessors());
    Exploration exploration =
        new CrashExplorer(
                new CrashExplorer.Limits(seed, budget, Long.MAX_VALUE, workers, MOST_FAILURES))
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
    return exploration.failures().isEmpty() && exploration.states() >= promised;
  }

  /** 25,000 in 40 seconds, 250,000 in five minutes, and in proportion between and below. */
  static long promisedStates(Duration budget) {
    double seconds = budget.toMillis() / 1e3;
    if (seconds <= 40) {
      return (long) (25_000 * seconds / 40);
    }
    return (long) Math.min(250_000, 25_000 + (seconds - 40) * (225_000 / 260.0));
  }

  private static boolean replays(String path, PrintStream out) {
    Replay replay = Replay.of(path);
    replay.lines().forEach(out::println);
    out.println("replay: " + (replay.isBroken() ? "broken" : "nothing is broken"));
    return !replay.isBroken();
  }
}
