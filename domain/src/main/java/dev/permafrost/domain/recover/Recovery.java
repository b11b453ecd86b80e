package dev.permafrost.domain.recover;

import dev.permafrost.domain.attempt.Attempts;
import dev.permafrost.domain.catalog.ArtifactState;
import dev.permafrost.domain.catalog.Catalog;
import dev.permafrost.domain.catalog.ChunkRow;
import dev.permafrost.domain.catalog.HotState;
import dev.permafrost.domain.hot.HotChunks;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.events.Operation;
import java.util.Collection;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * Demotes data on purpose, so that it is fetched or derived again: the only way from {@code ready}
 * to anything else without the data being there, and from {@code frozen} to anything else at all.
 */
public final class Recovery {

  /**
   * What a recovery would demote, to be said before it is done.
   *
   * @param hot the chunks whose hot data goes from {@code ready} to {@code transient}
   * @param artifacts the kinds that go to {@code pruning}
   */
  public record Plan(SortedSet<ChunkId> hot, SortedMap<ChunkId, Set<ArtifactKind>> artifacts) {

    /** Copies both. */
    public Plan {
      hot = Collections.unmodifiableSortedSet(new TreeSet<>(hot));
      artifacts = Collections.unmodifiableSortedMap(new TreeMap<>(artifacts));
    }

    /** Whether there is nothing to demote. */
    public boolean isEmpty() {
      return hot.isEmpty() && artifacts.isEmpty();
    }
  }

  private final Catalog catalog;
  private final HotChunks hotChunks;
  private final Attempts attempts;

  /** A recovery of a store. */
  public Recovery(Catalog catalog, HotChunks hotChunks, Attempts attempts) {
    this.catalog = catalog;
    this.hotChunks = hotChunks;
    this.attempts = attempts;
  }

  /**
   * Plans a demotion and changes nothing.
   *
   * @param chunks the chunks in question
   * @param hot whether hot data that is {@code ready} is to be given up
   * @param kinds the kinds of artifact to give up, where they are {@code frozen} or {@code
   *     freezing}
   */
  public Plan plan(Collection<ChunkId> chunks, boolean hot, Set<ArtifactKind> kinds) {
    SortedSet<ChunkId> hotDue = new TreeSet<>();
    SortedMap<ChunkId, Set<ArtifactKind>> artifactsDue = new TreeMap<>();
    for (ChunkId chunk : chunks) {
      ChunkRow row = catalog.row(chunk);
      if (hot && row.hot() == HotState.READY) {
        hotDue.add(chunk);
      }
      Set<ArtifactKind> due = row.kindsIn(ArtifactState.FROZEN);
      due.addAll(row.kindsIn(ArtifactState.FREEZING));
      due.retainAll(kinds);
      if (!due.isEmpty()) {
        artifactsDue.put(chunk, due);
      }
    }
    return new Plan(hotDue, artifactsDue);
  }

  /**
   * Carries a plan out, in one atomic batch over all its chunks: a crash leaves all of it done or
   * nothing. Files are not touched; a sweep, a freeze, an ingestion or a discard does that.
   *
   * @throws dev.permafrost.ports.failure.HotStoreUnavailable if a handle of this process is out on
   *     hot data that is to be given up
   * @throws IllegalStateException if the catalog has changed since the plan was made
   */
  public void carryOut(Plan plan) {
    attempts.run(
        Operation.RECOVER,
        Optional.empty(),
        Set.of(),
        tally -> {
          if (plan.isEmpty()) {
            tally.nothingToDo();
          } else {
            SortedSet<ChunkId> touched = new TreeSet<>(plan.hot());
            touched.addAll(plan.artifacts().keySet());
            holdingAll(
                touched,
                plan,
                () -> {
                  catalog.demote(plan.artifacts(), plan.hot());
                  return plan;
                });
          }
          return plan;
        });
  }

  /** Holds chunk after chunk, in order, and does it when all are held. */
  private Plan holdingAll(SortedSet<ChunkId> chunks, Plan plan, Supplier<Plan> body) {
    if (chunks.isEmpty()) {
      return body.get();
    }
    ChunkId chunk = chunks.first();
    SortedSet<ChunkId> others = new TreeSet<>(chunks);
    others.remove(chunk);
    Supplier<Plan> rest = () -> holdingAll(others, plan, body);
    return attempts.holding(
        chunk,
        () -> plan.hot().contains(chunk) ? hotChunks.withoutHandles(chunk, rest) : rest.get());
  }

  /**
   * Writes a ready chunk's witness again from the highest ledger that is there; what was
   * acknowledged beyond it is given up.
   *
   * @return the sequence that the witness says now
   */
  public long rewriteWitness(ChunkId chunk) {
    return attempts.run(
        Operation.RECOVER, Optional.of(chunk), Set.of(), tally -> hotChunks.rewriteWitness(chunk));
  }
}
