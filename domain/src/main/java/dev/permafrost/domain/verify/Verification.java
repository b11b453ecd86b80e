package dev.permafrost.domain.verify;

import dev.permafrost.domain.artifact.ArtifactFiles;
import dev.permafrost.domain.attempt.Attempts;
import dev.permafrost.domain.attempt.Tally;
import dev.permafrost.domain.catalog.ArtifactState;
import dev.permafrost.domain.catalog.ChunkRow;
import dev.permafrost.domain.catalog.ReadingCatalog;
import dev.permafrost.domain.chain.CheckedHeaders;
import dev.permafrost.domain.chain.LedgerChecks.Reach;
import dev.permafrost.domain.chunk.Geometry;
import dev.permafrost.domain.hot.HotChunks;
import dev.permafrost.domain.hot.HotReader;
import dev.permafrost.domain.pass.LedgerPass;
import dev.permafrost.domain.pass.LedgerPasses;
import dev.permafrost.domain.source.ChunkSource;
import dev.permafrost.domain.source.HotChunkSource;
import dev.permafrost.domain.source.PackChunkSource;
import dev.permafrost.ports.artifact.ArtifactFormat.Reads;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.artifact.ContentHashCheck;
import dev.permafrost.ports.artifact.LedgerPack;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.chunk.LedgerHash;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.events.Operation;
import dev.permafrost.ports.failure.Cancelled;
import dev.permafrost.ports.failure.StorageFailure;
import dev.permafrost.ports.work.CancelToken;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Checks the stored ledgers of a chunk: frame, checksum, sequence, header hash and link, the links
 * to both neighbours, and the content hash of a pack that has one. It checks ledgers, not only
 * checksums, and changes nothing. A ledger that differs from a trusted hash is a broken chain.
 *
 * <p>Headers are verified. The content that a header covers through the hashes of transactions and
 * results is not recomputed.
 */
public final class Verification {

  /** The parts of a chunk that can be checked. */
  public enum Part {
    /** The presence of the files of all frozen artifacts. */
    FILES,
    /** The pack of frozen ledgers. */
    PACK,
    /** The hot database, if it is ready. */
    HOT
  }

  private final ReadingCatalog catalog;
  private final Geometry geometry;
  private final ArtifactFiles files;
  private final HotChunks hot;
  private final LedgerPasses passes;
  private final Attempts attempts;

  /** Creates the verification of a store. */
  public Verification(
      ReadingCatalog catalog,
      ArtifactFiles files,
      HotChunks hot,
      LedgerPasses passes,
      Attempts attempts) {
    this.catalog = catalog;
    this.geometry = catalog.geometry();
    this.files = files;
    this.hot = hot;
    this.passes = passes;
    this.attempts = attempts;
  }

  /**
   * Checks one chunk. Problems are in the report, so that they do not hide other chunks.
   *
   * @throws Cancelled if the token was cancelled
   */
  public ChunkReport verify(ChunkId chunk, CancelToken cancel) {
    return verify(chunk, EnumSet.allOf(Part.class), cancel);
  }

  /**
   * Checks some parts of a chunk. The first failure ends the check; to see the others too, check
   * one part at a time.
   *
   * @throws Cancelled if the token was cancelled
   */
  public ChunkReport verify(ChunkId chunk, Set<Part> parts, CancelToken cancel) {
    Found found = new Found();
    try {
      attempts.run(
          Operation.VERIFY,
          Optional.of(chunk),
          Set.of(),
          tally -> {
            check(chunk, parts, found, cancel, tally);
            return found;
          });
    } catch (Cancelled e) {
      throw e;
    } catch (StorageFailure e) {
      return found.report(chunk, Optional.of(e));
    }
    return found.report(chunk, Optional.empty());
  }

  private void check(ChunkId chunk, Set<Part> parts, Found found, CancelToken cancel, Tally tally) {
    ChunkRow row = catalog.row(chunk);
    found.row = row;
    if (parts.contains(Part.FILES)) {
      requireFiles(row);
    }
    if (parts.contains(Part.PACK) && row.artifact(ArtifactKind.LEDGERS) == ArtifactState.FROZEN) {
      checkPack(chunk, found, cancel, tally);
    }
    if (parts.contains(Part.HOT)) {
      checkHot(chunk, found, cancel, tally);
    }
    if (found.parts.isEmpty()) {
      tally.nothingToDo();
    }
  }

