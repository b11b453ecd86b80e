package dev.permafrost.prove.soak;

import dev.permafrost.prove.Part;
import dev.permafrost.prove.SeedOption;
import java.io.PrintWriter;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Follows a growing lake for minutes, with readers beside, through kills. */
@Command(
    name = "soak",
    description = "Follows a growing lake for minutes, with readers beside, through kills.")
public final class SoakPart implements Part {

  @Option(
      names = "--minutes",
      paramLabel = "N",
      defaultValue = "10",
      converter = Minutes.class,
      description = "How long the lake grows (default: ${DEFAULT-VALUE}). Fractions are allowed.")
  Duration time = Duration.ofMinutes(10);

  @Mixin final SeedOption seed = new SeedOption();

  @Override
  public boolean holds(PrintWriter out) {
    SoakFigures figures = new SoakRun(time, seed.seed(), out::println).run();
    figures.missed().forEach(out::println);
    out.println(figures.line());
    return figures.hold();
  }

  /** Reads a number of minutes, up to a day. */
  static final class Minutes implements ITypeConverter<Duration> {

    private static final int MOST = 24 * 60;

    @Override
    public Duration convert(String value) {
      try {
        double minutes = Double.parseDouble(value);
        if (minutes > 0 && minutes <= MOST) {
          return Duration.ofMillis((long) (minutes * Duration.ofMinutes(1).toMillis()));
        }
      } catch (NumberFormatException e) {
        // The same answer as for a number that is too small.
      }
      throw new TypeConversionException("a number of minutes is needed, not '" + value + "'");
    }
  }
}
