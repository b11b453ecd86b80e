package dev.permafrost.prove.crash;

import dev.permafrost.domain.chunk.Geometry;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.events.Attempt;
import dev.permafrost.ports.events.Operation;
import dev.permafrost.ports.events.Outcome;
import dev.permafrost.ports.events.Progress;
import dev.permafrost.ports.events.StorageEvents;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which ledgers the store has acknowledged, and so must give back after whatever happens: those
 * whose commit returned, and those of a chunk whose freezing or adoption returned, until they are
 * given up on purpose.
 */
public final class Promises implements StorageEvents {

  private final Geometry geometry;
  private final TreeSet<Long> sequences;
  private final Map<ChunkId, Long> checked = new HashMap<>();
  private Set<Long> told = Set.of();
  private boolean changed = true;

  /** Begins with what was promised before. */
  public Promises(Geometry geometry, Set<Long> sequences) {
    this.geometry = geometry;
    this.sequences = new TreeSet<>(sequences);
  }

  @Override
  public synchronized void progressed(Progress progress) {
    if (progress.operation() == Operation.INGEST) {
      // Told behind the commit and its witness, which is the acknowledgement.
      changed |= sequences.add(geometry.first(progress.chunk()) + progress.ledgersDone() - 1);
    }
    if (progress.operation() == Operation.ADOPT) {
      checked.put(progress.chunk(), progress.ledgersDone());
    }
  }

  @Override
  public synchronized void ended(Attempt attempt) {
    boolean freezes =
        attempt.operation() == Operation.FREEZE || attempt.operation() == Operation.ADOPT;
    boolean succeeded =
        attempt.outcome() == Outcome.DONE || attempt.outcome() == Outcome.NOTHING_TO_DO;
    if (freezes && succeeded) {
      ChunkId chunk = attempt.chunk().orElseThrow();
      if (attempt.kinds().contains(ArtifactKind.LEDGERS)) {
        LedgerRange range = geometry.range(chunk);
        for (long sequence = range.first(); sequence <= range.last(); sequence++) {
          changed |= sequences.add(sequence);
        }
      } else if (attempt.operation() == Operation.ADOPT) {
        // A hot database. Where there was nothing to do, nothing was checked.
        long first = geometry.first(chunk);
        for (long i = 0; i < checked.getOrDefault(chunk, 0L); i++) {
          changed |= sequences.add(first + i);
        }
      }
    }
  }

  /** The operator is about to give up what is stored of a chunk. */
  synchronized void giveUp(ChunkId chunk) {
    changed |= sequences.removeIf(sequence -> geometry.chunkOf(sequence).equals(chunk));
  }

  /** The catalog is about to be taken away, and nothing can be read before it is there again. */
  synchronized void forget() {
    changed |= !sequences.isEmpty();
    sequences.clear();
  }

  /** What was promised so far; the same object as long as nothing changes. */
  public synchronized Set<Long> snapshot() {
    if (changed) {
      told = Collections.unmodifiableSet(new TreeSet<>(sequences));
      changed = false;
    }
    return told;
  }
}
