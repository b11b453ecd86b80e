package dev.permafrost.domain.freeze;

import dev.permafrost.domain.adopt.DurablePack;
import dev.permafrost.domain.adopt.PackInPlace;
import dev.permafrost.domain.artifact.ArtifactFiles;
import dev.permafrost.domain.attempt.Attempts;
import dev.permafrost.domain.attempt.Tally;
import dev.permafrost.domain.catalog.ArtifactState;
import dev.permafrost.domain.catalog.Catalog;
import dev.permafrost.domain.catalog.ChunkRow;
import dev.permafrost.domain.chain.CheckedHeaders;
import dev.permafrost.domain.chain.LedgerChecks.Reach;
import dev.permafrost.domain.pass.LedgerPasses;
import dev.permafrost.domain.source.ChunkSource;
import dev.permafrost.domain.source.SourcePicker;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.events.FreezePhases;
import dev.permafrost.ports.events.Operation;
import dev.permafrost.ports.work.CancelToken;
import dev.permafrost.ports.work.TimeSource;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Makes the artifacts of a chunk (docs/protocol.md, "Processing a chunk"). Safe for several
 * threads, each with a chunk of its own.
 */
public final class Freezer {

  /** The source of a pack that was whole already, and was left {@code freezing}. */
  private static final String IN_PLACE = "in place";

  private final Catalog catalog;
  private final ArtifactFiles files;
  private final PackInPlace inPlace;
  private final SourcePicker sources;
  private final LedgerPasses passes;
  private final IoThrottle throttle;
  private final Attempts attempts;

  /** A freezer over a store's catalog, sources and artifacts. */
  public Freezer(
      Catalog catalog,
      ArtifactFiles files,
      PackInPlace inPlace,
      SourcePicker sources,
      LedgerPasses passes,
      IoThrottle throttle,
      Attempts attempts) {
    this.catalog = catalog;
    this.files = files;
    this.inPlace = inPlace;
    this.sources = sources;
    this.passes = passes;
    this.throttle = throttle;
    this.attempts = attempts;
  }

  /**
   * Makes those of the requested artifacts that are not frozen yet, from the first source that has
   * the whole chunk: its hot database, its own pack, the lake. When it returns they are durable and
   * frozen, and the source is released.
   *
   * <p>Where hashes are trusted, a chunk that differs from one of them is not frozen, and of one
   * that is frozen already the anchored ledgers are read and compared.
   *
   * <p>If it throws, nothing is frozen that was not before, what was written is removed, and the
   * keys stay {@code freezing}, unless not even a source was found: then there is no trace at all.
   * Running it again gives the same bytes.
   *
   * <p>Of what is frozen already the file is looked at. A file that has no key is refused before a
   * source is picked, and never written over. A pack that was left {@code freezing} and is whole is
   * made durable, checked as the disk holds it, and flipped; only what a process left half written
   * is written again.
   *
   * @param requested kinds that are registered
   * @param cancel looked at between ledgers
   * @throws dev.permafrost.ports.failure.BelowFloor if the chunk lies below the floor
   * @throws dev.permafrost.ports.failure.UnadoptedArtifact if a file without a key stands where one
   *     of them belongs; nothing has changed
   * @throws dev.permafrost.ports.failure.StorageFailure of the source, of the chain, of the disk
   */
  public FreezeResult processChunk(ChunkId chunk, Set<ArtifactKind> requested, CancelToken cancel) {
    // An unknown chunk or kind is refused before anything else.
    catalog.geometry().range(chunk);
    catalog.requireAboveFloor(chunk);
    requested.forEach(files.kinds()::format);
    return attempts.alone(
        Operation.FREEZE, chunk, requested, tally -> process(chunk, requested, cancel, tally));
  }

