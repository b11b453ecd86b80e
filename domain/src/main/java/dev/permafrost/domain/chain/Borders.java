package dev.permafrost.domain.chain;

import dev.permafrost.domain.catalog.ArtifactState;
import dev.permafrost.domain.catalog.Catalog;
import dev.permafrost.domain.catalog.ChunkRow;
import dev.permafrost.domain.catalog.HotState;
import dev.permafrost.domain.chunk.Geometry;
import dev.permafrost.domain.flow.BufferPool;
import dev.permafrost.domain.hot.HotChunks;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.artifact.LedgerPacks;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.chunk.LedgerHash;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.codec.FrameCodec;
import dev.permafrost.ports.events.Remark;
import dev.permafrost.ports.events.StorageEvents;
import dev.permafrost.ports.failure.BrokenChain;
import dev.permafrost.ports.failure.StorageFailure;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The links across the borders of chunks: reads the ledger next to a border out of the neighbouring
 * chunk, from its pack where its ledgers are frozen, else from its hot database. A neighbour that
 * cannot be read is a warning and no failure of this chunk.
 */
public final class Borders {

  /**
   * What a chunk, or the part of it that is there, has at its borders.
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

  private final Catalog catalog;
  private final Geometry geometry;
  private final StoredHeaders stored;
  private final StorageEvents events;

  /** The borders of a store's chunks. */
  public Borders(
      Catalog catalog,
      Geometry geometry,
      LedgerPacks packs,
      HotChunks hot,
      FrameCodec codec,
      BufferPool buffers,
      StorageEvents events) {
    this.catalog = catalog;
    this.geometry = geometry;
    this.stored = new StoredHeaders(geometry, packs, hot, codec, buffers);
    this.events = events;
  }

  /**
   * Checks both borders of a complete chunk.
   *
   * @throws BrokenChain if a neighbour that can be read does not link
   */
  public void check(ChunkId chunk, Edges edges, Reach reach) {
    checkFirst(chunk, edges.firstPrevious(), reach);
    checkLast(chunk, edges.lastHash(), reach);
  }

  /**
   * Checks that the first ledger of a chunk links to the one before it.
   *
   * @throws BrokenChain if that one can be read and is another
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
   * Checks that the ledger behind a chunk links to its last one.
   *
   * @throws BrokenChain if that one can be read and does not
   */
  public void checkLast(ChunkId chunk, LedgerHash lastHash, Reach reach) {
    Optional<LedgerHash> claimed = previousHashBehind(chunk, reach);
    if (claimed.isPresent() && !claimed.get().equals(lastHash)) {
      throw broken(
          chunk, new ChunkId(chunk.value() + 1), geometry.last(chunk) + 1, lastHash, claimed.get());
    }
  }

  /** The hash of the ledger before a chunk, if it is there and can be read. */
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
   * The headers of a chunk that is frozen or hot, as far as its first, last and anchored ledgers
   * show them; each of these is decoded and hashed now. Empty if there is nothing, or if it cannot
   * be read or differs from an anchor: that is a warning.
   */
  public Optional<CheckedHeaders> stored(ChunkId chunk, Anchors anchors) {
    return unlessUnreadable(
        chunk,
        "nothing rests on chunk " + chunk + ", it was not checked now",
        () -> {
          ChunkRow row = catalog.row(chunk);
          if (isFrozen(row)) {
            return Optional.of(stored.inPack(chunk, anchors));
          }
          return row.hot() == HotState.READY ? stored.inHot(chunk, anchors) : Optional.empty();
        });
  }

  /**
   * Compares the anchored ledgers of a frozen chunk with their anchors, and its first link with the
   * anchor below it.
   *
   * @throws BrokenChain if one differs
   * @throws StorageFailure if it cannot be read
   */
  public void requireAnchors(ChunkId chunk, Anchors anchors) {
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
