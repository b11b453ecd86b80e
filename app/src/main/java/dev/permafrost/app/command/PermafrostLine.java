package dev.permafrost.app.command;

import dev.permafrost.app.config.ChunkSpan;
import dev.permafrost.app.config.ConfigFile;
import dev.permafrost.app.config.LedgerSpan;
import dev.permafrost.app.config.Settings;
import dev.permafrost.app.config.TimeSpan;
import dev.permafrost.app.console.Console;
import dev.permafrost.app.outcome.ExitCode;
import dev.permafrost.app.outcome.WrongUsage;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.failure.Cancelled;
import dev.permafrost.ports.failure.PathRules;
import dev.permafrost.ports.failure.StorageFailure;
import dev.permafrost.ports.failure.StorageUnavailable;
import dev.permafrost.ports.failure.TooLittleSpace;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;

/**
 * The command line: takes arguments and returns an exit code. It prints, but never ends the
 * process, so that tests and other programs can run it.
 *
 * <p>No lambda here has a type of picocli. The JVM keeps no class that is compiled for Java 5, as
 * those of picocli are, in its class data if a lambda in there links it; to load them from their
 * jar takes a tenth of the time of {@code status}.
 */
public final class PermafrostLine {

  /** The hot root for most commands, and a flag of {@code recover} and {@code adopt}. */
  static final String HOT = "--hot";

  /** The catalog's root for most commands, and a flag of {@code recover}. */
  static final String CATALOG = "--catalog";

  /** Names the configuration file. */
  static final String CONFIG = "--config";

  private static final String RECOVER = "recover";
  private static final Set<String> HOT_IS_A_FLAG = Set.of(RECOVER, "adopt");

  private final Surroundings around;

  /** Creates a command line for an environment; it can run several times. */
  public PermafrostLine(Surroundings around) {
    this.around = around;
  }

  /** Runs one command. Every failure is printed, and reflected in the exit code. */
  public ExitCode run(String... arguments) {
    boolean isSetElsewhere =
        !new Settings(around.environment(), Optional.empty()).isEmpty() || namesConfig(arguments);
    return run(isSetElsewhere ? Optional.empty() : OneCommand.of(arguments), arguments);
  }

  /** Runs it with one command if the line is valid, otherwise with all of them. */
  private ExitCode run(Optional<OneCommand> one, String... arguments) {
    PermafrostCommand root = one.isPresent() ? new PermafrostCommand() : new AllCommands();
    CommandLine line = set(one.isPresent() ? one.get().below(root) : new CommandLine(root), root);
    Parsed parsed;
    try {
      Settings settings = settings(arguments, line);
      try {
        parsed = parse(line, settings, arguments);
      } catch (ParameterException e) {
        // The message about an invalid line may name the options of any command.
        return one.isPresent()
            ? run(Optional.empty(), arguments)
            : wrong(new WrongUsage(ParseFailure.words(e, settings)), e.getCommandLine(), root);
      }
    } catch (WrongUsage e) {
      return wrong(e, line, root);
    }
    Console console = console(root);
    Optional<ExitCode> helped = help(parsed.result());
    ExitCode code = helped.isPresent() ? helped.get() : perform(parsed, root, console);
    if (!console.flush()) {
      console.failure(new StorageUnavailable("standard output", "write to", null));
      return code.worse(ExitCode.TRY_LATER);
    }
    return code;
  }

  /**
   * A parsed line.
   *
   * @param root the main command
   * @param result the values on the line
   * @param settings the values set elsewhere
   */
  record Parsed(CommandSpec root, ParseResult result, Settings settings) {

    /** The value of an option that is set elsewhere than on the command line. */
    Optional<Settings.Given> given(OptionSpec option) {
      return isSetElsewhere(option, root) ? settings.value(longNames(option)) : Optional.empty();
    }
  }

  private ExitCode perform(Parsed parsed, PermafrostCommand root, Console console) {
    ParseResult deepest = deepest(parsed.result());
    CommandLine chosen = deepest.commandSpec().commandLine();
    if (!(deepest.commandSpec().userObject() instanceof Action action)) {
      return wrong(new WrongUsage("which command?"), chosen, root);
    }
    try {
      return action.perform(new Invocation(root, around, console, parsed));
    } catch (Cancelled e) {
      console.ended(e);
      return ExitCode.of(e);
    } catch (StorageFailure | WrongUsage e) {
      console.ended(e);
      if (e instanceof TooLittleSpace) {
        console.note("--no-space-check switches the check of space off");
      }
      return ExitCode.of(e);
    } catch (RuntimeException | Error e) {
      // Every failure must end in a message and a code: a supervisor acts on the code.
      console.ended(e);
      return ExitCode.of(e);
    }
  }

