package dev.permafrost.prove.ledgers;

import dev.permafrost.app.config.ChunkSpan;
import dev.permafrost.app.outcome.WrongUsage;
import dev.permafrost.domain.chunk.Geometry;
import dev.permafrost.ports.failure.StorageFailure;
import dev.permafrost.ports.ledger.LedgerFormatException;
import dev.permafrost.prove.CountConverter;
import dev.permafrost.prove.Part;
import dev.permafrost.prove.disk.WorkDirectory;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Takes ledgers of every protocol, real and forged, through stores on the real adapters and back;
 * or makes the packs of one stream.
 */
@Command(
    name = "ledgers",
    sortOptions = false,
    description = "Takes real and forged ledgers of every protocol there and back.")
public final class LedgersPart implements Part {

  /** The system property that says where the real ledgers are. */
  static final String LEDGERS = "permafrost.ledgers";

  @Option(
      names = "--ledgers",
      paramLabel = "DIR",
      description = "Where the real ledgers are (default: where the build expects them).")
  @Nullable Path ledgers;

  @Option(names = "--forged-only", description = "Does without the real ledgers.")
  boolean forgedOnly;

  @Option(
      names = "--if-there",
      description = "Does without the real ledgers where they are not there, and says so.")
  boolean ifThere;

  @Option(
      names = "--stream",
      paramLabel = "FILE",
      description = "Makes the packs of this stream instead; needs --chunks and --out.")
  @Nullable Path stream;

  @Option(names = "--chunks", paramLabel = "A-B", description = "Which chunks of the stream.")
  @Nullable String chunks;

  @Option(
      names = "--chunk-length",
      paramLabel = "N",
      defaultValue = "10000",
      converter = CountConverter.class,
      description = "Ledgers a chunk of the stream (default: ${DEFAULT-VALUE}).")
  int chunkLength = 10_000;

  @Option(names = "--out", paramLabel = "DIR", description = "Where the packs go.")
  @Nullable Path packs;

  @Override
  public boolean holds(PrintWriter out) {
    if (stream != null) {
      return makesPacks(stream, out);
    }
    LedgerFigures figures = new LedgerFigures();
    try (WorkDirectory work = WorkDirectory.make("ledgers")) {
      if (!forgedOnly) {
        checkReal(figures, work, out);
      }
      checkForged(figures, work, out);
    }
    figures.failures().forEach(failure -> out.println("failed: " + failure));
    out.println(figures.line());
    return figures.failures().isEmpty();
  }

  private boolean makesPacks(Path from, PrintWriter out) {
    ChunkSpan span;
    try {
      span = ChunkSpan.parse(required(chunks, "chunks"));
    } catch (WrongUsage e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
    return new StreamPacks(new Geometry(chunkLength), span.chunks())
        .make(from, required(packs, "out"), out);
  }

  private static <T> T required(@Nullable T value, String name) {
    if (value == null) {
      throw new IllegalArgumentException("--stream needs --" + name);
    }
    return value;
  }

  /** Takes the real ledgers there and back, if they are there. */
  void checkReal(LedgerFigures figures, WorkDirectory work, PrintWriter out) {
    Path directory =
        ledgers == null ? Path.of(System.getProperty(LEDGERS, "no real ledgers")) : ledgers;
    Path real = directory.resolve("real");
    if (!Files.isDirectory(real)) {
      String absent = "the real ledgers are not there: no " + real;
      if (ifThere) {
        out.println("skipped: " + absent);
      } else {
        figures.failed(absent + "; --ledgers DIR says where they are, --forged-only does without");
      }
      return;
    }
    List<RawLedgers> streams = new RealLedgerFiles(figures, out).read(directory);
    int number = 0;
    for (RawLedgers stream : streams) {
      trip(stream, false, figures, work.path().resolve("real-" + number++), out);
    }
    if (ledgers == null) {
      figures.requireUsualReal();
    }
  }

  private static void checkForged(LedgerFigures figures, WorkDirectory work, PrintWriter out) {
    for (ForgedStreams.Stream stream : ForgedStreams.all()) {
      RawLedgers ledgers = stream.ledgers();
      LinkedFronts fronts = new LinkedFronts(true, true);
      fronts.addFirst(ledgers.ledgers().get(0), ledgers.range().first(), figures::forged);
      ledgers
          .ledgers()
          .subList(1, ledgers.ledgers().size())
          .forEach(ledger -> fronts.add(ledger, figures::forged));
      out.println("ledgers: forged " + stream.name() + " " + fronts.text());
      trip(ledgers, stream.hasUnknownShapes(), figures, work.path().resolve(stream.name()), out);
    }
    figures.requireForged();
  }

  private static void trip(
      RawLedgers stream,
      boolean hasUnknownShapes,
      LedgerFigures figures,
      Path directory,
      PrintWriter out) {
    try {
      String made = new RoundTrip(stream, hasUnknownShapes, directory).run();
      out.println("ledgers: there and back " + stream.location() + " " + made);
    } catch (Broken | StorageFailure | LedgerFormatException e) {
      figures.failed(stream.location() + ": " + e.getMessage());
    } finally {
      WorkDirectory.remove(directory);
    }
  }
}
