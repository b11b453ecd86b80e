package dev.permafrost.app.command;

import dev.permafrost.app.command.ChunkDrive.Timed;
import dev.permafrost.app.command.ListenOption.Listening;
import dev.permafrost.app.config.ChunkSpan;
import dev.permafrost.app.console.Quantity;
import dev.permafrost.app.landing.LandingStatus;
import dev.permafrost.app.landing.ReceiptFile;
import dev.permafrost.app.landing.Shard;
import dev.permafrost.app.outcome.ExitCode;
import dev.permafrost.app.outcome.WrongUsage;
import dev.permafrost.backend.DataLake;
import dev.permafrost.domain.chunk.ChunkOutcome;
import dev.permafrost.domain.chunk.Geometry;
import dev.permafrost.domain.landing.PackMaker;
import dev.permafrost.domain.landing.PackSettings;
import dev.permafrost.domain.landing.Receipt;
import dev.permafrost.fs.FileStores;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.landing.Landing;
import dev.permafrost.ports.source.CoveragePatience;
import dev.permafrost.wiring.OpenPackMaker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes packs without a store; also groups the commands that inspect packs. */
@Command(
    name = "pack",
    description = {
      "Makes packs from the lake without a store, to be adopted later, in a directory that"
          + " may be shared by many machines. A chunk whose pack is there already is skipped."
    },
    subcommands = {PackInspectCommand.class, PackVerifyCommand.class})
final class PackCommand implements Action {

  /**
   * The result for a chunk.
   *
   * @param receipt describes its pack
   * @param isNew whether it was made now
   */
  private record Landed(Receipt receipt, boolean isNew) {}

  // Not required for picocli, which would then require them for the subcommands as well.
  @Option(
      names = {"--chunks", "--chunk"},
      paramLabel = "R",
      description = ChunksOption.WORDS)
  private @Nullable ChunkSpan chunks;

  @Option(
      names = "--landing",
      paramLabel = "DIR",
      description = "The directory for the packs; it must exist.")
  private @Nullable Path directory;

  @Option(
      names = "--shard",
      paramLabel = "I/N",
      description = {
        "Every N-th of the chunks, starting with the I-th, I from 0. /N takes I from "
            + "JOB_COMPLETION_INDEX or AWS_BATCH_JOB_ARRAY_INDEX."
      })
  private @Nullable String shard;

  @Option(
      names = "--receipts",
      paramLabel = "FILE",
      description = {
        "A file for the receipt of each pack, written as soon as it is published, one JSON object a"
            + " line; existing receipts are kept. Each shard needs its own file."
      })
  private @Nullable Path receipts;

  @Mixin
  @SuppressWarnings("NullAway.Init") // set before the command runs
  private WorkersOption workers;

  @Mixin
  @SuppressWarnings("NullAway.Init") // set before the command runs
  private TrustOption trust;

  @Mixin
  @SuppressWarnings("NullAway.Init") // set before the command runs
  private SpaceOption space;

  @Mixin
  @SuppressWarnings("NullAway.Init") // set before the command runs
  private ListenOption listen;

  @Override
  public ExitCode perform(Invocation in) {
    if (chunks == null || directory == null) {
      throw new WrongUsage(
          "pack needs --chunks R and --landing DIR, or is 'pack inspect' or 'pack verify'");
    }
    int atOnce = workers.count();
    if (!Files.isDirectory(directory)) {
      throw new WrongUsage("--landing: there is no directory " + directory);
    }
    List<ChunkId> share =
        (shard == null ? Shard.WHOLE : Shard.parse(shard, in.environment())).of(chunks.chunks());
    Optional<ReceiptFile> file = Optional.ofNullable(receipts).map(ReceiptFile::new);
    // An unsuitable file is rejected before hours of work.
    file.ifPresent(ReceiptFile::read);
    Landing landing = FileStores.landing(FileStores.posix(), directory);
    space.check(in).beforePack(share, landing, directory);
    LandingStatus status = new LandingStatus(landing, directory);
    Consumer<Receipt> keep =
        receipt -> {
          status.add(receipt);
          file.ifPresent(kept -> kept.add(receipt));
        };
    return tell(land(share, landing, status, keep, atOnce, in), in);
  }

  @SuppressWarnings("try") // serves until it is closed
  private List<ChunkOutcome<Timed<Landed>>> land(
      List<ChunkId> share,
      Landing landing,
      LandingStatus status,
      Consumer<Receipt> keep,
      int atOnce,
      Invocation in) {
    PackSettings settings =
        new PackSettings(
            Geometry.STANDARD,
            CoveragePatience.upTo(in.options().coverageTimeout),
            PackSettings.DEFAULT_BYTES_IN_FLIGHT,
            trust.anchors());
    try (Listening listening = listen.begin(in, "pack");
        DataLake lake = in.openLake();
        OpenPackMaker opened = OpenPackMaker.start(settings, atOnce, in.time(), in.events());
        Listening serving = listening.serving(status::now)) {
      Function<ChunkId, Landed> landed =
          chunk -> {
            Landed one = landed(chunk, opened.maker(), lake, landing, in);
            // On the worker, as soon as the pack is published: a killed run keeps its receipts.
            keep.accept(one.receipt());
            return one;
          };
      return in.progress()
          .overChunks(
              "pack",
              share.size(),
              Geometry.STANDARD.ledgersPerChunk(),
              () -> ChunkDrive.over(share, opened.chunks(), in, landed));
    }
  }

  private static Landed landed(
      ChunkId chunk, PackMaker maker, DataLake lake, Landing landing, Invocation in) {
    return maker
        .published(chunk, lake, landing, in.cancel())
        .map(receipt -> new Landed(receipt, false))
        .orElseGet(() -> new Landed(maker.make(chunk, lake, landing, in.cancel()), true));
  }

  private static ExitCode tell(List<ChunkOutcome<Timed<Landed>>> outcomes, Invocation in) {
    ChunkRows rows = new ChunkRows(in.console(), ">file", "sha-256", ">time", ">rate");
    for (ChunkOutcome<Timed<Landed>> outcome : outcomes) {
      outcome.failure().ifPresent(failure -> rows.addFailure(outcome.chunk(), failure));
      outcome.result().ifPresent(timed -> addRow(rows, timed));
    }
    return rows.print("no chunk");
  }

  private static void addRow(ChunkRows rows, Timed<Landed> timed) {
    Landed landed = timed.value();
    Receipt receipt = landed.receipt();
    Map<String, Object> fields = ReceiptFile.fields(receipt);
    fields.remove("chunk");
    fields.put("elapsedMillis", timed.elapsed().toMillis());
    rows.add(
        receipt.chunk(),
        landed.isNew() ? "packed" : "landed already",
        fields,
        Quantity.bytes(receipt.file().sizeBytes()),
        receipt.file().sha256(),
        Quantity.time(timed.elapsed()),
        Quantity.rate(Geometry.STANDARD.ledgersPerChunk(), timed.elapsed()));
  }
}
