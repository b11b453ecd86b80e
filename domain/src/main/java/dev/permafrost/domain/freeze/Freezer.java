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
 * Makes the artifacts of a chunk (docs/protocol.md, "Processing a chunk"). Thread-safe for
 * different chunks.
 */
public final class Freezer {

  /** The source of a pack that was left {@code freezing} and was already whole. */
  private static final String IN_PLACE = "in place";

  private final Catalog catalog;
  private final ArtifactFiles files;
  private final PackInPlace inPlace;
  private final SourcePicker sources;
  private final LedgerPasses passes;
  private final IoThrottle throttle;
  private final Attempts attempts;

  /** Creates a freezer over a store's catalog, sources and artifacts. */
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
   * Makes the requested artifacts that are not frozen yet, from the first source that has the whole
   * chunk: its hot database, its own pack, the lake. When it returns they are durable and frozen,
   * and the source is released.
   *
   * <p>A chunk that differs from a trusted hash is not frozen; if the chunk is frozen already, its
   * anchored ledgers are read and compared.
   *
   * <p>If it throws, nothing is frozen that was not before, the files written are removed, and the
   * keys stay {@code freezing}; if no source was found, nothing was changed at all. Running it
   * again gives the same bytes.
   *
   * <p>For artifacts that are frozen already, the file's presence is checked. A file without a key
   * is refused before a source is chosen, and never overwritten. A whole pack that was left {@code
   * freezing} is made durable, checked as it is on the disk, and flipped; only a half-written file
   * is written again.
   *
   * @param requested kinds that are registered
   * @param cancel checked between ledgers
   * @throws dev.permafrost.ports.failure.BelowFloor if the chunk lies below the floor
   * @throws dev.permafrost.ports.failure.UnadoptedArtifact if one of the artifacts has a file
   *     without a key; nothing has changed
   * @throws dev.permafrost.ports.failure.StorageFailure of the source, of the chain, of the disk
   */
  public FreezeResult processChunk(ChunkId chunk, Set<ArtifactKind> requested, CancelToken cancel) {
    // An unknown chunk or kind is rejected before anything else.
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

  /** Frozen files are checked, since the catalog does not show that a file was lost later. */
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
