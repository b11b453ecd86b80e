package dev.permafrost.domain.audit;

import dev.permafrost.domain.catalog.ArtifactState;
import dev.permafrost.domain.catalog.ChunkRow;
import dev.permafrost.domain.chunk.Geometry;
import dev.permafrost.domain.hot.HotChunks;
import dev.permafrost.domain.hot.HotReader;
import dev.permafrost.domain.hot.HotWriter;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.failure.BrokenChain;
import dev.permafrost.ports.failure.HotStoreDamaged;
import dev.permafrost.ports.failure.HotStoreUnavailable;
import dev.permafrost.ports.failure.HotVolumeLost;
import dev.permafrost.ports.failure.OtherColumnFamilies;
import dev.permafrost.ports.failure.PermissionDenied;
import dev.permafrost.ports.failure.StorageFailure;
import dev.permafrost.ports.hot.HotLook;
import dev.permafrost.ports.hot.HotStores;
import dev.permafrost.ports.hot.WitnessReading;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Checks one chunk's hot database against its key and its witness, through the opening that reads
 * it: what the audit finds is what a reader would meet.
 */
final class HotCheck {

  private final Geometry geometry;
  private final HotStores stores;
  private final HotChunks hot;

  HotCheck(Geometry geometry, HotStores stores, HotChunks hot) {
    this.geometry = geometry;
    this.stores = stores;
    this.hot = hot;
  }

  /**
   * Checks a chunk that is {@code ready} or {@code transient}.
   *
   * @param findings takes what is found
   * @return the highest ledger, if the database is ready and nothing is wrong with it
   */
  OptionalLong check(ChunkRow row, List<Finding> findings) {
    return switch (row.hot()) {
      case ABSENT -> OptionalLong.empty();
      case TRANSIENT -> {
        findings.add(leftTransient(row.chunk()));
        yield OptionalLong.empty();
      }
      case READY -> checkReady(row, findings);
    };
  }

  private Finding leftTransient(ChunkId chunk) {
    return Finding.of(
        Violation.LEFT_TRANSIENT,
        Severity.UNFINISHED,
        chunk,
        stores.locate(chunk),
        "making or removing the hot database was cut short; a discard removes what is left, an"
            + " ingestion makes it anew",
        new Repair.Discard(chunk));
  }

  private OptionalLong checkReady(ChunkRow row, List<Finding> findings) {
    ChunkId chunk = row.chunk();
    try {
      Optional<WitnessReading> witness = Optional.empty();
      if (stores.look(chunk) == HotLook.PRESENT) {
        witness = Optional.of(stores.readWitness(chunk));
        Optional<Finding> unsound = unsoundWitness(chunk, witness.get());
        if (unsound.isPresent()) {
          findings.add(unsound.get());
          return OptionalLong.empty();
        }
      }
      OptionalLong highest = highest(chunk);
      witness.flatMap(read -> behind(chunk, read.sequence(), highest)).ifPresent(findings::add);
      return highest;
    } catch (StorageFailure e) {
      findings.add(told(row, e));
      return OptionalLong.empty();
    }
  }

  private OptionalLong highest(ChunkId chunk) {
    // Its key says ready, and nobody changes the catalog beside an audit.
    try (HotReader reader = hot.openForReading(chunk).orElseThrow()) {
      return reader.highest();
    }
  }

  private Optional<Finding> unsoundWitness(ChunkId chunk, WitnessReading witness) {
    LedgerRange range = geometry.range(chunk);
    String problem =
        switch (witness.state()) {
          case MISSING -> "its witness is missing";
          case UNSOUND -> "neither slot of its witness is sound";
          case SOUND ->
              witness.sequence() < range.first() - 1 || witness.sequence() > range.last()
                  ? "its witness says ledger " + witness.sequence() + ", outside of " + range
                  : "";
        };
    return problem.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Finding.of(
                Violation.WITNESS_UNSOUND,
                chunk,
                stores.locate(chunk),
                new HotStoreDamaged(chunk, stores.locate(chunk), problem, null),
                new Repair.RewriteWitness(chunk)));
  }

  /** A witness that lags hides a loss of as many ledgers; a power cut explains only a few. */
  private Optional<Finding> behind(ChunkId chunk, long witness, OptionalLong highest) {
    long lag = highest.orElse(witness) - witness;
    if (lag <= 0) {
      return Optional.empty();
    }
    String path = stores.locate(chunk);
    String text =
        "its witness says ledger " + witness + ", " + lag + " behind " + highest.orElse(witness);
    if (lag > HotWriter.WITNESS_SYNC_INTERVAL) {
      return Optional.of(
          Finding.of(
              Violation.WITNESS_BEHIND,
              chunk,
              path,
              new HotStoreDamaged(
                  chunk,
                  path,
                  text + ", and a power cut explains at most " + HotWriter.WITNESS_SYNC_INTERVAL,
                  null),
              new Repair.RewriteWitness(chunk)));
    }
    return Optional.of(
        Finding.of(
            Violation.WITNESS_BEHIND,
            Severity.NOTE,
            chunk,
            path,
            text + ", as a power cut may leave it",
            new Repair.RewriteWitness(chunk)));
  }

  /** What a failure of reading a ready database means, and what ends it. */
  Finding told(ChunkRow row, StorageFailure failure) {
    ChunkId chunk = row.chunk();
    return Finding.of(
        violation(failure), chunk, stores.locate(chunk), failure, repair(row, failure));
  }

  private static Violation violation(StorageFailure failure) {
    if (failure instanceof HotVolumeLost) {
      return Violation.HOT_LOST;
    }
    if (failure instanceof OtherColumnFamilies) {
      return Violation.HOT_OTHER_FAMILIES;
    }
    if (failure instanceof BrokenChain) {
      return Violation.CHAIN_BROKEN;
    }
    return isUnreadable(failure) ? Violation.UNREADABLE : Violation.HOT_DAMAGED;
  }

  private Repair repair(ChunkRow row, StorageFailure failure) {
    ChunkId chunk = row.chunk();
    if (isUnreadable(failure)) {
      return new Repair.ByHand("see to it that the database can be read, and audit again");
    }
    boolean frozen = row.artifact(ArtifactKind.LEDGERS) == ArtifactState.FROZEN;
    boolean ledgersAreLeft =
        failure instanceof HotVolumeLost && stores.look(chunk) == HotLook.PRESENT;
    return ledgersAreLeft && !frozen
        ? new Repair.RewriteWitness(chunk)
        : new Repair.GiveUpHot(chunk);
  }

  private static boolean isUnreadable(StorageFailure failure) {
    return failure instanceof HotStoreUnavailable
        || failure instanceof PermissionDenied
        || Severity.of(failure) == Severity.UNAVAILABLE;
  }
}
