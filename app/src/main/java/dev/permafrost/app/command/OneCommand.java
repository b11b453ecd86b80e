package dev.permafrost.app.command;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;

/**
 * One of the commands, for a line that needs no other: of the others it knows the names alone. The
 * options of all commands take longer to make than a short command takes.
 *
 * @param type the class of the command
 */
record OneCommand(Class<?> type) {

  /** What shows or compares the options of all commands. */
  private static final Set<String> OF_ALL = Set.of("config", "--help", "-h", "--version");

  /** That of a line that begins with its name. */
  static Optional<OneCommand> of(String... arguments) {
    if (arguments.length == 0 || Stream.of(arguments).anyMatch(OF_ALL::contains)) {
      return Optional.empty();
    }
    return all().filter(type -> name(type).equals(arguments[0])).findFirst().map(OneCommand::new);
  }

  /** A command line of it. */
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
