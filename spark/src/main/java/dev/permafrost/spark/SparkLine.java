package dev.permafrost.spark;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.permafrost.app.command.PermafrostLine;
import dev.permafrost.app.command.Surroundings;
import dev.permafrost.app.console.Console;
import dev.permafrost.app.landing.ReceiptFile;
import dev.permafrost.app.outcome.ExitCode;
import dev.permafrost.app.outcome.StepLines;
import dev.permafrost.app.outcome.WrongUsage;
import dev.permafrost.domain.chunk.Geometry;
import dev.permafrost.domain.landing.Borders;
import dev.permafrost.domain.landing.Receipt;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.chunk.LedgerHash;
import dev.permafrost.ports.failure.StorageFailure;
import dev.permafrost.ports.work.CancelToken;
import dev.permafrost.threads.SystemTime;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * The driver: takes arguments and returns an exit code, as the command line does. It keeps a row
 * for each chunk, and sends the same short command to each.
 */
final class SparkLine {

  private final PrintStream out;
  private final PrintStream err;
  private final Map<String, String> environment;

  SparkLine(PrintStream out, PrintStream err, Map<String, String> environment) {
    this.out = out;
    this.err = err;
    this.environment = environment;
  }

  /**
   * Runs a job.
   *
   * @param spark connects to the cluster, after the arguments were checked; closed here
   */
  ExitCode run(Supplier<JavaSparkContext> spark, String... arguments) {
    boolean isJson = List.of(arguments).contains("--json");
    Console console = new Console(out, err, isJson, false, StepLines.NONE);
    try {
      SparkOptions options = SparkOptions.parse(arguments);
      if (options.help) {
        out.print(SparkOptions.usage());
        return flushed(console, ExitCode.DONE);
      }
      ExitCode rehearsed = rehearse(options);
      if (rehearsed != ExitCode.DONE) {
        return rehearsed;
      }
      Rows rows = rows(options, spark);
      ExitCode kept = keep(options, rows, console);
      return flushed(console, rows.print(console).worse(kept));
    } catch (StorageFailure | WrongUsage e) {
      console.ended(e);
      return flushed(console, ExitCode.of(e));
    }
  }

  private static ExitCode flushed(Console console, ExitCode code) {
    return console.flush() ? code : code.worse(ExitCode.TRY_LATER);
  }

  /** Rejects invalid arguments here, not on every executor. */
  private ExitCode rehearse(SparkOptions options) {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    Surroundings around =
        new Surroundings(
            new PrintStream(answer, false, StandardCharsets.UTF_8),
            err,
            false,
            CancelToken.NEVER,
            new SystemTime(),
            InstantSource.system(),
            environment);
    ExitCode code = new PermafrostLine(around).run(options.rehearsal().toArray(String[]::new));
    if (code != ExitCode.DONE) {
      out.writeBytes(answer.toByteArray());
      out.flush();
    }
    return code;
  }

  private Rows rows(SparkOptions options, Supplier<JavaSparkContext> start) {
    List<ChunkId> chunks = options.span().chunks();
    Rows rows = new Rows();
    try (JavaSparkContext spark = start.get()) {
      ChunkTask task =
          new ChunkTask(
              options.command(), variables(), ChunkTask.codecHere(), ChunkJob.attempts(spark.sc()));
      new ChunkJob(spark)
          .run(
              chunks,
              task,
              answer -> {
                ObjectNode row = rows.add(answer);
                tell(row, options);
              });
    } catch (Exception e) {
      // Scala throws checked exceptions that Java does not see. Rows that have arrived are
      // reported, whatever ended the job.
      rows.missing(chunks, e);
    }
    if (options.job() == SparkOptions.Job.VERIFY) {
      checkBorders(rows);
    }
    return rows;
  }

  /** Settings are passed on; secrets of other programs are not. */
  private Map<String, String> variables() {
    Map<String, String> variables = new HashMap<>(environment);
    variables.keySet().removeIf(name -> !name.startsWith("PERMAFROST_"));
    return variables;
  }

  private void tell(ObjectNode row, SparkOptions options) {
    if (Rows.isFailed(row)) {
      Rows.words(row).forEach(err::println);
    } else if (!options.quiet) {
      err.println(
          "chunk "
              + row.path("chunk").asText()
              + ": "
              + row.path("result").asText()
              + ", by executor "
              + row.path("executor").asText());
    }
  }

  private void checkBorders(Rows rows) {
    List<Borders.Ends> ends = rows.sound().stream().map(SparkLine::ends).toList();
    Borders.broken(ends, Geometry.STANDARD)
        .forEach(
            (chunk, failure) -> {
              err.println("permafrost: " + failure.getMessage());
              rows.fail(chunk, failure);
            });
  }

  private static Borders.Ends ends(ObjectNode row) {
    return new Borders.Ends(
        new ChunkId(row.path("chunk").intValue()),
        hash(row, "firstPrevious"),
        hash(row, "lastHash"));
  }

  private static LedgerHash hash(ObjectNode row, String name) {
    return LedgerHash.of(HexFormat.of().parseHex(row.path(name).asText()));
  }

  /** Keeps the receipts of the packs that are in the landing now, even if other chunks failed. */
  private static ExitCode keep(SparkOptions options, Rows rows, Console console) {
    if (options.receipts == null) {
      return ExitCode.DONE;
    }
    List<Receipt> receipts = rows.sound().stream().map(SparkLine::receipt).toList();
    if (receipts.isEmpty()) {
      return ExitCode.DONE;
    }
    try {
      new ReceiptFile(options.receipts).add(receipts);
      return ExitCode.DONE;
    } catch (StorageFailure | WrongUsage e) {
      console.failure(e);
      return ExitCode.of(e);
    }
  }

  private static Receipt receipt(ObjectNode row) {
    try {
      return ReceiptFile.parse(row.toString());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a row that is not JSON: " + row, e);
    }
  }
}
