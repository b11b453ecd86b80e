package dev.permafrost.prove.workload;

import dev.permafrost.domain.chunk.Geometry;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.events.Attempt;
import dev.permafrost.ports.events.Operation;
import dev.permafrost.ports.events.Outcome;
import dev.permafrost.ports.events.Progress;
import dev.permafrost.ports.events.StorageEvents;

/** Writes down what a store acknowledges, as soon as it does. Safe for several threads. */
public record Acknowledgements(Journal journal, Geometry geometry) implements StorageEvents {

  @Override
  public void progressed(Progress progress) {
    if (progress.operation() == Operation.INGEST) {
      // Told behind the commit and its witness, which is the acknowledgement.
      journal.acknowledged(geometry.first(progress.chunk()) + progress.ledgersDone() - 1);
    }
  }

  @Override
  public void ended(Attempt attempt) {
    if (attempt.operation() == Operation.OPEN_HOT
        && attempt.outcome() == Outcome.DONE
        && journal.phase() == Phase.OPENING) {
      journal.enter(Phase.INGESTING);
    }
    if ((attempt.operation() == Operation.FREEZE || attempt.operation() == Operation.ADOPT)
        && attempt.outcome() == Outcome.DONE
        && attempt.kinds().contains(ArtifactKind.LEDGERS)) {
      journal.frozen(attempt.chunk().orElseThrow());
    }
  }
}
