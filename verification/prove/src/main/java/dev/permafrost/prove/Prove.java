package dev.permafrost.prove;

import dev.permafrost.prove.crash.CrashPart;
import dev.permafrost.prove.crash.MutantsPart;
import dev.permafrost.prove.damage.DamagePart;
import dev.permafrost.prove.faults.FaultMutantsPart;
import dev.permafrost.prove.faults.FaultsPart;
import dev.permafrost.prove.fuzz.FuzzPart;
import dev.permafrost.prove.kill.KillPart;
import dev.permafrost.prove.lakes.LakesPart;
import dev.permafrost.prove.ledgers.LedgersPart;
import dev.permafrost.prove.mutation.MutationPart;
import dev.permafrost.prove.power.PowerMutantsPart;
import dev.permafrost.prove.power.PowerPart;
import dev.permafrost.prove.soak.SoakPart;
import dev.permafrost.prove.spark.SparkPart;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;

/** The command line of bin/prove: each command runs one part and ends with one line of figures. */
@Command(
    name = "prove",
    description = "Looks for what the store does not survive.",
    sortOptions = false,
    usageHelpAutoWidth = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every promise held",
      "1:a promise is broken, or less was done than was asked for",
      "2:the request is wrong"
    })
public final class Prove {

  private static final int HOLDS = 0;
  private static final int BROKEN = 1;

  private final Supplier<List<Part>> parts;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "This help.")
  boolean help;

  /**
   * A command line.
   *
   * @param parts makes the parts, new ones for each run, because a run leaves its options in them
   */
  Prove(Supplier<List<Part>> parts) {
    this.parts = parts;
  }

  /** Runs a command and exits with 0, 1 if something is broken, or 2 if it was used wrongly. */
  public static void main(String[] arguments) {
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    System.exit(new Prove(Prove::parts).run(List.of(arguments), out, err));
  }

  /** New ones of all. */
  static List<Part> parts() {
    Path source = Path.of(System.getProperty("permafrost.source", ""));
    return List.of(
        new ShortPart(new Prove(Prove::parts)::run),
        new AllPart(source),
        new CrashPart(),
        new MutantsPart(),
        new FaultsPart(),
        new FaultMutantsPart(),
        new KillPart(),
        new PowerPart(),
        new PowerMutantsPart(source),
        new SoakPart(),
        new DamagePart(source),
        new LakesPart(),
        new LedgersPart(),
        new SparkPart(source),
        new FuzzPart(),
        new MutationPart(source));
  }

  /** A new command line with new parts. */
  CommandLine commandLine() {
    CommandLine line = new CommandLine(new Prove(parts));
    parts.get().forEach(line::addSubcommand);
    return line.setPosixClusteredShortOptionsAllowed(false);
  }

  /**
   * Runs one command. Threads may run commands at the same time.
   *
   * @return the exit code
   */
  int run(List<String> arguments, PrintWriter out, PrintWriter err) {
    return commandLine()
        .setOut(out)
        .setErr(err)
        .setExecutionStrategy(Prove::perform)
        .execute(arguments.toArray(String[]::new));
  }

  private static int perform(ParseResult parsed) {
    Integer helped = CommandLine.executeHelpRequest(parsed);
    if (helped != null) {
      return helped;
    }
    if (!parsed.hasSubcommand()) {
      throw new ParameterException(parsed.commandSpec().commandLine(), "which command?");
    }
    CommandLine command = parsed.subcommand().commandSpec().commandLine();
    Part part = command.getCommand();
    try {
      return part.holds(command.getOut()) ? HOLDS : BROKEN;
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command, e.getMessage(), e);
    }
  }
}
