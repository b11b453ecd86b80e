package dev.permafrost.prove;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads an option's value that is a whole number above zero. */
public final class CountConverter implements ITypeConverter<Integer> {

  @Override
  public Integer convert(String value) {
    try {
      int count = Integer.parseInt(value);
      if (count > 0) {
        return count;
      }
    } catch (NumberFormatException e) {
      // The same answer as for a number that is too small.
    }
    throw new TypeConversionException("a whole number above zero is needed, not '" + value + "'");
  }
}
