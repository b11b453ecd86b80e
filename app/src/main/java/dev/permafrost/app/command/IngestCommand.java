package dev.permafrost.app.command;

import dev.permafrost.app.command.ChunkDrive.Timed;
import dev.permafrost.app.command.ListenOption.Listening;
import dev.permafrost.app.config.ChunkSpan;
import dev.permafrost.app.console.Quantity;
import dev.permafrost.app.outcome.ExitCode;
import dev.permafrost.app.outcome.WrongUsage;
import dev.permafrost.domain.chain.Anchors;
import dev.permafrost.domain.chunk.ChunkOutcome;
import dev.permafrost.domain.chunk.Geometry;
import dev.permafrost.domain.ingest.IngestResult;
import dev.permafrost.domain.store.Store;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.failure.OutOfRange;
import dev.permafrost.wiring.OpenStore;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Fills hot databases from the lake; each chunk continues where it ended before. */
@Command(
    name = "ingest",
    description =
        "Fetches ledgers from the lake into hot databases. Continues where an earlier run "
            + "stopped, and takes several chunks one after the other.")
final class IngestCommand implements Action {

  @Mixin
  @SuppressWarnings("NullAway.Init") // set before the command runs
  private ChunksOption.Required which;

  @Mixin
  @SuppressWarnings("NullAway.Init") // set before the command runs
  private TrustOption trust;

  @Option(
      names = "--until",
      paramLabel = "SEQ",
      description = "The last ledger to ingest, inside the chunk (default: the chunk's last).")
  private @Nullable Long until;

  @Mixin
  @SuppressWarnings("NullAway.Init") // set before the command runs
  private SpaceOption space;

  @Mixin
  @SuppressWarnings("NullAway.Init") // set before the command runs
  private ListenOption listen;

  @Override
  @SuppressWarnings("try") // serves until it is closed
  public ExitCode perform(Invocation in) {
    ChunkSpan span = which.chunks;
    OptionalLong last = until == null ? OptionalLong.empty() : OptionalLong.of(until);
    requireInside(span, last);
    Anchors anchors = trust.anchors();
    space.check(in).beforeIngest(span, part(span, last));
    try (Listening listening = listen.begin(in, "ingest");
        OpenStore<Store> store = in.openForWriting(1, anchors);
        Listening serving = listening.serving(store)) {
      List<ChunkOutcome<Timed<IngestResult>>> outcomes =
          in.progress()
              .overChunks(
                  "ingest",
                  span.count(),
                  Geometry.STANDARD.ledgersPerChunk(),
                  () ->
                      ChunkDrive.over(
                          span.chunks(),
                          store,
                          in,
                          chunk ->
                              store.store().ingest().ingestFromLake(chunk, last, in.cancel())));
      return tell(outcomes, in);
    }
  }

  /** Before a store is created for an invalid request. */
  private static void requireInside(ChunkSpan span, OptionalLong last) {
    if (last.isEmpty()) {
      return;
    }
    if (span.count() > 1) {
      throw new WrongUsage("--until applies to one chunk, not to " + span);
    }
    Geometry geometry = Geometry.STANDARD;
    long sequence = last.getAsLong();
    if (!geometry.range(span.first()).contains(sequence)) {
      throw new OutOfRange(
          "--until for chunk " + span + ":",
          sequence,
          geometry.first(span.first()),
          geometry.last(span.first()));
    }
  }

  /** The requested fraction of a chunk. */
  private static double part(ChunkSpan span, OptionalLong last) {
    LedgerRange whole = Geometry.STANDARD.range(span.first());
    return (double) (last.orElse(whole.last()) - whole.first() + 1) / whole.length();
  }

  private static ExitCode tell(List<ChunkOutcome<Timed<IngestResult>>> outcomes, Invocation in) {
    ChunkRows rows =
        new ChunkRows(in.console(), ">ledgers", ">raw", ">frames", ">highest", ">time", ">rate");
    for (ChunkOutcome<Timed<IngestResult>> outcome : outcomes) {
      outcome.failure().ifPresent(failure -> rows.addFailure(outcome.chunk(), failure));
      outcome.result().ifPresent(result -> addRow(rows, outcome.chunk(), result));
    }
    return rows.print("no chunk");
  }

  private static void addRow(ChunkRows rows, ChunkId chunk, Timed<IngestResult> timed) {
    IngestResult result = timed.value();
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("ledgers", result.ledgers());
    fields.put("rawBytes", result.rawBytes());
    fields.put("frameBytes", result.frameBytes());
    result.highest().ifPresent(highest -> fields.put("highest", highest));
    fields.put("elapsedMillis", timed.elapsed().toMillis());
    rows.add(
        chunk,
        result.ledgers() == 0 ? "nothing to do" : "ingested",
        fields,
        Quantity.count(result.ledgers()),
        Quantity.bytes(result.rawBytes()),
        Quantity.bytes(result.frameBytes()),
        result.highest().isPresent() ? Long.toString(result.highest().getAsLong()) : "-",
        Quantity.time(timed.elapsed()),
        Quantity.rate(result.ledgers(), timed.elapsed()));
  }
}
