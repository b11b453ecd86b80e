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
 * Deliberately demotes data so that it is fetched or derived again: the only way to leave {@code
 * ready} without the data being there, and to leave {@code frozen} at all.
 */
public final class Recovery {

  /**
   * What a recovery would demote, to be shown before it is done.
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

  /** Creates the recovery of a store. */
  public Recovery(Catalog catalog, HotChunks hotChunks, Attempts attempts) {
    this.catalog = catalog;
    this.hotChunks = hotChunks;
    this.attempts = attempts;
  }

  /**
   * Plans a demotion; changes nothing.
   *
   * @param chunks the chunks to consider
   * @param hot whether to give up hot data that is {@code ready}
   * @param kinds the kinds of artifact to give up, if {@code frozen} or {@code freezing}
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
   * Carries out a plan, in one atomic batch over all its chunks: after a crash, all of it is done
   * or nothing. Files are not touched; a sweep, a freeze, an ingestion or a discard does that.
   *
   * @throws dev.permafrost.ports.failure.HotStoreUnavailable if a handle of this process is open on
   *     hot data to be given up
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

  /** Reserves one chunk after the other, in order, and runs the action when all are reserved. */
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
   * Rewrites a ready chunk's witness from the highest ledger in the database; acknowledged ledgers
   * above it are given up.
   *
   * @return the sequence that the witness has now
   */
  public long rewriteWitness(ChunkId chunk) {
    return attempts.run(
        Operation.RECOVER, Optional.of(chunk), Set.of(), tally -> hotChunks.rewriteWitness(chunk));
  }
}
