package dev.permafrost.domain.landing;

import dev.permafrost.domain.attempt.Attempts;
import dev.permafrost.domain.attempt.Tally;
import dev.permafrost.domain.chain.CheckedHeaders;
import dev.permafrost.domain.chunk.Geometry;
import dev.permafrost.domain.pass.AnchoredPasses;
import dev.permafrost.domain.pass.LedgerPass;
import dev.permafrost.domain.source.CoverageWaiting;
import dev.permafrost.domain.source.LakeChunkSource;
import dev.permafrost.ports.artifact.ArtifactBuilder;
import dev.permafrost.ports.artifact.ArtifactFormat;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.artifact.LedgerPack;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.chunk.LedgerHash;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.events.Operation;
import dev.permafrost.ports.failure.BrokenChain;
import dev.permafrost.ports.failure.CorruptArtifact;
import dev.permafrost.ports.failure.StorageFailure;
import dev.permafrost.ports.failure.UnexpectedLedger;
import dev.permafrost.ports.landing.LandedFile;
import dev.permafrost.ports.landing.Landing;
import dev.permafrost.ports.landing.LandingWriter;
import dev.permafrost.ports.source.BulkBackend;
import dev.permafrost.ports.work.CancelToken;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Makes packs without a store: with the same pass, checks and bytes as {@code processChunk}, but
 * without a catalog. Thread-safe for different chunks.
 *
 * <p>Links between chunks are not checked here, but when the packs are adopted.
 */
public final class PackMaker {

  private static final Set<ArtifactKind> LEDGERS = Set.of(ArtifactKind.LEDGERS);

  private final ArtifactFormat packs;
  private final Geometry geometry;
  private final AnchoredPasses passes;
  private final CoverageWaiting waiting;
  private final Attempts attempts;

  /** Creates a maker over ports that the caller owns. */
  public PackMaker(PackPorts ports, PackSettings settings) {
    this.packs = ports.packs();
    this.geometry = settings.geometry();
    this.passes = ports.passes(settings);
    this.waiting = new CoverageWaiting(ports.time(), ports.events(), settings.patience());
    this.attempts = new Attempts(ports.events(), ports.time());
  }

  /**
   * Makes the pack of a chunk and publishes it. When this returns, the pack is durable under its
   * chunk's name; this includes the case that another attempt published the same bytes before. If
   * it throws, no other file was changed.
   *
   * @param source the lake
   * @param cancel checked between ledgers
   * @throws dev.permafrost.ports.failure.LandingTaken if a file with other bytes has the chunk's
   *     name
   * @throws StorageFailure of the lake, of the chain, of the landing
   */
  public Receipt make(ChunkId chunk, BulkBackend source, Landing landing, CancelToken cancel) {
    LedgerRange range = geometry.range(chunk);
    return attempts.alone(
        Operation.FREEZE,
        chunk,
        LEDGERS,
        tally -> made(chunk, range, source, landing, cancel, tally));
  }

  private Receipt made(
      ChunkId chunk,
      LedgerRange range,
      BulkBackend source,
      Landing landing,
      CancelToken cancel,
      Tally tally) {
    String network = source.network(cancel);
    waiting.await(source, chunk, range.last(), cancel);
    try (LakeChunkSource ledgers = new LakeChunkSource(source, range, Optional.of(network));
        LandingWriter writer = landing.begin(chunk, UUID.randomUUID().toString());
        ArtifactBuilder builder = packs.begin(chunk, range, writer)) {
      tally.source(ledgers.name());
      CheckedHeaders headers =
          passes
              .over(Operation.FREEZE, chunk, range, tally)
              .make(packs.reads(), ledgers, frameBytes -> {}, builder::add, cancel);
      builder.finish();
      LandedFile file = writer.publish();
      return Receipt.of(file, headers, network, passes.fingerprint());
    }
  }

  /**
   * The receipt of an already published pack that equals what {@link #make} would make, as far as
   * this can be determined without making it: it is whole and valid, its last ledger is the lake's,
   * which implies all its headers, and a sample of its ledgers gives its frames
   * (docs/many-machines.md, "When a chunk is skipped"). It is durable when this returns.
   *
   * @param source the lake, from which the last ledger of the chunk is read
   * @param cancel checked between ledgers
   * @return empty if there is no file, or a different one, which {@link #make} then refuses
   * @throws StorageFailure of the lake, of the landing
   */
  public Optional<Receipt> published(
      ChunkId chunk, BulkBackend source, Landing landing, CancelToken cancel) {
    LedgerRange range = geometry.range(chunk);
    return attempts.alone(
        Operation.VERIFY,
        chunk,
        LEDGERS,
        tally -> {
          Optional<Receipt> receipt = equal(chunk, range, source, landing, cancel, tally);
          if (receipt.isEmpty()) {
            tally.nothingToDo();
          }
          return receipt;
        });
  }

  private Optional<Receipt> equal(
      ChunkId chunk,
      LedgerRange range,
      BulkBackend source,
      Landing landing,
      CancelToken cancel,
      Tally tally) {
    CheckedHeaders headers;
    Optional<LandedFile> file;
    try {
      Optional<LedgerPack> opened = landing.openPublished(chunk, range);
      if (opened.isEmpty()) {
        return Optional.empty();
      }
      try (LedgerPack pack = opened.get()) {
        PublishedPack published = new PublishedPack(pack);
        headers = published.read(passes.over(Operation.VERIFY, chunk, range, tally), cancel);
        file = published.isOfThisCodec() ? Optional.of(published.file()) : Optional.empty();
      }
    } catch (CorruptArtifact | UnexpectedLedger | BrokenChain e) {
      return Optional.empty();
    }
    if (file.isEmpty()) {
      return Optional.empty();
    }
    String network = source.network(cancel);
    return headers.lastHash().equals(lastOf(chunk, range, source, network, cancel, tally))
        ? Optional.of(Receipt.of(file.get(), headers, network, passes.fingerprint()))
        : Optional.empty();
  }

  /** The hash of the chunk's last ledger in the lake; it implies every header of the chunk. */
  private LedgerHash lastOf(
      ChunkId chunk,
      LedgerRange range,
      BulkBackend source,
      String network,
      CancelToken cancel,
      Tally tally) {
    waiting.await(source, chunk, range.last(), cancel);
    LedgerRange last = new LedgerRange(range.last(), range.last());
    LedgerPass pass =
        passes.behind(Operation.VERIFY, chunk, range, range.last(), Optional.empty(), tally);
    try (LakeChunkSource ledger = new LakeChunkSource(source, last, Optional.of(network))) {
      pass.run(Set.of(), line -> ledger.feed(line, cancel), (read, rawBytes, frameBytes) -> {});
    }
    return pass.headers().lastHash();
  }
}