  private void requireFiles(ChunkRow row) {
    for (ArtifactKind kind : row.kindsIn(ArtifactState.FROZEN)) {
      files.requireThere(kind, row.chunk());
    }
  }

  @SuppressWarnings("MustBeClosedChecker") // owned by the source
  private void checkPack(ChunkId chunk, Found found, CancelToken cancel, Tally tally) {
    LedgerRange range = geometry.range(chunk);
    LedgerPack pack = files.packs().open(chunk, range);
    found.notes = found.notes.withPackForm(pack.form());
    try (ChunkSource source = new PackChunkSource(pack)) {
      onePass(chunk, range, source, pack.contentHash(), found, cancel, tally);
    }
  }

  private void checkHot(ChunkId chunk, Found found, CancelToken cancel, Tally tally) {
    Optional<HotReader> ready = hot.openForReading(chunk);
    if (ready.isEmpty()) {
      return;
    }
    try (HotReader reader = ready.get()) {
      hot.readOtherFamilies(reader, cancel);
      OptionalLong highest = reader.highest();
      if (highest.isEmpty()) {
        return;
      }
      LedgerRange part = new LedgerRange(geometry.first(chunk), highest.getAsLong());
      try (ChunkSource source = new HotChunkSource(reader, part, HotChunkSource.Frames.KEPT)) {
        onePass(chunk, part, source, Optional.empty(), found, cancel, tally);
      }
    }
  }

  private void onePass(
      ChunkId chunk,
      LedgerRange part,
      ChunkSource source,
      Optional<ContentHashCheck> contentHash,
      Found found,
      CancelToken cancel,
      Tally tally) {
    found.parts.add(source.name());
    tally.source(String.join("+", found.parts));
    LedgerPass pass = passes.over(Operation.VERIFY, chunk, part, tally);
    pass.run(
        contentHash.isPresent() ? Set.of(Reads.RAW) : Set.of(),
        line -> source.feed(line, cancel),
        (ledger, rawBytes, frameBytes) -> {
          checkBorders(chunk, ledger.sequence(), ledger.hash(), ledger.previousHash());
          contentHash.ifPresent(check -> check.add(ledger.raw()));
          ledger.unknownShape().ifPresent(shape -> found.notes = found.notes.withLedger(shape));
          found.ledgers++;
          found.rawBytes += rawBytes;
        });
    contentHash.ifPresent(ContentHashCheck::finish);
    found.see(pass.headers());
  }

  private void checkBorders(
      ChunkId chunk, long sequence, LedgerHash hash, LedgerHash previousHash) {
    if (sequence == geometry.first(chunk)) {
      passes.checks().checkFirst(chunk, previousHash, Reach.FROZEN_AND_HOT);
    }
    if (sequence == geometry.last(chunk)) {
      passes.checks().checkLast(chunk, hash, Reach.FROZEN_AND_HOT);
    }
  }

  /** The results so far. */
  private static final class Found {
    private final List<String> parts = new ArrayList<>();
    private @org.jspecify.annotations.Nullable ChunkRow row;
    private long ledgers;
    private long rawBytes;
    private Optional<CheckedHeaders> headers = Optional.empty();
    private ChunkNotes notes = ChunkNotes.NONE;

    /** The first is kept: if there is a pack, that is what is read. */
    void see(CheckedHeaders checked) {
      headers = headers.or(() -> Optional.of(checked));
    }

    ChunkReport report(ChunkId chunk, Optional<StorageFailure> failure) {
      return new ChunkReport(
          chunk,
          row == null ? dev.permafrost.domain.catalog.ChunkState.ABSENT : row.state(),
          String.join("+", parts),
          ledgers,
          rawBytes,
          failure.isPresent() ? Optional.empty() : headers,
          notes,
          failure);
    }
  }
}
