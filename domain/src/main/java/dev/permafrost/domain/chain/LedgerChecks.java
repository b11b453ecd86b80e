package dev.permafrost.domain.chain;

import dev.permafrost.domain.catalog.ArtifactState;
import dev.permafrost.domain.catalog.ChunkRow;
import dev.permafrost.domain.catalog.HotState;
import dev.permafrost.domain.catalog.ReadingCatalog;
import dev.permafrost.domain.chunk.Geometry;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.chunk.LedgerHash;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.events.Remark;
import dev.permafrost.ports.events.StorageEvents;
import dev.permafrost.ports.failure.BrokenChain;
import dev.permafrost.ports.failure.StorageFailure;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Checks headers of ledgers against the ledgers before and after a chunk, and against the trusted
 * hashes. Thread-safe.
 *
 * <p>A neighbour is read from its pack if its ledgers are frozen, otherwise from its hot database.
 * An unreadable neighbour is a warning, not a failure of this chunk.
 */
public final class LedgerChecks {

  /**
   * The hashes at the borders of a chunk, or of the part of it that exists.
   *
   * @param firstPrevious the previous hash of its first ledger
   * @param lastHash the hash of its last ledger
   */
  public record Edges(LedgerHash firstPrevious, LedgerHash lastHash) {}

  /** Where neighbours may be read from. */
  public enum Reach {
    /** Only from frozen packs. */
    FROZEN,
    /** From hot databases too. */
    FROZEN_AND_HOT
  }

  private final ReadingCatalog catalog;
  private final Geometry geometry;
  private final StoredHeaders stored;
  private final Anchors anchors;
  private final StorageEvents events;
  private final Object flipping = new Object();

  /**
   * Creates the checks of a store's ledgers.
   *
   * @param stored reads headers from packs and hot databases
   * @param anchors the trusted hashes
   */
  public LedgerChecks(
      ReadingCatalog catalog, StoredHeaders stored, Anchors anchors, StorageEvents events) {
    this.catalog = catalog;
    this.geometry = catalog.geometry();
    this.stored = stored;
    this.anchors = anchors;
    this.events = events;
  }

  /** The trusted hashes. */
  public Anchors anchors() {
    return anchors;
  }

  /** A check of consecutive ledgers of a chunk, or of a part from its start on. */
  public ChainCheck chain(ChunkId chunk, LedgerRange part) {
    return new ChainCheck(chunk, part, Optional.empty(), anchors);
  }

  /** A check that continues where another one ended; see {@link ChainCheck}. */
  public ChainCheck chain(
      ChunkId chunk, LedgerRange whole, long next, Optional<LedgerHash> previous) {
    return new ChainCheck(chunk, whole, next, previous, anchors);
  }

  /**
   * Checks the links of a complete chunk and flips it to {@code frozen}. Flips are serialized: of
   * two neighbours, the second one sees the first.
   *
   * @param reach where neighbours are read from
   * @param flip writes the catalog's batch
   * @throws BrokenChain if a readable neighbour does not link; nothing is flipped then
   */
  public void flip(ChunkId chunk, CheckedHeaders headers, Reach reach, Runnable flip) {
    synchronized (flipping) {
      check(chunk, new Edges(headers.firstPrevious(), headers.lastHash()), reach);
      flip.run();
    }
  }

  /**
   * Checks both borders of a complete chunk.
   *
   * @throws BrokenChain if a readable neighbour does not link
   */
  public void check(ChunkId chunk, Edges edges, Reach reach) {
    checkFirst(chunk, edges.firstPrevious(), reach);
    checkLast(chunk, edges.lastHash(), reach);
  }

  /**
   * Checks that the first ledger of a chunk links to the one before it.
   *
   * @throws BrokenChain if that one is readable and differs
   */
  public void checkFirst(ChunkId chunk, LedgerHash firstPrevious, Reach reach) {
    Optional<LedgerHash> before = hashBefore(chunk, reach);
    if (before.isPresent() && !before.get().equals(firstPrevious)) {
      throw broken(
          chunk,
          new ChunkId(chunk.value() - 1),
          geometry.first(chunk),
          before.get(),
          firstPrevious);
    }
  }

