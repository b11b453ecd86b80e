package dev.permafrost.domain.audit;

import dev.permafrost.domain.artifact.ArtifactFiles;
import dev.permafrost.domain.catalog.ArtifactState;
import dev.permafrost.domain.catalog.ChunkRow;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.artifact.PackForm;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.failure.BrokenChain;
import dev.permafrost.ports.failure.ForeignEntry;
import dev.permafrost.ports.failure.MissingArtifact;
import dev.permafrost.ports.failure.OperatorStep;
import dev.permafrost.ports.failure.PermissionDenied;
import dev.permafrost.ports.failure.StorageFailure;
import dev.permafrost.ports.failure.UnsupportedLedgerVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Checks the artifacts of one chunk against their keys. Packs of ledgers are opened, which checks
 * their trailer and index; for other kinds only the file's presence is checked.
 */
final class ArtifactCheck {

  private final ArtifactFiles files;

  ArtifactCheck(ArtifactFiles files) {
    this.files = files;
  }

  /**
   * Checks the artifacts that have a key.
   *
   * @param hotIsWhole whether the chunk's hot database has all its ledgers
   * @param findings receives the findings
   * @return the form of the pack, if the ledgers are frozen and it opens
   */
  Optional<PackForm> check(ChunkRow row, boolean hotIsWhole, List<Finding> findings) {
    Optional<PackForm> packForm = Optional.empty();
    if (row.artifact(ArtifactKind.LEDGERS) == ArtifactState.FROZEN) {
      packForm = checkFrozen(row.chunk(), ArtifactKind.LEDGERS, hotIsWhole, findings);
    }
    boolean local = hotIsWhole || packForm.isPresent();
    for (ArtifactKind kind : row.kindsIn(ArtifactState.FROZEN)) {
      if (!kind.equals(ArtifactKind.LEDGERS)) {
        checkFrozen(row.chunk(), kind, local, findings);
      }
    }
    for (ArtifactKind kind : row.kindsIn(ArtifactState.FREEZING)) {
      findings.add(leftFreezing(row.chunk(), kind, local));
    }
    for (ArtifactKind kind : row.kindsIn(ArtifactState.PRUNING)) {
      findings.add(leftPruning(row.chunk(), kind));
    }
    return packForm;
  }

  private Optional<PackForm> checkFrozen(
      ChunkId chunk, ArtifactKind kind, boolean localSource, List<Finding> findings) {
    try {
      files.requireThere(kind, chunk);
      return kind.equals(ArtifactKind.LEDGERS)
          ? Optional.of(files.formOfPack(chunk))
          : Optional.empty();
    } catch (StorageFailure e) {
      findings.add(told(chunk, kind, e, localSource));
      return Optional.empty();
    }
  }

  /** The finding for a failure of reading a frozen artifact, with its resolution. */
  Finding told(ChunkId chunk, ArtifactKind kind, StorageFailure failure, boolean localSource) {
    String path = files.locate(kind, chunk);
    if (failure instanceof ForeignEntry) {
      return Finding.of(Violation.FROZEN_WITHOUT_FILE, chunk, path, failure);
    }
    boolean unreadable =
        failure instanceof PermissionDenied
            || failure instanceof UnsupportedLedgerVersion
            || Severity.of(failure) == Severity.UNAVAILABLE;
    return Finding.of(
        violation(failure, unreadable),
        chunk,
        path,
        failure,
        unreadable
            ? List.of(new OperatorStep.ByHand("make the file readable, and audit again"))
            : stepsOutOfLoss(chunk, kind, failure, localSource));
  }

  private static List<OperatorStep> stepsOutOfLoss(
      ChunkId chunk, ArtifactKind kind, StorageFailure failure, boolean localSource) {
    List<OperatorStep> steps = new ArrayList<>();
    failure.notice().stream()
        .flatMap(notice -> notice.steps().stream())
        .filter(OperatorStep.ByHand.class::isInstance)
        .forEach(steps::add);
    steps.add(new OperatorStep.MakeAgain(chunk, Set.of(kind), true, localSource));
    return steps;
  }

  private static Violation violation(StorageFailure failure, boolean unreadable) {
    if (unreadable) {
      return Violation.UNREADABLE;
    }
    if (failure instanceof MissingArtifact) {
      return Violation.FROZEN_WITHOUT_FILE;
    }
    return failure instanceof BrokenChain ? Violation.CHAIN_BROKEN : Violation.FROZEN_UNSOUND;
  }

  private Finding leftFreezing(ChunkId chunk, ArtifactKind kind, boolean localSource) {
    return Finding.of(
        Violation.LEFT_FREEZING,
        Severity.UNFINISHED,
        chunk,
        files.locate(kind, chunk),
        "freezing "
            + kind
            + " was interrupted; a freeze keeps the file if it is whole, otherwise it makes"
            + " it again",
        new OperatorStep.MakeAgain(chunk, Set.of(kind), false, localSource),
        new OperatorStep.ByHand("or, where a freeze fails again because of the chain,"),
        new OperatorStep.GiveUpArtifacts(chunk, Set.of(kind)));
  }

  private Finding leftPruning(ChunkId chunk, ArtifactKind kind) {
    return Finding.of(
        Violation.LEFT_PRUNING,
        Severity.UNFINISHED,
        chunk,
        files.locate(kind, chunk),
        "removing " + kind + " was not finished; a sweep removes the file and its key",
        new OperatorStep.Sweep());
  }
}
