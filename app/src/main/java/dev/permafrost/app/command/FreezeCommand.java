package dev.permafrost.app.command;

import dev.permafrost.app.command.ChunkDrive.Timed;
import dev.permafrost.app.config.ChunkSpan;
import dev.permafrost.app.console.Quantity;
import dev.permafrost.app.outcome.ExitCode;
import dev.permafrost.app.outcome.WrongUsage;
import dev.permafrost.app.store.OpenStore;
import dev.permafrost.domain.chunk.ChunkOutcome;
import dev.permafrost.domain.chunk.Geometry;
import dev.permafrost.domain.freeze.FreezeResult;
import dev.permafrost.domain.store.Store;
import dev.permafrost.ports.chunk.ChunkId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Freezes chunks: processChunk over a range, several at once. */
@Command(
    name = "freeze",
    description = {
      "Makes the immutable files of chunks, from their hot data where that is complete, else from "
          + "the lake, which is needed only if a chunk has no local copy."
    })
final class FreezeCommand implements Action {

  private static final int MOST_WORKERS = 64;

  @Mixin
  @SuppressWarnings("NullAway.Init") // set before the command runs
  private ChunksOption.Required which;

  @Option(
      names = "--workers",
      paramLabel = "N",
      defaultValue = "1",
      description = "How many chunks are worked on at once (default: 1).")
  private int workers = 1;

  @Override
  public ExitCode perform(Invocation in) {
    if (workers < 1 || workers > MOST_WORKERS) {
      throw new WrongUsage("--workers is 1 to " + MOST_WORKERS + ", not " + workers);
    }
    ChunkSpan span = which.chunks;
    try (OpenStore<Store> store = in.openForWriting(workers)) {
      List<ChunkOutcome<Timed<FreezeResult>>> outcomes =
          in.progress()
              .overChunks(
                  "freeze",
                  span.count(),
                  Geometry.STANDARD.ledgersPerChunk(),
                  () ->
                      ChunkDrive.over(
                          span.chunks(),
                          store,
                          in,
                          chunk ->
                              store
                                  .store()
                                  .freezer()
                                  .processChunk(chunk, store.kinds(), in.cancel())));
      return tell(outcomes, in);
    }
  }

  private static ExitCode tell(List<ChunkOutcome<Timed<FreezeResult>>> outcomes, Invocation in) {
    ChunkRows rows = new ChunkRows("source", ">ledgers", ">raw", ">files", ">time", ">rate");
    for (ChunkOutcome<Timed<FreezeResult>> outcome : outcomes) {
      outcome.failure().ifPresent(failure -> rows.addFailure(outcome.chunk(), failure));
      outcome.result().ifPresent(result -> addRow(rows, outcome.chunk(), result));
    }
    return rows.print(in.console(), "no chunk");
  }

  private static void addRow(ChunkRows rows, ChunkId chunk, Timed<FreezeResult> timed) {
    FreezeResult result = timed.value();
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("made", result.made().stream().sorted().map(Object::toString).toList());
    fields.put("source", result.source());
    fields.put("ledgers", result.ledgers());
    fields.put("rawBytes", result.rawBytes());
    fields.put("fileBytes", result.fileBytes());
    fields.put("elapsedMillis", timed.elapsed().toMillis());
    rows.add(
        chunk,
        result.made().isEmpty() ? "frozen already" : "frozen",
        fields,
        result.source(),
        Quantity.count(result.ledgers()),
        Quantity.bytes(result.rawBytes()),
        Quantity.bytes(result.fileBytes()),
        Quantity.time(timed.elapsed()),
        Quantity.rate(result.ledgers(), timed.elapsed()));
  }
}
