package dev.permafrost.app.command;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * A command line with one command and none of the others: creating the options of all commands
 * takes longer than a short command runs.
 *
 * @param type the class of the command
 */
record OneCommand(Class<?> type) {

  /** Arguments that need the options of all commands. */
  private static final Set<String> OF_ALL = Set.of("config", "--help", "-h", "--version");

  /** The command of a line that begins with its name. */
  static Optional<OneCommand> of(String... arguments) {
    if (arguments.length == 0 || Stream.of(arguments).anyMatch(OF_ALL::contains)) {
      return Optional.empty();
    }
    return Stream.of(AllCommands.class.getAnnotation(Command.class).subcommands())
        .filter(type -> isNamed(type, arguments[0]))
        .findFirst()
        .map(OneCommand::new);
  }

  /** Creates its command line. */
  CommandLine below(PermafrostCommand root) {
    CommandLine line = new CommandLine(root);
    line.addSubcommand(name(type), new CommandLine(type));
    return line;
  }

  /** Reads the annotation only if the class has the command's name: it takes a millisecond. */
  private static boolean isNamed(Class<?> type, String command) {
    return type.getSimpleName().equalsIgnoreCase(command + "Command") && name(type).equals(command);
  }

  private static String name(Class<?> command) {
    return command.getAnnotation(Command.class).name();
  }
}
