package dev.permafrost.app.command;

import dev.permafrost.app.console.Quantity;
import dev.permafrost.app.console.Table;
import dev.permafrost.app.lake.CopyReport;
import dev.permafrost.app.lake.LakeCopier;
import dev.permafrost.app.lake.Problem;
import dev.permafrost.app.outcome.ExitCode;
import dev.permafrost.app.outcome.WrongUsage;
import dev.permafrost.app.progress.ProgressPhase;
import dev.permafrost.backend.DataLake;
import dev.permafrost.backend.DataLakes;
import dev.permafrost.backend.LakeSurvey;
import dev.permafrost.forge.lake.LakeShape;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.failure.MirrorsDiffer;
import dev.permafrost.ports.failure.SystemErrors;
import dev.permafrost.ports.failure.SystemState;
import dev.permafrost.ports.failure.WrongNetwork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Copies objects from a lake into the directory of another one. */
@Command(
    name = "copy",
    description =
        "Copies the objects of a range from a lake into a directory. Each is checked, and copied"
            + " whole or not at all. The --lake options describe and reach the lake it copies"
            + " from.")
final class LakeCopyCommand implements Action {

  private static final String EXTENSION_FRONT = ".xdr.";

  @Option(
      names = "--from",
      paramLabel = "URL",
      required = true,
      description = "The lake to copy from. Repeatable, as --lake is.")
  private List<String> from = List.of();

  @Option(
      names = "--to",
      paramLabel = "DIR",
      required = true,
      description = "A lake's directory; created, with its manifest, if it is absent or empty.")
  @SuppressWarnings("NullAway.Init") // required: set before the command runs
  private Path to;

  @Option(
      names = {"--ledgers", "--ledger"},
      paramLabel = "A-B",
      required = true,
      description = "The ledgers whose objects are copied, both included.")
  @SuppressWarnings("NullAway.Init") // required: set before the command runs
  private LedgerRange ledgers;

  @Option(names = "--replace", arity = "0", description = "Replace objects that differ.")
  private boolean replaces;

  @Override
  public ExitCode perform(Invocation in) {
    if (!in.options().lakes.isEmpty()) {
      throw new WrongUsage("a lake is copied --from URL --to DIR, without --lake");
    }
    long begunNanos = in.time().nanoTime();
    try (DataLake source =
        DataLakes.open(
            from.stream().map(address -> in.lakeAt("--from", address)).toList(),
            in.time(),
            in.progress())) {
      in.progress().step("asking the lakes");
      LakeSurvey survey = source.survey(in.patience(), in.cancel());
      LakeCopier copier = new LakeCopier(to, shape(survey, in), replaces);
      CopyReport report;
      try (ProgressPhase phase = in.progress().overLedgers("copy", ledgers.length())) {
        report = copier.copy(source, ledgers, in.cancel(), phase::reached);
      }
      Duration elapsed = in.since(begunNanos);
      in.console().result(() -> lines(report, elapsed), () -> fields(survey, report, elapsed));
      return report.problems().worst();
    }
  }

  /**
   * The layout of the lake in the directory; if there is none, one with the source's layout is
   * created.
   */
  private LakeShape shape(LakeSurvey source, Invocation in) {
    if (isEmpty()) {
      LakeShape made =
          new LakeShape(
              source.network(),
              source.ledgersPerBatch(),
              source.batchesPerPartition(),
              extension(source, source));
      LakeCopier.create(to, made.manifest());
      return made;
    }
    try (DataLake target =
        DataLakes.open(in.lakeAt("--to", to.toAbsolutePath().toUri().toString()), in.time())) {
      LakeSurvey survey = target.survey(in.patience(), in.cancel());
      if (!survey.network().equals(source.network())) {
        throw new WrongNetwork(survey.network(), source.network(), source.location());
      }
      if (survey.ledgersPerBatch() != source.ledgersPerBatch()) {
        throw new MirrorsDiffer(
            survey.location(),
            survey.ledgersPerBatch(),
            source.location(),
            source.ledgersPerBatch());
      }
      return new LakeShape(
          survey.network(),
          survey.ledgersPerBatch(),
          survey.batchesPerPartition(),
          extension(survey, source));
    }
  }

  private boolean isEmpty() {
    if (Files.notExists(to)) {
      return true;
    }
    if (!Files.isDirectory(to)) {
      throw new WrongUsage("--to is a directory, and " + to + " is none");
    }
    try (Stream<Path> entries = Files.list(to)) {
      return entries.findAny().isEmpty();
    } catch (IOException e) {
      throw SystemErrors.translateRead(e, "list", to.toString(), SystemState.of(to));
    }
  }

  /** A lake keeps all its objects under one extension. */
  private static String extension(LakeSurvey target, LakeSurvey source) {
    return target
        .extension()
        .or(source::extension)
        .orElse(EXTENSION_FRONT + "zst")
        .substring(EXTENSION_FRONT.length());
  }

  private List<String> lines(CopyReport report, Duration elapsed) {
    List<String> lines = new ArrayList<>();
    Table table = new Table("ledgers", "problem", ">objects", "what is known");
    for (Problem problem : report.problems().all()) {
      table.add(
          problem.ledgers(),
          problem.kind().word(),
          Quantity.count(problem.objects()),
          problem.detail());
    }
    if (!table.isEmpty()) {
      lines.addAll(table.lines());
    }
    lines.add(
        "copied "
            + Quantity.count(report.copied())
            + " objects to "
            + to
            + ", replaced "
            + Quantity.count(report.replaced())
            + ", "
            + Quantity.count(report.there())
            + " were there; "
            + Quantity.bytes(report.storedBytes())
            + " in "
            + Quantity.time(elapsed));
    return lines;
  }

  private Map<String, Object> fields(LakeSurvey source, CopyReport report, Duration elapsed) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("from", source.location());
    fields.put("to", to.toString());
    fields.put("firstLedger", ledgers.first());
    fields.put("lastLedger", ledgers.last());
    fields.put("copied", report.copied());
    fields.put("replaced", report.replaced());
    fields.put("there", report.there());
    fields.put("storedBytes", report.storedBytes());
    fields.put("elapsedMillis", elapsed.toMillis());
    fields.put("problems", report.problems().all().stream().map(CheckReport::fields).toList());
    return fields;
  }
}