  /**
   * Checks that the ledger after a chunk links to the chunk's last one.
   *
   * @throws BrokenChain if that one is readable and does not
   */
  public void checkLast(ChunkId chunk, LedgerHash lastHash, Reach reach) {
    Optional<LedgerHash> claimed = previousHashBehind(chunk, reach);
    if (claimed.isPresent() && !claimed.get().equals(lastHash)) {
      throw broken(
          chunk, new ChunkId(chunk.value() + 1), geometry.last(chunk) + 1, lastHash, claimed.get());
    }
  }

  /** The hash of the ledger before a chunk, if it exists and is readable. */
  public Optional<LedgerHash> hashBefore(ChunkId chunk, Reach reach) {
    if (chunk.value() == 0) {
      return Optional.empty();
    }
    ChunkId before = new ChunkId(chunk.value() - 1);
    return edge(before, geometry.last(before), reach, LedgerHashes::hash);
  }

  private Optional<LedgerHash> previousHashBehind(ChunkId chunk, Reach reach) {
    if (chunk.equals(geometry.largest())) {
      return Optional.empty();
    }
    ChunkId behind = new ChunkId(chunk.value() + 1);
    return edge(behind, geometry.first(behind), reach, LedgerHashes::previousHash);
  }

  /**
   * The headers of a frozen or hot chunk, from its first, last and anchored ledgers, which are
   * decoded and hashed now. Empty, with a warning, if there is nothing, or if it cannot be read or
   * differs from an anchor.
   */
  public Optional<CheckedHeaders> stored(ChunkId chunk) {
    return unlessUnreadable(
        chunk,
        "chunk " + chunk + " is not used for proofs, it was not checked now",
        () -> {
          ChunkRow row = catalog.row(chunk);
          if (isFrozen(row)) {
            return Optional.of(stored.inPack(chunk, anchors));
          }
          return row.hot() == HotState.READY ? stored.inHot(chunk, anchors) : Optional.empty();
        });
  }

  /**
   * Compares the anchored ledgers of a frozen chunk with their anchors, and its first link with an
   * anchor just below it.
   *
   * @throws BrokenChain if one differs
   * @throws StorageFailure if it cannot be read
   */
  public void requireAnchors(ChunkId chunk) {
    LedgerRange concerned = new LedgerRange(geometry.first(chunk) - 1, geometry.last(chunk));
    if (!anchors.in(concerned).isEmpty() && isFrozen(catalog.row(chunk))) {
      stored.inPack(chunk, anchors);
    }
  }

  private Optional<LedgerHash> edge(
      ChunkId neighbour, long sequence, Reach reach, Function<LedgerHashes, LedgerHash> which) {
    return unlessUnreadable(
            neighbour,
            "the link to chunk " + neighbour + " is not checked",
            () -> {
              ChunkRow row = catalog.row(neighbour);
              if (isFrozen(row)) {
                return Optional.of(stored.fromPack(neighbour, sequence));
              }
              return reach == Reach.FROZEN_AND_HOT && row.hot() == HotState.READY
                  ? stored.fromHot(neighbour, sequence)
                  : Optional.empty();
            })
        .map(which);
  }

  private static boolean isFrozen(ChunkRow row) {
    return row.artifact(ArtifactKind.LEDGERS) == ArtifactState.FROZEN;
  }

  private <T> Optional<T> unlessUnreadable(
      ChunkId neighbour, String whatFollows, Supplier<Optional<T>> read) {
    try {
      return read.get();
    } catch (StorageFailure e) {
      events.remarked(Remark.warning(neighbour, whatFollows + ": " + e.getMessage()));
      return Optional.empty();
    }
  }

  private static BrokenChain broken(
      ChunkId chunk, ChunkId neighbour, long sequence, LedgerHash expected, LedgerHash found) {
    return BrokenChain.between(chunk, neighbour, sequence, expected.toString(), found.toString());
  }
}
