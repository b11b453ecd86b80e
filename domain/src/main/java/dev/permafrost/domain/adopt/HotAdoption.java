package dev.permafrost.domain.adopt;

import dev.permafrost.domain.attempt.Tally;
import dev.permafrost.domain.chain.LedgerChecks;
import dev.permafrost.domain.chain.LedgerChecks.Reach;
import dev.permafrost.domain.chunk.Geometry;
import dev.permafrost.domain.hot.HotChunks;
import dev.permafrost.domain.hot.HotReader;
import dev.permafrost.domain.hot.HotRecord;
import dev.permafrost.domain.pass.LedgerPass;
import dev.permafrost.domain.pass.LedgerPasses;
import dev.permafrost.domain.source.HotChunkSource;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.chunk.LedgerHash;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.events.Operation;
import dev.permafrost.ports.failure.HotStoreDamaged;
import dev.permafrost.ports.failure.HotVolumeLost;
import dev.permafrost.ports.work.CancelToken;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** The part of an adoption that concerns a chunk's hot database. */
public final class HotAdoption {

  /**
   * The highest ledger of a hot database that can be read.
   *
   * @param highest its sequence
   * @param hash the hash of its header
   */
  record Edge(long highest, LedgerHash hash) {}

  private final Geometry geometry;
  private final HotChunks hot;
  private final LedgerPasses passes;

  /** Creates this part of an adoption for a store's hot databases. */
  public HotAdoption(Geometry geometry, HotChunks hot, LedgerPasses passes) {
    this.geometry = geometry;
    this.hot = hot;
    this.passes = passes;
  }

  String locate(ChunkId chunk) {
    return hot.locate(chunk);
  }

  /**
   * The highest ledger of readable hot data that is {@code ready}; empty if it is lost or empty.
   */
  Optional<Edge> edge(ChunkId chunk) {
    try {
      Optional<HotReader> ready = hot.openForReading(chunk);
      if (ready.isEmpty()) {
        return Optional.empty();
      }
      try (HotReader reader = ready.get()) {
        OptionalLong highest = reader.highest();
        return highest.isEmpty()
            ? Optional.empty()
            : reader.withLedger(
                highest.getAsLong(), value -> new Edge(highest.getAsLong(), HotRecord.hash(value)));
      }
    } catch (HotVolumeLost | HotStoreDamaged lost) {
      return Optional.empty();
    }
  }

  private boolean isLost(ChunkId chunk) {
    try {
      hot.openForReading(chunk).ifPresent(HotReader::close);
      return false;
    } catch (HotVolumeLost lost) {
      return true;
    } catch (HotStoreDamaged damaged) {
      return false;
    }
  }

  /** Whether it is lost, or marked by an interrupted removal: of lost data, or another one. */
  private boolean isToBeRemoved(ChunkId chunk) {
    return hot.isTransient(chunk) || isLost(chunk);
  }

  /** Checks, before anything is changed, that the hot data could be removed afterwards. */
  void requireNothingForeignIfLost(ChunkId chunk) {
    if (isToBeRemoved(chunk)) {
      hot.requireNothingForeign(chunk);
    }
  }

  /**
   * Removes the remains of lost hot data, once the chunk's ledgers are frozen; also finishes an
   * interrupted removal.
   */
  void removeIfLost(ChunkId chunk) {
    if (isToBeRemoved(chunk)) {
      hot.removeLost(chunk);
    }
  }

  /**
   * Adopts the database in a chunk's directory.
   *
   * @param isAllowed throws if the network is not known
   * @return whether it was not ready before
   */
  boolean adopt(
      ChunkId chunk,
      Runnable isAllowed,
      Optional<String> network,
      CancelToken cancel,
      Tally tally) {
    return hot.adopt(
        chunk,
        isAllowed,
        network,
        reader -> {
          tally.reset(); // It is checked twice, but counted once.
          hot.readOtherFamilies(reader, cancel);
          if (reader.highest().isPresent()) {
            check(chunk, reader, reader.highest().getAsLong(), cancel, tally);
          }
        });
  }

  private void check(
      ChunkId chunk, HotReader reader, long highest, CancelToken cancel, Tally tally) {
    LedgerRange part = new LedgerRange(geometry.first(chunk), highest);
    LedgerPass pass = passes.over(Operation.ADOPT, chunk, part, tally);
    HotChunkSource source = new HotChunkSource(reader, part, HotChunkSource.Frames.KEPT);
    pass.run(Set.of(), line -> source.feed(line, cancel), (ledger, rawBytes, frameBytes) -> {});
    LedgerChecks checks = passes.checks();
    checks.checkFirst(chunk, pass.headers().firstPrevious(), Reach.FROZEN_AND_HOT);
    if (highest == geometry.last(chunk)) {
      checks.checkLast(chunk, pass.headers().lastHash(), Reach.FROZEN_AND_HOT);
    }
  }
}
