package dev.permafrost.app.command;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;

/**
 * A command line with one command, which knows only the names of the others: creating the options
 * of all commands takes longer than a short command runs.
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
    return all().filter(type -> name(type).equals(arguments[0])).findFirst().map(OneCommand::new);
  }

  /** Creates its command line. */
  CommandLine below(PermafrostCommand root) {
    CommandLine line = new CommandLine(root);
    all()
        .forEach(
            each ->
                line.addSubcommand(
                    name(each), each == type ? new CommandLine(each) : CommandSpec.create()));
    return line;
  }

  private static Stream<Class<?>> all() {
    return Stream.of(AllCommands.class.getAnnotation(Command.class).subcommands());
  }

  private static String name(Class<?> command) {
    return command.getAnnotation(Command.class).name();
  }
}
