package dev.permafrost.domain.audit;

import dev.permafrost.domain.artifact.ArtifactFiles;
import dev.permafrost.domain.catalog.ArtifactState;
import dev.permafrost.domain.catalog.ChunkRow;
import dev.permafrost.domain.catalog.HotState;
import dev.permafrost.domain.chunk.Geometry;
import dev.permafrost.domain.hot.HotChunks;
import dev.permafrost.domain.hot.HotReader;
import dev.permafrost.domain.hot.HotWriter;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.failure.BrokenChain;
import dev.permafrost.ports.failure.HotStoreDamaged;
import dev.permafrost.ports.failure.HotStoreUnavailable;
import dev.permafrost.ports.failure.HotVolumeLost;
import dev.permafrost.ports.failure.OperatorStep;
import dev.permafrost.ports.failure.OtherColumnFamilies;
import dev.permafrost.ports.failure.PermissionDenied;
import dev.permafrost.ports.failure.StorageFailure;
import dev.permafrost.ports.hot.HotStores;
import dev.permafrost.ports.hot.WitnessReading;
import dev.permafrost.ports.roots.DatabaseLook;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Checks one chunk's hot database against its key and its witness. It uses the same opening as a
 * reader does, so that the audit finds what a reader would get.
 */
final class HotCheck {

  private final Geometry geometry;
  private final HotStores stores;
  private final HotChunks hot;
  private final ArtifactFiles files;

  HotCheck(Geometry geometry, HotStores stores, HotChunks hot, ArtifactFiles files) {
    this.geometry = geometry;
    this.stores = stores;
    this.hot = hot;
    this.files = files;
  }

  /**
   * Checks a chunk that is {@code ready} or {@code transient}.
   *
   * @param findings receives the findings
   * @return the highest ledger, if the database is ready and nothing is wrong with it
   */
  OptionalLong check(ChunkRow row, List<Finding> findings) {
    OptionalLong highest =
        switch (row.hot()) {
          case ABSENT -> OptionalLong.empty();
          case TRANSIENT -> {
            findings.add(leftTransient(row));
            yield OptionalLong.empty();
          }
          case READY -> checkReady(row, findings);
        };
    if (row.hot() != HotState.ABSENT) {
      noteForeign(row.chunk(), findings);
    }
    return highest;
  }

  private void noteForeign(ChunkId chunk, List<Finding> findings) {
    try {
      for (String path : stores.foreignEntries(chunk)) {
        findings.add(
            Finding.of(
                Violation.FOREIGN,
                Severity.NOTE,
                chunk,
                path,
                "the store did not make this; it is left alone, and a discard is refused while it"
                    + " exists",
                new OperatorStep.ByHand("move it elsewhere before the hot data is discarded")));
      }
    } catch (StorageFailure e) {
      // If it cannot be listed, it cannot be opened either, which is a finding of its own.
    }
  }

  /**
   * If nothing was removed yet, it may be the last copy of ledgers that are not frozen or whose
   * pack is lost.
   */
  private Finding leftTransient(ChunkRow row) {
    ChunkId chunk = row.chunk();
    List<OperatorStep> steps = new ArrayList<>();
    boolean packIsLost = isFrozen(row) && !files.opens(chunk);
    boolean mayBeTheLastCopy = (packIsLost || !isFrozen(row)) && holdsLedgers(chunk);
    if (mayBeTheLastCopy) {
      steps.add(new OperatorStep.AdoptHot(chunk));
    }
    if (packIsLost) {
      steps.add(new OperatorStep.GiveUpChunk(chunk));
    } else {
      steps.add(
          mayBeTheLastCopy
              ? new OperatorStep.LoseUnfrozen(chunk)
              : new OperatorStep.Discard(chunk));
    }
    return Finding.of(
        Violation.LEFT_TRANSIENT,
        Severity.UNFINISHED,
        chunk,
        stores.locate(chunk),
        "making or removing the hot database was interrupted; a discard removes what is left, an"
            + " ingestion makes it again",
        steps.toArray(OperatorStep[]::new));
  }

  private boolean holdsLedgers(ChunkId chunk) {
    try {
      return hot.holdsLedgers(chunk);
    } catch (StorageFailure e) {
      return false;
    }
  }

  private static boolean isFrozen(ChunkRow row) {
    return row.artifact(ArtifactKind.LEDGERS) == ArtifactState.FROZEN;
  }

  private OptionalLong checkReady(ChunkRow row, List<Finding> findings) {
    ChunkId chunk = row.chunk();
    try {
      Optional<WitnessReading> witness = Optional.empty();
      if (stores.look(chunk) == DatabaseLook.PRESENT) {
        witness = Optional.of(stores.readWitness(chunk));
        Optional<Finding> unsound = unsoundWitness(row, witness.get());
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
    // Its key says ready, and no one changes the catalog during an audit.
    return hot.look(chunk, HotReader::highest).orElseThrow();
  }

  private Optional<Finding> unsoundWitness(ChunkRow row, WitnessReading witness) {
    ChunkId chunk = row.chunk();
    return witness
        .damageFor(geometry.range(chunk))
        .map(
            problem ->
                Finding.of(
                    Violation.WITNESS_UNSOUND,
                    chunk,
                    stores.locate(chunk),
                    HotStoreDamaged.ofWitness(chunk, stores.locate(chunk), problem)
                        .beside(files.packBeside(row))));
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
              HotStoreDamaged.ofWitness(
                  chunk,
                  path,
                  text + ", and a power cut explains at most " + HotWriter.WITNESS_SYNC_INTERVAL)));
    }
    return Optional.of(
        Finding.of(
            Violation.WITNESS_BEHIND,
            Severity.NOTE,
            chunk,
            path,
            text + ", as a power cut may leave it",
            new OperatorStep.RewriteWitness(chunk)));
  }

  /** The finding for a failure of reading a ready database, with its resolution. */
  Finding told(ChunkRow row, StorageFailure failure) {
    ChunkId chunk = row.chunk();
    StorageFailure diagnosed =
        failure instanceof HotStoreDamaged damaged
            ? damaged.beside(files.packBeside(row))
            : failure;
    return Finding.of(
        violation(failure), chunk, stores.locate(chunk), diagnosed, steps(row, diagnosed));
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

  private List<OperatorStep> steps(ChunkRow row, StorageFailure failure) {
    ChunkId chunk = row.chunk();
    if (isUnreadable(failure)) {
      return List.of(new OperatorStep.ByHand("make the database readable, and audit again"));
    }
    boolean frozen = isFrozen(row);
    OperatorStep giveUp =
        frozen && !files.opens(chunk)
            ? new OperatorStep.GiveUpChunk(chunk)
            : new OperatorStep.GiveUpHot(chunk, frozen);
    List<OperatorStep> steps = new ArrayList<>();
    failure.notice().stream()
        .flatMap(notice -> notice.steps().stream())
        .filter(step -> !isGivingUp(step))
        .forEach(steps::add);
    steps.add(giveUp);
    return steps;
  }

  private static boolean isGivingUp(OperatorStep step) {
    return step instanceof OperatorStep.GiveUpHot || step instanceof OperatorStep.GiveUpChunk;
  }

  private static boolean isUnreadable(StorageFailure failure) {
    return failure instanceof HotStoreUnavailable
        || failure instanceof PermissionDenied
        || Severity.of(failure) == Severity.UNAVAILABLE;
  }
}