  private Console console(PermafrostCommand root) {
    return new Console(around.out(), around.err(), root.json, root.debug, new StepCommands(root));
  }

  private ExitCode wrong(WrongUsage usage, CommandLine line, PermafrostCommand root) {
    console(root).ended(usage);
    around
        .err()
        .println("'" + line.getCommandSpec().qualifiedName() + " --help' says what there is");
    around.err().flush();
    around.out().flush();
    return ExitCode.of(usage);
  }

  private Optional<ExitCode> help(ParseResult parsed) {
    ParseResult deepest = deepest(parsed);
    CommandLine line = deepest.commandSpec().commandLine();
    if (deepest.isUsageHelpRequested()) {
      HelpLayout.apply(line);
      line.usage(around.out());
      return Optional.of(ExitCode.DONE);
    }
    if (parsed.isVersionHelpRequested()) {
      line.printVersionHelp(around.out());
      return Optional.of(ExitCode.DONE);
    }
    return Optional.empty();
  }

  private static ParseResult deepest(ParseResult parsed) {
    ParseResult deepest = parsed;
    while (deepest.hasSubcommand()) {
      deepest = deepest.subcommand();
    }
    return deepest;
  }

  // ---- parsing ---------------------------------------------------------------------------------

  /** With all commands and the conversions of their values. */
  static CommandLine ofAll() {
    PermafrostCommand root = new AllCommands();
    return set(new CommandLine(root), root);
  }

  private static CommandLine set(CommandLine line, PermafrostCommand root) {
    line.registerConverter(ChunkSpan.class, new Telling<>(ChunkSpan::parse));
    line.registerConverter(LedgerRange.class, new Telling<>(LedgerSpan::parse));
    line.registerConverter(Duration.class, new Telling<>(TimeSpan::parse));
    line.registerConverter(Path.class, new Telling<>(PermafrostLine::path));
    line.setExpandAtFiles(false);
    line.setPosixClusteredShortOptionsAllowed(false);
    addRoots(line, root);
    return line;
  }

