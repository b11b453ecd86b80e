package dev.permafrost.app.command;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IFactory;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Makes one of the commands, and of the others their names alone: a command line with the options
 * of all commands takes most of the time of a short command.
 */
final class OneCommand implements IFactory {

  /** What shows or compares the options of all commands. */
  private static final Set<String> OF_ALL = Set.of("config", "--help", "-h", "--version");

  private static final Set<Class<?>> COMMANDS =
      Set.of(PermafrostCommand.class.getAnnotation(Command.class).subcommands());

  private final IFactory usual = CommandLine.defaultFactory();
  private final Class<?> command;

  private OneCommand(Class<?> command) {
    this.command = command;
  }

  /** The factory for a line that begins with a command's name and needs no other command. */
  static Optional<IFactory> of(String... arguments) {
    if (arguments.length == 0 || Stream.of(arguments).anyMatch(OF_ALL::contains)) {
      return Optional.empty();
    }
    return COMMANDS.stream()
        .filter(each -> each.getAnnotation(Command.class).name().equals(arguments[0]))
        .findFirst()
        .map(OneCommand::new);
  }

  @Override
  @SuppressWarnings("unchecked") // picocli takes a model in place of the object that it is of
  public <K> K create(Class<K> type) throws Exception {
    return COMMANDS.contains(type) && type != command
        ? (K) CommandSpec.create()
        : usual.create(type);
  }
}
