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
import dev.permafrost.ports.failure.StorageFailure;
import dev.permafrost.ports.failure.StorageUnavailable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
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

  /**
   * The hot root for most commands, and the flag of {@code recover}: so it cannot simply be
   * inherited.
   */
  static final String HOT = "--hot";

  private static final String RECOVER = "recover";

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
    Console console = new Console(around.out(), around.err(), root.json, root.debug);
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
      return ExitCode.of(e);
    } catch (RuntimeException | Error e) {
      // Nothing may leave without a word and a code: whoever supervises this acts on the code.
      console.ended(e);
      return ExitCode.of(e);
    }
  }

  private ExitCode wrong(WrongUsage usage, CommandLine line, PermafrostCommand root) {
    new Console(around.out(), around.err(), root.json, root.debug).ended(usage);
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
    line.setExpandAtFiles(false);
    line.setPosixClusteredShortOptionsAllowed(false);
    addHotRoot(line, root);
    return line;
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

  /** Every command but one takes the hot root behind its name as well as before it. */
  private static void addHotRoot(CommandLine parent, PermafrostCommand root) {
    for (CommandLine command : parent.getSubcommands().values()) {
      if (!command.getCommandName().equals(RECOVER)) {
        command
            .getCommandSpec()
            .addOption(
                OptionSpec.builder(HOT)
                    .paramLabel("DIR")
                    .type(Path.class)
                    .description("The hot databases' root, if not DATA/hot.")
                    .setter(new HotRootSetter(root))
                    .build());
      }
      addHotRoot(command, root);
    }
  }

  /** Sets the hot root where one was given. */
  private record HotRootSetter(PermafrostCommand root) implements CommandLine.Model.ISetter {
    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // as picocli declares it
    public <T> @Nullable T set(@Nullable T value) {
      if (value instanceof Path path) {
        root.hot = path;
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

  /** The key {@code hot} is the root, said once: not what a command understands by the option. */
  private static boolean isFromFile(ArgSpec argument, CommandLine line) {
    OptionSpec option = (OptionSpec) argument;
    return !option.longestName().equals(HOT) || option.command() == line.getCommandSpec();
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