  /** A path; otherwise names the character that the locale cannot encode. */
  private static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new WrongUsage(
          PathRules.whyNoPath(text)
              .map(Throwable::getMessage)
              .orElseGet(() -> "that is no path: " + e.getReason()));
    }
  }

  /** A converter whose exceptions reach the user unchanged. */
  private record Telling<T>(Function<String, T> conversion) implements ITypeConverter<T> {
    @Override
    public T convert(String text) {
      try {
        return conversion.apply(text);
      } catch (WrongUsage | StorageFailure e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }

  /**
   * The options of roots that are also flags of some commands cannot simply be inherited: every
   * other command accepts them after its name as well as before.
   */
  private static void addRoots(CommandLine parent, PermafrostCommand root) {
    for (CommandLine command : parent.getSubcommands().values()) {
      if (!HOT_IS_A_FLAG.contains(command.getCommandName())) {
        addRoot(command, HOT, PermafrostCommand.HOT_ROOT, path -> root.hot = path);
      }
      if (!command.getCommandName().equals(RECOVER)) {
        addRoot(command, CATALOG, PermafrostCommand.CATALOG_ROOT, path -> root.catalog = path);
      }
      addRoots(command, root);
    }
  }

  private static void addRoot(
      CommandLine command, String name, String description, Consumer<Path> set) {
    command
        .getCommandSpec()
        .addOption(
            OptionSpec.builder(name)
                .paramLabel("DIR")
                .type(Path.class)
                .description(description)
                .setter(new RootSetter(set))
                .build());
  }

  /** Sets a root if one was given. */
  private record RootSetter(Consumer<Path> set) implements CommandLine.Model.ISetter {
    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // as picocli declares it
    public <T> @Nullable T set(@Nullable T value) {
      if (value instanceof Path path) {
        set.accept(path);
      }
      return null;
    }
  }

  private static Parsed parse(CommandLine line, Settings settings, String[] arguments) {
    line.setDefaultValueProvider(new Defaults(settings, line.getCommandSpec()));
    ParseResult result = line.parseArgs(arguments);
    Parsed parsed = new Parsed(line.getCommandSpec(), result, settings);
    setLists(parsed);
    return parsed;
  }

  /** The settings must be known before the defaults are parsed. */
  private Settings settings(String[] arguments, CommandLine line) {
    String variable = around.environment().get(Settings.variable("config"));
    Optional<Path> named =
        configOnLine(arguments).or(() -> Optional.ofNullable(variable).map(PermafrostLine::path));
    Settings settings = new Settings(around.environment(), named.map(ConfigFile::read));
    settings.check(longNames(line)).forEach(note -> around.err().println("permafrost: " + note));
    return settings;
  }

  /** Parsed only if present, because creating a command line is slow. */
  private static Optional<Path> configOnLine(String[] arguments) {
    if (!namesConfig(arguments)) {
      return Optional.empty();
    }
    PermafrostCommand root = new AllCommands();
    CommandLine scout = set(new CommandLine(root), root);
    collectErrors(scout);
    scout.parseArgs(arguments);
    return Optional.ofNullable(root.config);
  }

  private static boolean namesConfig(String[] arguments) {
    return Stream.of(arguments).anyMatch(word -> word.startsWith(CONFIG));
  }

  private static void collectErrors(CommandLine line) {
    line.getCommandSpec().parser().collectErrors(true);
    for (CommandLine command : line.getSubcommands().values()) {
      collectErrors(command);
    }
  }

  /** The values that are set elsewhere than on the command line. */
  private record Defaults(Settings settings, CommandSpec root) implements IDefaultValueProvider {
    /** picocli calls it with each option. */
    @Override
    public String toString() {
      return "what is set elsewhere";
    }

    @Override
    public @Nullable String defaultValue(ArgSpec argument) {
      if (!(argument instanceof OptionSpec option)
          || option.isMultiValue()
          || !isSetElsewhere(option, root)) {
        return null;
      }
      Optional<Settings.Given> given = settings.value(longNames(option));
      if (given.isPresent() && given.get().values().size() > 1) {
        throw new WrongUsage(
            given.get().source() + ": " + option.longestName() + " has one value, not several");
      }
      return given.map(value -> value.values().get(0)).orElse(null);
    }
  }

  /** A default provider can return only one value, and values set here are not converted. */
  private static void setLists(Parsed parsed) {
    for (OptionSpec option : deepest(parsed.result()).commandSpec().options()) {
      Optional<Settings.Given> given =
          option.isMultiValue() && !isOnLine(option, parsed)
              ? parsed.given(option)
              : Optional.empty();
      if (given.isPresent()) {
        boolean isOfPaths = option.auxiliaryTypes()[0] == Path.class;
        option.setValue(isOfPaths ? paths(option, given.get()) : given.get().values());
      }
    }
  }

  private static boolean isOnLine(OptionSpec option, Parsed parsed) {
    for (CommandLine part : parsed.result().asCommandLineList()) {
      if (part.getParseResult().hasMatchedOption(option.longestName())) {
        return true;
      }
    }
    return false;
  }

  private static List<?> paths(OptionSpec option, Settings.Given given) {
    String name = option.longestName();
    return Named.option(
        given.source() + ": " + name,
        () -> given.values().stream().map(PermafrostLine::path).toList());
  }

  /**
   * These keys are the roots, which are set globally, and not the flags that some commands have
   * under the same names.
   */
  private static boolean isSetElsewhere(OptionSpec option, CommandSpec root) {
    boolean isOfARoot = Set.of(HOT, CATALOG).contains(option.longestName());
    return !isOfARoot || option.command() == root;
  }

  private static Set<String> longNames(CommandLine line) {
    Set<String> names = new TreeSet<>();
    for (OptionSpec option : line.getCommandSpec().options()) {
      names.addAll(longNames(option));
    }
    for (CommandLine command : line.getSubcommands().values()) {
      names.addAll(longNames(command));
    }
    return names;
  }

  /** An option's names, without the leading hyphens. */
  static List<String> longNames(OptionSpec option) {
    return Stream.of(option.names())
        .filter(name -> name.startsWith("--"))
        .map(name -> name.substring(2))
        .toList();
  }
}
