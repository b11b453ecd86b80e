package dev.permafrost.app.command;

import dev.permafrost.app.command.ChunkDrive.Timed;
import dev.permafrost.app.console.Quantity;
import dev.permafrost.app.landing.Shard;
import dev.permafrost.app.outcome.ExitCode;
import dev.permafrost.domain.chain.CheckedHeaders;
import dev.permafrost.domain.chunk.ChunkOutcome;
import dev.permafrost.domain.chunk.Geometry;
import dev.permafrost.domain.landing.Borders;
import dev.permafrost.domain.landing.PackSettings;
import dev.permafrost.domain.landing.VerifiedPack;
import dev.permafrost.fs.FileStores;
import dev.permafrost.ports.artifact.PackCandidates;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.failure.BrokenChain;
import dev.permafrost.ports.source.CoveragePatience;
import dev.permafrost.wiring.OpenPackMaker;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Verifies packs without a catalog: in a landing, or in a cold root. */
@Command(
    name = "verify",
    description = {
      "Checks every frame, sequence, header hash and link of packs in a landing or a cold root, and"
          + " the links between them: a row for each chunk. Needs no catalog. Changes nothing."
    })
final class PackVerifyCommand implements Action {

  private static final String OTHER_CODEC = "this codec would write other bytes";

  @Option(
      names = "--from",
      paramLabel = "DIR",
      required = true,
      description = "Where the packs are: a landing, a cold root, or its folder of ledgers.")
  @SuppressWarnings("NullAway.Init") // required: set before the command runs
  private Path from;

  @Mixin
  @SuppressWarnings("NullAway.Init") // set before the command runs
  private ChunksOption.Required which;

  @Option(
      names = "--shard",
      paramLabel = "I/N",
      description = {
        "Every N-th of the chunks, starting with the I-th, I from 0. /N takes I from "
            + "JOB_COMPLETION_INDEX or AWS_BATCH_JOB_ARRAY_INDEX. Shards see no link between"
            + " neighbours."
      })
  private @Nullable String shard;

  @Mixin
  @SuppressWarnings("NullAway.Init") // set before the command runs
  private WorkersOption workers;

  @Mixin
  @SuppressWarnings("NullAway.Init") // set before the command runs
  private TrustOption trust;

  @Override
  public ExitCode perform(Invocation in) {
    int atOnce = workers.count();
    Invocation.requireDirectory(from);
    List<ChunkId> share =
        (shard == null ? Shard.WHOLE : Shard.parse(shard, in.environment()))
            .of(which.chunks.chunks());
    PackSettings settings =
        new PackSettings(
            Geometry.STANDARD,
            CoveragePatience.DEFAULT,
            PackSettings.DEFAULT_BYTES_IN_FLIGHT,
            trust.anchors());
    // Its own view of the cold root, without a lock: packs do not change, and the store may be in
    // use.
    try (PackCandidates packs = FileStores.packCandidates(FileStores.posix(), from, from, false);
        OpenPackMaker opened = OpenPackMaker.start(settings, atOnce, in.time(), in.events())) {
      List<ChunkOutcome<Timed<VerifiedPack>>> outcomes =
          in.progress()
              .overChunks(
                  "verify",
                  share.size(),
                  Geometry.STANDARD.ledgersPerChunk(),
                  () ->
                      ChunkDrive.over(
                          share,
                          opened.chunks(),
                          in,
                          chunk -> opened.verifier().verify(packs.candidate(chunk), in.cancel())));
      return tell(outcomes, in);
    }
  }

  private static ExitCode tell(List<ChunkOutcome<Timed<VerifiedPack>>> outcomes, Invocation in) {
    Map<ChunkId, BrokenChain> broken =
        Borders.broken(
            outcomes.stream()
                .flatMap(outcome -> outcome.result().stream())
                .map(timed -> ends(timed.value().headers()))
                .toList(),
            Geometry.STANDARD);
    broken.values().forEach(in.console()::failure);
    ChunkRows rows =
        new ChunkRows(in.console(), ">raw", ">file", "sha-256", ">time", ">rate", "notes");
    for (ChunkOutcome<Timed<VerifiedPack>> outcome : outcomes) {
      outcome.failure().ifPresent(failure -> rows.addFailure(outcome.chunk(), failure));
      outcome
          .result()
          .ifPresent(
              timed -> addRow(rows, timed, Optional.ofNullable(broken.get(outcome.chunk()))));
    }
    return rows.print("no chunk");
  }

  private static Borders.Ends ends(CheckedHeaders headers) {
    return new Borders.Ends(headers.chunk(), headers.firstPrevious(), headers.lastHash());
  }

  private static void addRow(
      ChunkRows rows, Timed<VerifiedPack> timed, Optional<BrokenChain> broken) {
    VerifiedPack pack = timed.value();
    CheckedHeaders headers = pack.headers();
    long ledgers = headers.ledgers().length();
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("ledgers", ledgers);
    fields.put("rawBytes", pack.rawBytes());
    fields.put("fileBytes", pack.file().sizeBytes());
    fields.put("sha256", pack.file().sha256());
    fields.put("firstPrevious", headers.firstPrevious().toString());
    fields.put("lastHash", headers.lastHash().toString());
    headers.anchor().ifPresent(sequence -> fields.put("anchor", sequence));
    fields.put("elapsedMillis", timed.elapsed().toMillis());
    fields.put("notes", pack.isOfThisCodec() ? List.of() : List.of(OTHER_CODEC));
    Object[] cells = {
      Quantity.bytes(pack.rawBytes()),
      Quantity.bytes(pack.file().sizeBytes()),
      pack.file().sha256(),
      Quantity.time(timed.elapsed()),
      Quantity.rate(ledgers, timed.elapsed()),
      pack.isOfThisCodec() ? "-" : OTHER_CODEC
    };
    if (broken.isPresent()) {
      rows.addFailure(headers.chunk(), "failed", fields, broken.get(), cells);
    } else {
      rows.add(headers.chunk(), "sound", fields, cells);
    }
  }
}