  private FreezeResult process(
      ChunkId chunk, Set<ArtifactKind> requested, CancelToken cancel, Tally tally) {
    ChunkRow row = catalog.row(chunk);
    Set<ArtifactKind> due = notFrozen(row, requested);
    if (due.isEmpty()) {
      passes.checks().requireAnchors(chunk);
      tally.nothingToDo();
      return new FreezeResult(chunk, due, "", 0, 0, 0, Optional.empty());
    }
    files.requireNoneUnadopted(row, due);
    Optional<DurablePack> leftover = leftover(row, due, cancel, tally);
    if (leftover.isPresent()) {
      leftover.get().flip(Optional.empty());
      due.remove(ArtifactKind.LEDGERS);
      if (due.isEmpty()) {
        return keptInPlace(chunk, leftover.get(), tally);
      }
      tally.reset();
    }
    return make(chunk, due, cancel, tally);
  }

  private Optional<DurablePack> leftover(
      ChunkRow row, Set<ArtifactKind> due, CancelToken cancel, Tally tally) {
    return due.contains(ArtifactKind.LEDGERS)
            && row.artifact(ArtifactKind.LEDGERS) == ArtifactState.FREEZING
        ? inPlace.settleLeftover(row.chunk(), cancel, tally)
        : Optional.empty();
  }

  private FreezeResult keptInPlace(ChunkId chunk, DurablePack pack, Tally tally) {
    tally.source(IN_PLACE);
    return new FreezeResult(
        chunk,
        Set.of(ArtifactKind.LEDGERS),
        IN_PLACE,
        tally.ledgers(),
        tally.rawBytes(),
        files.requireThere(ArtifactKind.LEDGERS, chunk),
        Optional.of(pack.headers()));
  }

  private FreezeResult make(ChunkId chunk, Set<ArtifactKind> due, CancelToken cancel, Tally tally) {
    try (ChunkSource source = sources.pick(chunk, due, cancel)) {
      tally.source(source.name());
      MarkedAttempt marked = MarkedAttempt.mark(catalog, files, chunk, due, source.network());
      try (OpenArtifacts open = marked.open()) {
        TimeSource time = attempts.time();
        long begun = time.nanoTime();
        CheckedHeaders headers = onePass(chunk, source, open, cancel, tally);
        long passed = time.nanoTime();
        DurableAttempt durable = open.makeDurable();
        long synced = time.nanoTime();
        flip(chunk, due, headers, durable);
        long flipped = time.nanoTime();
        attempts
            .events()
            .froze(
                new FreezePhases(
                    chunk, source.name(), passed - begun, synced - passed, flipped - synced));
        return new FreezeResult(
            chunk,
            due,
            source.name(),
            tally.ledgers(),
            tally.rawBytes(),
            open.sizeBytes(),
            Optional.of(headers));
      }
    }
  }

  /** What is frozen already is looked at: the catalog may be older than a loss of the file. */
  private Set<ArtifactKind> notFrozen(ChunkRow row, Set<ArtifactKind> requested) {
    Set<ArtifactKind> due = new TreeSet<>(requested);
    for (ArtifactKind kind : requested) {
      if (row.artifact(kind) == ArtifactState.FROZEN) {
        files.requireThere(kind, row.chunk());
        due.remove(kind);
      }
    }
    return due;
  }

  private CheckedHeaders onePass(
      ChunkId chunk, ChunkSource source, OpenArtifacts open, CancelToken cancel, Tally tally) {
    int timesMoved = source.isLocal() ? 2 : 1;
    return passes
        .over(Operation.FREEZE, chunk, catalog.geometry().range(chunk), tally)
        .make(
            open.reads(),
            source,
            frameBytes -> throttle.pay(timesMoved * frameBytes, cancel),
            open::add,
            cancel);
  }

  private void flip(
      ChunkId chunk, Set<ArtifactKind> due, CheckedHeaders headers, DurableAttempt durable) {
    if (due.contains(ArtifactKind.LEDGERS)) {
      passes.checks().flip(chunk, headers, Reach.FROZEN, durable::flip);
    } else {
      durable.flip();
    }
  }
}
