package dev.permafrost.prove.ledgers;

import dev.permafrost.app.config.ChunkSpan;
import dev.permafrost.app.outcome.WrongUsage;
import dev.permafrost.domain.chunk.Geometry;
import dev.permafrost.ports.failure.StorageFailure;
import dev.permafrost.ports.ledger.LedgerFormatException;
import dev.permafrost.prove.Options;
import dev.permafrost.prove.Part;
import dev.permafrost.prove.disk.WorkDirectory;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * Takes ledgers of every protocol, real and forged, through stores on the real adapters and back;
 * or makes the packs of one stream.
 */
public final class LedgersPart implements Part {

  /** The system property that says where the real ledgers are. */
  static final String LEDGERS = "permafrost.ledgers";

  private static final int USUAL_CHUNK_LENGTH = 10_000;

  @Override
  public String usage() {
    return "ledgers [--forged-only | --ledgers DIR]"
        + " | ledgers --stream FILE --chunks A-B --out DIR [--chunk-length N]";
  }

  @Override
  public Set<String> options() {
    return Set.of("ledgers", "stream", "chunk-length", "chunks", "out");
  }

  @Override
  public Set<String> flags() {
    return Set.of("forged-only");
  }

  @Override
  public boolean holds(Options options, PrintStream out) {
    if (options.text("stream").isPresent()) {
      return makesPacks(options, out);
    }
    LedgerFigures figures = new LedgerFigures();
    try (WorkDirectory work = WorkDirectory.make("ledgers")) {
      if (!options.isSet("forged-only")) {
        checkReal(directory(options), figures, work, out);
      }
      checkForged(figures, work, out);
    }
    figures.failures().forEach(failure -> out.println("failed: " + failure));
    out.println(figures.line());
    return figures.failures().isEmpty();
  }

  private static boolean makesPacks(Options options, PrintStream out) {
    Geometry geometry = new Geometry(options.count("chunk-length", USUAL_CHUNK_LENGTH));
    ChunkSpan chunks;
    try {
      chunks = ChunkSpan.parse(required(options, "chunks"));
    } catch (WrongUsage e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
    return new StreamPacks(geometry, chunks.chunks())
        .make(Path.of(required(options, "stream")), Path.of(required(options, "out")), out);
  }

  private static String required(Options options, String name) {
    return options
        .text(name)
        .orElseThrow(() -> new IllegalArgumentException("--stream needs --" + name));
  }

  private static Path directory(Options options) {
    return Path.of(
        options.text("ledgers").orElseGet(() -> System.getProperty(LEDGERS, "no real ledgers")));
  }

  private static void checkReal(
      Path directory, LedgerFigures figures, WorkDirectory work, PrintStream out) {
    if (!Files.isDirectory(directory.resolve("real"))) {
      figures.failed(
          "the real ledgers are not there: no "
              + directory.resolve("real")
              + "; --ledgers DIR says where they are, --forged-only does without");
      return;
    }
    List<RawLedgers> streams = new RealLedgerFiles(figures, out).read(directory);
    int number = 0;
    for (RawLedgers stream : streams) {
      trip(stream, false, figures, work.path().resolve("real-" + number++), out);
    }
  }

  private static void checkForged(LedgerFigures figures, WorkDirectory work, PrintStream out) {
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
  }

  private static void trip(
      RawLedgers stream,
      boolean hasUnknownShapes,
      LedgerFigures figures,
      Path directory,
      PrintStream out) {
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
