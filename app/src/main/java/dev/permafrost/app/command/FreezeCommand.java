package dev.permafrost.app.command;

import dev.permafrost.app.command.ChunkDrive.Timed;
import dev.permafrost.app.command.ListenOption.Listening;
import dev.permafrost.app.config.ByteRate;
import dev.permafrost.app.config.ChunkSpan;
import dev.permafrost.app.console.Quantity;
import dev.permafrost.app.outcome.ExitCode;
import dev.permafrost.domain.chain.Anchors;
import dev.permafrost.domain.chain.HeaderProof;
import dev.permafrost.domain.chunk.ChunkOutcome;
import dev.permafrost.domain.chunk.Geometry;
import dev.permafrost.domain.freeze.FreezeResult;
import dev.permafrost.domain.freeze.FreezeSettings;
import dev.permafrost.domain.store.Store;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.wiring.OpenStore;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Freezes chunks: runs processChunk over a range, several at once. */
@Command(
    name = "freeze",
    description = {
      "Makes packs of chunks. Uses their hot data if that is complete, otherwise the lake, which is"
          + " needed only if a chunk has no local copy."
    })
final class FreezeCommand implements Action {

  @Mixin
  @SuppressWarnings("NullAway.Init") // set before the command runs
  private ChunksOption.Required which;

  @Mixin
  @SuppressWarnings("NullAway.Init") // set before the command runs
  private TrustOption trust;

  @Mixin
  @SuppressWarnings("NullAway.Init") // set before the command runs
  private WorkersOption workers;

  @Option(
      names = "--undecoded",
      description = {
        "Takes frames from hot data as they are, without decoding them: their bytes are covered by "
            + "the database's checksums; the chain is checked from the hashes stored with them."
      })
  private boolean undecoded;

  @Option(
      names = "--io-limit",
      paramLabel = "RATE",
      description = {
        "How much freezing may read and write a second, in bytes or with K, M or G after the "
            + "number, so that ingestion is not slowed down (default: no limit)."
      })
  private @Nullable String ioLimit;

  @Mixin
  @SuppressWarnings("NullAway.Init") // set before the command runs
  private SpaceOption space;

  @Mixin
  @SuppressWarnings("NullAway.Init") // set before the command runs
  private ListenOption listen;

  @Override
  @SuppressWarnings("try") // serves until it is closed
  public ExitCode perform(Invocation in) {
    int atOnce = workers.count();
    ChunkSpan span = which.chunks;
    Anchors anchors = trust.anchors();
    FreezeSettings freezing = freezing();
    space.check(in).beforeFreeze(span);
    try (Listening listening = listen.begin(in, "freeze");
        OpenStore<Store> store = in.openForWriting(atOnce, anchors, freezing);
        Listening serving = listening.serving(store)) {
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
      return tell(outcomes, proofs(outcomes, store.store(), anchors, in), in);
    }
  }

  private FreezeSettings freezing() {
    String limit = ioLimit;
    OptionalLong bytesPerSecond =
        limit == null
            ? OptionalLong.empty()
            : OptionalLong.of(Named.option("--io-limit", () -> ByteRate.parse(limit)));
    return new FreezeSettings(!undecoded, bytesPerSecond);
  }

  /** Chunks that were frozen before are reported only if hashes are trusted. */
  private static Map<ChunkId, HeaderProof> proofs(
      List<ChunkOutcome<Timed<FreezeResult>>> outcomes,
      Store store,
      Anchors anchors,
      Invocation in) {
    RunHeaders run = new RunHeaders();
    for (ChunkOutcome<Timed<FreezeResult>> outcome : outcomes) {
      outcome.failure().ifPresent(failure -> run.failed(outcome.chunk()));
      outcome.result().ifPresent(result -> result.value().headers().ifPresent(run::checked));
      if (outcome.result().isPresent() && !anchors.isEmpty()) {
        run.alsoAsked(outcome.chunk());
      }
    }
    return run.proofs(store.proofs(), in.cancel());
  }

  private static ExitCode tell(
      List<ChunkOutcome<Timed<FreezeResult>>> outcomes,
      Map<ChunkId, HeaderProof> proofs,
      Invocation in) {
    ChunkRows rows =
        new ChunkRows(
            in.console(), "source", "headers", ">ledgers", ">raw", ">files", ">time", ">rate");
    for (ChunkOutcome<Timed<FreezeResult>> outcome : outcomes) {
      outcome.failure().ifPresent(failure -> rows.addFailure(outcome.chunk(), failure));
      ProofText proof = new ProofText(Optional.ofNullable(proofs.get(outcome.chunk())));
      outcome.result().ifPresent(result -> addRow(rows, outcome.chunk(), result, proof));
    }
    return rows.print("no chunk");
  }

  private static void addRow(
      ChunkRows rows, ChunkId chunk, Timed<FreezeResult> timed, ProofText proof) {
    FreezeResult result = timed.value();
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("made", result.made().stream().sorted().map(Object::toString).toList());
    fields.put("source", result.source());
    proof.putInto(fields);
    fields.put("ledgers", result.ledgers());
    fields.put("rawBytes", result.rawBytes());
    fields.put("fileBytes", result.fileBytes());
    fields.put("elapsedMillis", timed.elapsed().toMillis());
    rows.add(
        chunk,
        result.made().isEmpty() ? "frozen already" : "frozen",
        fields,
        result.source(),
        proof.cell(),
        Quantity.count(result.ledgers()),
        Quantity.bytes(result.rawBytes()),
        Quantity.bytes(result.fileBytes()),
        Quantity.time(timed.elapsed()),
        Quantity.rate(result.ledgers(), timed.elapsed()));
  }
}
