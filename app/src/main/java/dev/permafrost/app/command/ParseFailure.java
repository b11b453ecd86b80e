package dev.permafrost.app.command;

import dev.permafrost.app.config.Nearest;
import dev.permafrost.app.config.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Explains an error in a command line, naming the option and the help. */
final class ParseFailure {

  private ParseFailure() {}

  /** The message, with a hint for a misspelt word, and with the source of a value set elsewhere. */
  static String words(ParameterException failure, Settings settings) {
    String words = String.valueOf(failure.getMessage());
    if (failure instanceof UnmatchedArgumentException unmatched) {
      return unmatched(failure.getCommandLine(), unmatched.getUnmatched(), words);
    }
    if (failure instanceof MissingParameterException) {
      // A missing option may be present but misspelt.
      return unmatched(
          failure.getCommandLine(), failure.getCommandLine().getUnmatchedArguments(), words);
    }
    if (failure.getArgSpec() instanceof OptionSpec option && !isOnLine(option, failure)) {
      return settings
              .value(PermafrostLine.longNames(option))
              .map(given -> given.source() + ": ")
              .orElse("")
          + words;
    }
    return words;
  }

  private static boolean isOnLine(OptionSpec option, ParameterException failure) {
    CommandLine command = failure.getCommandLine();
    return Stream.iterate(command, line -> line != null, CommandLine::getParent)
        .anyMatch(
            line ->
                line.getParseResult() != null
                    && line.getParseResult().hasMatchedOption(option.longestName()));
  }

  private static String unmatched(CommandLine command, List<String> unmatched, String words) {
    if (unmatched.isEmpty()) {
      return words;
    }
    String word = unmatched.get(0);
    List<String> known = new ArrayList<>();
    if (word.startsWith("-")) {
      command.getCommandSpec().options().forEach(option -> known.addAll(List.of(option.names())));
    } else {
      known.addAll(command.getSubcommands().keySet());
    }
    String name = word.contains("=") ? word.substring(0, word.indexOf('=')) : word;
    String said =
        word.startsWith("-")
            ? "there is no option "
                + name
                + " of '"
                + command.getCommandSpec().qualifiedName()
                + "'"
            : "'" + Secrets.hidden("", word) + "' is no command, or one word too many";
    return said + Nearest.hint(name, known);
  }
}
