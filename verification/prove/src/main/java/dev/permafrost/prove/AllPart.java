package dev.permafrost.prove;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/**
 * Runs every part in turn, each time with a new seed, for as long as it may, and at least once
 * each. Behind each part the report is written, from which the next call goes on; what fails is in
 * it with the command that repeats it, and keeps nothing else from being run.
 *
 * <p>Each part is a process of its own, so that one that does not end well ends alone.
 */
@Command(
    name = "all",
    description = {
      "Runs every part in turn, with new seeds, for hours; goes on where it was stopped.",
      "Its report is report.md and report.json in its directory, beside all that each run said."
    })
public final class AllPart implements Part {

  /**
   * One command of a turn.
   *
   * @param command what is typed behind bin/prove
   * @param draws whether it takes a seed
   * @param again whether it is run in every turn, and not in the first one only
   */
  record Row(String command, boolean draws, boolean again) {

    /** A part that finds more the more seeds it has. */
    static Row drawn(String command) {
      return new Row(command, true, true);
    }

    /** A part that draws from nothing and may meet another machine each time. */
    static Row repeated(String command) {
      return new Row(command, false, true);
    }

    /** A part that does the same each time. */
    static Row once(String command) {
      return new Row(command, false, false);
    }
  }

  /** What a turn is made of, in this order. */
  static final List<Row> TABLE =
      List.of(
          Row.drawn("crash --budget 10m"),
          Row.drawn("mutants"),
          Row.drawn("faults"),
          Row.once("fault-mutants"),
          Row.drawn("kill --rounds 200"),
          Row.drawn("power --cuts 300"),
          Row.once("power-mutants"),
          Row.drawn("soak --minutes 10"),
          Row.drawn("damage --positions 12"),
          Row.repeated("lakes"),
          Row.repeated("ledgers --if-there"),
          Row.repeated("spark"),
          Row.drawn("fuzz --seconds 480"),
          Row.once("mutation"));

  private final CommandRun.Commands commands;
  private final List<Row> table;
  private final LongSupplier seeds;
  private final Clock clock;

  @Option(
      names = "--hours",
      paramLabel = "N",
      required = true,
      converter = Hours.class,
      description =
          "For how long parts are begun, all calls together. Each runs once in any case. Fractions"
              + " are allowed.")
  Duration time = Duration.ZERO;

  @Option(
      names = "--report",
      paramLabel = "DIR",
      description =
          "Where the report is, and the state to go on from (default: target/prove-all of the"
              + " source tree).")
  Path directory;

  /**
   * Runs the parts of a source tree by its command.
   *
   * @param source where it lies
   */
  AllPart(Path source) {
    this(
        new ProveProcess(source)::run,
        source.resolve("target/prove-all"),
        TABLE,
        System::nanoTime,
        Clock.systemUTC());
  }

  AllPart(
      CommandRun.Commands commands,
      Path directory,
      List<Row> table,
      LongSupplier seeds,
      Clock clock) {
    this.commands = commands;
    this.directory = directory;
    this.table = table;
    this.seeds = seeds;
    this.clock = clock;
  }

  @Override
  public boolean holds(PrintWriter out) {
    LongReport report = LongReport.open(directory, clock.instant());
    Optional<Next> next = next(report);
    while (next.isPresent()) {
      run(next.get(), report, out);
      next = next(report);
    }
    out.println(report.line());
    return report.failed() == 0;
  }

  /** What comes behind the last run that came to its end. */
  private record Next(int turn, int number) {}

  private Optional<Next> next(LongReport report) {
    int turn = Math.max(1, report.turn());
    while (true) {
      for (int number = 0; number < table.size(); number++) {
        Row row = table.get(number);
        if ((turn == 1 || row.again()) && !report.hasRun(turn, row.command())) {
          boolean isDue = turn == 1 || report.seconds() < time.toSeconds();
          return isDue ? Optional.of(new Next(turn, number)) : Optional.empty();
        }
      }
      if (table.stream().noneMatch(Row::again)) {
        return Optional.empty();
      }
      turn++;
    }
  }

  private void run(Next next, LongReport report, PrintWriter out) {
    Row row = table.get(next.number());
    String command = row.draws() ? row.command() + " --seed " + seeds.getAsLong() : row.command();
    String begun = clock.instant().toString();
    CommandRun run = CommandRun.of(commands, command);
    report.add(next.turn(), row.command(), begun, run);
    out.println(run.figures());
    out.println(run.end());
    out.flush();
  }

  /** Reads a number of hours, up to a year. */
  static final class Hours implements ITypeConverter<Duration> {

    private static final int MOST = 24 * 365;

    @Override
    public Duration convert(String value) {
      try {
        double hours = Double.parseDouble(value);
        if (hours > 0 && hours <= MOST) {
          return Duration.ofMillis((long) (hours * Duration.ofHours(1).toMillis()));
        }
      } catch (NumberFormatException e) {
        // The same answer as for a number that is too small.
      }
      throw new TypeConversionException("a number of hours is needed, not '" + value + "'");
    }
  }
}
