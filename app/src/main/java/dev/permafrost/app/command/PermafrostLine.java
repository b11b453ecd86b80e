package dev.permafrost.app.command;

import dev.permafrost.app.config.ChunkSpan;
import dev.permafrost.app.config.ConfigFile;
import dev.permafrost.app.config.LedgerSpan;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;

/**
 * The command line: arguments in, exit code out. It prints, and never ends the process, so that it
 * can be run from a test or from another program.
 */
public final class PermafrostLine {

  /** The hot root for most commands, and a flag of {@code recover} and {@code adopt}. */
  static final String HOT = "--hot";

  /** The catalog's root for most commands, and a flag of {@code recover}. */
  static final String CATALOG = "--catalog";

  private static final String RECOVER = "recover";
  private static final Set<String> HOT_IS_A_FLAG = Set.of(RECOVER, "adopt");

  private final Surroundings around;

  /** A command line in these surroundings; may be run several times. */
  public PermafrostLine(Surroundings around) {
    this.around = around;
  }

  /** Runs one command. Whatever it throws was printed and is in the code. */
  public ExitCode run(String... arguments) {
    PermafrostCommand root = new PermafrostCommand();
    CommandLine line = line(root);
    ParseResult parsed;
    try {
      parsed = parse(line, arguments);
    } catch (ParameterException e) {
      return wrong(new WrongUsage(String.valueOf(e.getMessage()), e), e.getCommandLine(), root);
    } catch (WrongUsage e) {
      return wrong(e, line, root);
    }
    Console console = console(root);
    Optional<ExitCode> helped = help(parsed);
    ExitCode code = helped.isPresent() ? helped.get() : perform(parsed, root, console);
    if (!console.flush()) {
      console.failure(new StorageUnavailable("standard output", "write to", null));
      return code.worse(ExitCode.TRY_LATER);
    }
    return code;
  }

  private ExitCode perform(ParseResult parsed, PermafrostCommand root, Console console) {
    ParseResult deepest = deepest(parsed);
    CommandLine chosen = deepest.commandSpec().commandLine();
    if (!(deepest.commandSpec().userObject() instanceof Action action)) {
      return wrong(new WrongUsage("which command?"), chosen, root);
    }
    try {
      return action.perform(new Invocation(root, around, console));
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

  private static CommandLine line(PermafrostCommand root) {
    CommandLine line = new CommandLine(root);
    line.registerConverter(ChunkSpan.class, telling(ChunkSpan::parse));
    line.registerConverter(LedgerRange.class, telling(LedgerSpan::parse));
    line.registerConverter(Duration.class, telling(TimeSpan::parse));
    line.registerConverter(Path.class, telling(PermafrostLine::path));
    line.setExpandAtFiles(false);
    line.setPosixClusteredShortOptionsAllowed(false);
    addRoots(line, root);
    return line;
  }

  /** A path, or which character of it the locale cannot say. */
  private static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw PathRules.whyNoPath(text)
          .<RuntimeException>map(reason -> reason)
          .orElseGet(() -> new WrongUsage("that is no path: " + e.getReason()));
    }
  }

  /** A converter whose failures reach the user as they are. */
  private static <T> ITypeConverter<T> telling(ITypeConverter<T> converter) {
    return text -> {
      try {
        return converter.convert(text);
      } catch (WrongUsage | StorageFailure e) {
        throw new TypeConversionException(e.getMessage());
      }
    };
  }

  /**
   * The roots whose options are a flag of some command cannot simply be inherited: every other
   * command takes them behind its name as well as before it.
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

  /** Sets a root where one was given. */
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

  private static ParseResult parse(CommandLine line, String[] arguments) {
    Optional<Path> file = configFile(arguments);
    if (file.isPresent()) {
      ConfigFile config = ConfigFile.read(file.get());
      config.requireOnly(longNames(line));
      line.setDefaultValueProvider(defaults(config, line));
    }
    return line.parseArgs(arguments);
  }

  /** Which configuration is meant has to be known before anything is parsed with its defaults. */
  private static Optional<Path> configFile(String[] arguments) {
    PermafrostCommand root = new PermafrostCommand();
    CommandLine scout = line(root);
    collectErrors(scout);
    scout.parseArgs(arguments);
    return Optional.ofNullable(root.config);
  }

  private static void collectErrors(CommandLine line) {
    line.getCommandSpec().parser().collectErrors(true);
    line.getSubcommands().values().forEach(PermafrostLine::collectErrors);
  }

  private static IDefaultValueProvider defaults(ConfigFile config, CommandLine line) {
    return argument -> {
      if (!(argument instanceof OptionSpec option) || !isFromFile(option, line)) {
        return null;
      }
      return config.value(longNames(option)).orElse(null);
    };
  }

  /** These keys are the roots, said once: not what a command understands by the options. */
  private static boolean isFromFile(ArgSpec argument, CommandLine line) {
    OptionSpec option = (OptionSpec) argument;
    boolean isOfARoot = Set.of(HOT, CATALOG).contains(option.longestName());
    return !isOfARoot || option.command() == line.getCommandSpec();
  }

  private static Set<String> longNames(CommandLine line) {
    Set<String> names = new TreeSet<>();
    line.getCommandSpec().options().forEach(option -> names.addAll(longNames(option)));
    line.getSubcommands().values().forEach(command -> names.addAll(longNames(command)));
    return names;
  }

  private static List<String> longNames(OptionSpec option) {
    List<String> names = new ArrayList<>();
    for (String name : option.names()) {
      if (name.startsWith("--")) {
        names.add(name.substring(2));
      }
    }
    return names;
  }
}
