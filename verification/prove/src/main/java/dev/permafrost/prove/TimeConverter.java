package dev.permafrost.prove;

import dev.permafrost.app.config.TimeSpan;
import dev.permafrost.app.outcome.WrongUsage;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads an option's value that is a time above zero, such as {@code 40s} or {@code 5m}. */
public final class TimeConverter implements ITypeConverter<Duration> {

  @Override
  public Duration convert(String value) {
    try {
      Duration time = TimeSpan.parse(value);
      if (!time.isZero()) {
        return time;
      }
    } catch (WrongUsage e) {
      throw new TypeConversionException(e.getMessage());
    }
    throw new TypeConversionException("a time above zero is needed, not '" + value + "'");
  }
}
