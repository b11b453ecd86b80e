package dev.permafrost.domain.ingest;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.domain.attempt.Attempts;
import dev.permafrost.domain.attempt.Tally;
import dev.permafrost.domain.catalog.Catalog;
import dev.permafrost.domain.catalog.ChunkState;
import dev.permafrost.domain.chain.LedgerChecks;
import dev.permafrost.domain.chain.LedgerChecks.Reach;
import dev.permafrost.domain.flow.LedgerLine;
import dev.permafrost.domain.hot.HotChunks;
import dev.permafrost.domain.hot.HotReader;
import dev.permafrost.domain.hot.HotWriter;
import dev.permafrost.domain.pass.LedgerPasses;
import dev.permafrost.domain.source.ChunkSource;
import dev.permafrost.domain.source.Lake;
import dev.permafrost.domain.source.LakeChunkSource;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.chunk.LedgerHash;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.events.LedgerPhases;
import dev.permafrost.ports.events.Operation;
import dev.permafrost.ports.failure.OutOfRange;
import dev.permafrost.ports.ledger.BorrowedLedger;
import dev.permafrost.ports.source.LedgerSource;
import dev.permafrost.ports.work.CancelToken;
import dev.permafrost.ports.work.TimeSource;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongFunction;

/**
 * Fills a chunk's hot database from a stream of ledgers: each is validated, encoded once, and
 * committed in one atomic synced batch. It resumes after the highest ledger that is there
 * (docs/protocol.md, "Ingesting into a hot database").
 *
 * <p>A ledger that differs from a trusted hash is not committed. Ledgers that an earlier ingestion
 * committed are not read again, except for the highest; verification does that.
 *
 * <p>Workers encode ahead while earlier ledgers are committed in order, and the source is read on
 * its own thread, so that a source that waits delays nothing else. However an ingestion ends,
 * committed ledgers stay, and the next one continues after them. Thread-safe for different chunks.
 */
public final class HotIngest {

  private final Catalog catalog;
  private final HotChunks hot;
  private final LedgerPasses passes;
  private final LedgerChecks checks;
  private final Lake lake;
  private final Attempts attempts;
  private final LiveStart live;

  /** Creates the ingestion into a store's hot databases. */
  public HotIngest(
      Catalog catalog,
      HotChunks hot,
      LedgerPasses passes,
      Lake lake,
      Attempts attempts,
      TimeSource time) {
    this.catalog = catalog;
    this.hot = hot;
    this.passes = passes;
    this.checks = passes.checks();
    this.lake = lake;
    this.attempts = attempts;
    this.live = new LiveStart(new LiveMeans(catalog, hot, passes, attempts, time));
  }

  /**
   * Starts live ingestion after the last ledger of the highest chunk that is {@code ready} and not
   * frozen; if there is none, or it is full, after the highest chunk that is frozen or full.
   *
   * @param network the network of the ledgers, pinned with the first mark
   * @throws dev.permafrost.ports.failure.LedgerNotStored if the store holds no ledger: call {@link
   *     #live(String, long)}
   * @throws dev.permafrost.ports.failure.WrongNetwork if another network is pinned
   * @throws dev.permafrost.ports.failure.StorageFailure of the hot database, as for {@link
   *     HotChunks#openHotDBForChunk}
   */
  @MustBeClosed
  public LiveIngest live(String network) {
    return live.behindWhatIsThere(network);
  }

  /**
   * Starts live ingestion at the first ledger of a chunk, in an empty store or above all existing
   * ledgers; or where {@link #live(String)} starts.
   *
   * @param from the first ledger to take
   * @throws OutOfRange if it lies below the store's next ledger, or is not the first of a chunk
   */
  @MustBeClosed
  public LiveIngest live(String network, long from) {
    return live.from(network, from);
  }

  /**
   * Ingests from the store's lake, after waiting for it to cover the ledgers. Sends no request to
   * the lake if everything is there.
   *
   * @param until the last ledger to ingest, within the chunk; empty for the chunk's last
   * @throws OutOfRange if {@code until} is outside the chunk
   */
  public IngestResult ingestFromLake(ChunkId chunk, OptionalLong until, CancelToken cancel) {
    LedgerRange range = rangeUntil(chunk, until);
    return attempt(
        chunk,
        tally -> {
          Optional<IngestResult> done = alreadyThere(chunk, range, tally);
          if (done.isPresent()) {
            return done.get();
          }
          LakeChunkSource covered = lake.source(chunk, range, cancel);
          return fill(chunk, range, covered.network(), first -> covered.from(first), cancel, tally);
        });
  }

