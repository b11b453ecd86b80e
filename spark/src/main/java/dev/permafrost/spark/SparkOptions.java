package dev.permafrost.spark;

import dev.permafrost.app.config.ChunkSpan;
import dev.permafrost.app.outcome.WrongUsage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Unmatched;

/** The command line of a job: the options for the driver, and those for each executor. */
@Command(
    name = "permafrost-spark",
    description = {
      "Makes packs in a landing, or verifies packs, on many machines, with one Spark task for each"
          + " chunk.",
      "pack takes the options of 'permafrost pack', and verify those of 'permafrost pack verify',"
          + " in addition to these. The directories and files that they name are read on every"
          + " executor."
    },
    sortOptions = false,
    usageHelpAutoWidth = true,
    footer = {
      "%nExample:",
      "  permafrost-spark pack --lake https://lake.example/ledgers --chunks 0-99"
          + " --landing /mnt/landing --receipts receipts -- --master spark://host:7077"
    })
final class SparkOptions {

  /** The work on each chunk. */
  enum Job {
    /** A pack is made. */
    PACK("pack"),
    /** A pack is verified. */
    VERIFY("pack verify");

    private final String command;

    Job(String command) {
      this.command = command;
    }
  }

  @Parameters(paramLabel = "JOB", description = "pack or verify.", arity = "1")
  @Nullable String job;

  @Option(
      names = {"--chunks", "--chunk"},
      paramLabel = "R",
      required = true,
      description = "Chunks: N or A-B, both included.")
  @Nullable String chunks;

  @Option(
      names = "--receipts",
      paramLabel = "FILE",
      description =
          "Where the driver writes a receipt of each pack, one JSON object a line; added to what is"
              + " there.")
  @Nullable Path receipts;

  @Option(names = "--json", description = "Print the result as JSON.")
  boolean json;

  @Option(names = "--quiet", description = "No progress.")
  boolean quiet;

  @Option(
      names = {"--shard", "--workers"},
      hidden = true)
  @Nullable String spread;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "This help.")
  boolean help;

  @Unmatched final List<String> others = new ArrayList<>();

  /**
   * Parses a command line.
   *
   * @throws WrongUsage if it is invalid
   */
  static SparkOptions parse(String... arguments) {
    SparkOptions options = new SparkOptions();
    try {
      line(options).parseArgs(arguments);
    } catch (ParameterException e) {
      throw new WrongUsage(String.valueOf(e.getMessage()), e);
    }
    if (options.help) {
      return options;
    }
    options.job();
    options.span();
    if (options.spread != null) {
      throw new WrongUsage("Spark distributes the chunks: --shard and --workers are not allowed");
    }
    if (options.receipts != null && options.job() == Job.VERIFY) {
      throw new WrongUsage("--receipts are only for packs that are made");
    }
    return options;
  }

  private static CommandLine line(SparkOptions options) {
    return new CommandLine(options).setPosixClusteredShortOptionsAllowed(false);
  }

  /** The text of the usage help. */
  static String usage() {
    return line(new SparkOptions()).getUsageMessage();
  }

  Job job() {
    return switch (String.valueOf(job)) {
      case "pack" -> Job.PACK;
      case "verify" -> Job.VERIFY;
      default -> throw new WrongUsage("permafrost-spark expects pack or verify, not '" + job + "'");
    };
  }

  ChunkSpan span() {
    return ChunkSpan.parse(String.valueOf(chunks));
  }

  Optional<Path> receipts() {
    return Optional.ofNullable(receipts);
  }

  /** The command for the executors, without a chunk. */
  List<String> command() {
    List<String> command = new ArrayList<>(List.of(job().command.split(" ", -1)));
    command.addAll(others);
    return command;
  }

  /** The same without a chunk: it checks everything that can be checked without one. */
  List<String> rehearsal() {
    List<String> rehearsal = command();
    rehearsal.addAll(List.of("--chunk", span().first().toString(), "--shard", "1/2", "--quiet"));
    if (json) {
      rehearsal.add("--json");
    }
    receipts().ifPresent(file -> rehearsal.addAll(List.of("--receipts", file.toString())));
    return rehearsal;
  }
}