  /**
   * Ingests from any source of raw ledgers.
   *
   * @param until as for {@link #ingestFromLake}
   * @param network the network of the source's ledgers, pinned with the first mark; empty if the
   *     caller is sure of it
   * @throws OutOfRange if {@code until} is outside the chunk
   * @throws dev.permafrost.ports.failure.WrongNetwork if another network is pinned
   */
  public IngestResult ingest(
      ChunkId chunk,
      OptionalLong until,
      LedgerSource source,
      Optional<String> network,
      CancelToken cancel) {
    LedgerRange range = rangeUntil(chunk, until);
    return attempt(
        chunk,
        tally -> {
          Optional<IngestResult> done = alreadyThere(chunk, range, tally);
          if (done.isPresent()) {
            return done.get();
          }
          network.ifPresent(name -> catalog.requireNetwork(name, source.location()));
          return fill(
              chunk,
              range,
              network,
              first -> new LakeChunkSource(source, new LedgerRange(first, range.last()), network),
              cancel,
              tally);
        });
  }

  private IngestResult attempt(ChunkId chunk, Function<Tally, IngestResult> body) {
    return attempts.run(Operation.INGEST, Optional.of(chunk), Set.of(), body);
  }

  private LedgerRange rangeUntil(ChunkId chunk, OptionalLong until) {
    LedgerRange whole = catalog.geometry().range(chunk);
    catalog.requireAboveFloor(chunk);
    long last = until.orElse(whole.last());
    if (!whole.contains(last)) {
      throw new OutOfRange("last ledger of chunk " + chunk, last, whole.first(), whole.last());
    }
    return new LedgerRange(whole.first(), last);
  }

  private Optional<IngestResult> alreadyThere(ChunkId chunk, LedgerRange range, Tally tally) {
    OptionalLong highest = highestReady(chunk);
    boolean frozen = catalog.row(chunk).state() == ChunkState.FROZEN;
    if (!frozen && highest.orElse(0) < range.last()) {
      return Optional.empty();
    }
    tally.nothingToDo();
    return Optional.of(new IngestResult(chunk, 0, 0, 0, highest));
  }

  private OptionalLong highestReady(ChunkId chunk) {
    return hot.look(chunk, HotReader::highest).orElse(OptionalLong.empty());
  }

  private IngestResult fill(
      ChunkId chunk,
      LedgerRange range,
      Optional<String> network,
      LongFunction<LakeChunkSource> sourceFrom,
      CancelToken cancel,
      Tally tally) {
    try (HotWriter writer = hot.openHotDBForChunk(chunk, network);
        ChunkSource source = sourceFrom.apply(writer.next())) {
      tally.source(source.name());
      onePass(chunk, range, writer, source, cancel, tally);
      return new IngestResult(
          chunk, tally.ledgers(), tally.rawBytes(), tally.storedBytes(), writer.highest());
    }
  }

  private void onePass(
      ChunkId chunk,
      LedgerRange range,
      HotWriter writer,
      ChunkSource source,
      CancelToken cancel,
      Tally tally) {
    Optional<LedgerHash> previous = writer.highestHash();
    if (previous.isEmpty()) {
      previous = checks.hashBefore(chunk, Reach.FROZEN_AND_HOT);
    }
    long highest = writer.next() - 1;
    previous.ifPresent(hash -> checks.anchors().check(chunk, highest, hash));
    passes
        .behind(Operation.INGEST, chunk, range, writer.next(), previous, tally)
        .runAsTheyCome(hot.formsOfLedgers(), source, cancel, new Committing(writer, tally));
  }

  /** Commits each ledger, and reports the durations of its phases. */
  private final class Committing implements LedgerLine.Receiver {
    private final HotWriter writer;
    private final Tally tally;
    private long checkNanos;
    private long encodeNanos;

    Committing(HotWriter writer, Tally tally) {
      this.writer = writer;
      this.tally = tally;
    }

    @Override
    public void took(long check, long encode) {
      checkNanos = check;
      encodeNanos = encode;
    }

    @Override
    public void accept(BorrowedLedger ledger, long rawBytes, long frameBytes) {
      requireLinkBehind(writer.chunk(), ledger);
      long begun = attempts.time().nanoTime();
      writer.append(ledger, passes.fingerprint(), attempts.time());
      long ended = attempts.time().nanoTime();
      attempts
          .events()
          .committed(
              new LedgerPhases(
                  writer.chunk(),
                  ledger.sequence(),
                  tally.source(),
                  rawBytes,
                  frameBytes,
                  checkNanos,
                  encodeNanos,
                  writer.committedNanos() - begun,
                  ended - writer.committedNanos()));
    }
  }

  private void requireLinkBehind(ChunkId chunk, BorrowedLedger ledger) {
    if (ledger.sequence() == catalog.geometry().last(chunk)) {
      checks.checkLast(chunk, ledger.hash(), Reach.FROZEN_AND_HOT);
    }
  }
}
