package dev.permafrost.domain.recover;

import dev.permafrost.domain.artifact.ArtifactFiles;
import dev.permafrost.domain.attempt.Attempts;
import dev.permafrost.domain.audit.Census;
import dev.permafrost.domain.audit.Finding;
import dev.permafrost.domain.audit.Orphan;
import dev.permafrost.domain.audit.Violation;
import dev.permafrost.domain.catalog.ArtifactState;
import dev.permafrost.domain.catalog.Catalog;
import dev.permafrost.domain.catalog.CatalogScan;
import dev.permafrost.domain.catalog.HotState;
import dev.permafrost.domain.hot.HotChunks;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.events.Operation;
import dev.permafrost.ports.failure.StorageFailure;
import dev.permafrost.ports.failure.UnknownCatalogEntry;
import dev.permafrost.ports.work.CancelToken;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Removes, on purpose, what stands where the store keeps its files and has no key.
 *
 * <p>No directory operation happens under a key that does not say so, here neither: what is to be
 * removed first gets the key under which the protocol removes it, {@code pruning} or {@code
 * transient}, and from there on a sweep or a discard does the rest. A crash anywhere leaves a key
 * that says how to go on. What the catalog says is read again right before that key is written, so
 * that what got a key of its own meanwhile is left alone.
 */
public final class OrphanRemoval {

  /**
   * What is removed beside files that are no whole packs. Both may be the last copy of ledgers.
   *
   * @param packsToo whether packs that open whole are removed
   * @param hotToo whether hot directories are removed
   */
  public record Scope(boolean packsToo, boolean hotToo) {

    /** Neither. */
    public static final Scope CAREFUL = new Scope(false, false);
  }

  /**
   * What became of one orphan.
   *
   * @param orphan what it was
   * @param removed whether it is gone; if not, and nothing failed, it has a key by now, or is left
   *     alone because of the scope
   * @param failure why it is not, if something failed
   */
  public record Outcome(Orphan orphan, boolean removed, Optional<StorageFailure> failure) {}

  private final Census census;
  private final ArtifactFiles files;
  private final Catalog catalog;
  private final HotChunks hot;
  private final Sweep sweep;
  private final Attempts attempts;

  /** A removal of a store's orphans. */
  public OrphanRemoval(
      Census census,
      ArtifactFiles files,
      Catalog catalog,
      HotChunks hot,
      Sweep sweep,
      Attempts attempts) {
    this.census = census;
    this.files = files;
    this.catalog = catalog;
    this.hot = hot;
    this.sweep = sweep;
    this.attempts = attempts;
  }

  /**
   * Lists what has no key, and changes nothing.
   *
   * @throws UnknownCatalogEntry if the catalog holds an entry that is not known: it may be the key
   *     of any file
   * @throws StorageFailure if a directory of the store's cannot be listed: it may hold some
   */
  public List<Orphan> find(CancelToken cancel) {
    CatalogScan scan = catalog.scan();
    if (!scan.unknown().isEmpty()) {
      throw scan.unknown().get(0);
    }
    Census.Result found = census.take(cancel);
    for (Finding finding : found.elsewhere()) {
      Optional<StorageFailure> failure = finding.failure();
      if (finding.violation() == Violation.UNREADABLE && failure.isPresent()) {
        throw failure.get();
      }
    }
    List<Orphan> orphans = new ArrayList<>();
    found.orphans().values().forEach(orphans::addAll);
    return orphans;
  }

  /**
   * Removes what was found, within a scope. One that fails does not keep the others; a pack that
   * cannot be read fails where it has to be looked at.
   *
   * @param orphans what {@link #find} told, perhaps long ago
   * @param scope what of it may be the last copy of ledgers and is removed all the same
   * @param cancel looked at between two of them
   */
  public List<Outcome> remove(List<Orphan> orphans, Scope scope, CancelToken cancel) {
    List<Outcome> outcomes = new ArrayList<>();
    for (Orphan orphan : orphans) {
      cancel.throwIfCancelled();
      try {
        outcomes.add(
            new Outcome(
                orphan, isIn(scope, orphan, files::isUnsound) && remove(orphan), Optional.empty()));
      } catch (StorageFailure e) {
        outcomes.add(new Outcome(orphan, false, Optional.of(e)));
      }
    }
    return outcomes;
  }

  /**
   * Whether an orphan is removed within a scope; looks at a pack again, for it may have changed.
   */
  public boolean isIn(Scope scope, Orphan orphan) {
    return isIn(scope, orphan, files::isKnownUnsound);
  }

  private static boolean isIn(Scope scope, Orphan orphan, Predicate<ChunkId> isUnsound) {
    if (orphan.kind().isEmpty()) {
      return scope.hotToo();
    }
    return scope.packsToo() || !isLedgers(orphan) || isUnsound.test(orphan.chunk());
  }

  private static boolean isLedgers(Orphan orphan) {
    return orphan.kind().equals(Optional.of(ArtifactKind.LEDGERS));
  }

  private boolean remove(Orphan orphan) {
    return orphan
        .kind()
        .map(kind -> removeFile(orphan.chunk(), kind))
        .orElseGet(() -> removeDirectory(orphan.chunk()));
  }

  private boolean removeFile(ChunkId chunk, ArtifactKind kind) {
    Set<ArtifactKind> which = Set.of(kind);
    boolean marked =
        attempts.alone(
            Operation.RECOVER,
            chunk,
            which,
            tally -> {
              if (catalog.row(chunk).artifact(kind) != ArtifactState.ABSENT) {
                tally.nothingToDo();
                return false;
              }
              // The only way of the table from no key to the one under which files go.
              catalog.markFreezing(chunk, which, Optional.empty());
              catalog.demote(Map.of(chunk, which), Set.of());
              return true;
            });
    return marked && sweep.sweep(chunk, which).removed().contains(kind);
  }

  private boolean removeDirectory(ChunkId chunk) {
    boolean marked =
        attempts.run(
            Operation.RECOVER,
            Optional.of(chunk),
            Set.of(),
            tally ->
                hot.withoutHandles(
                    chunk,
                    () -> {
                      if (catalog.row(chunk).hot() != HotState.ABSENT) {
                        tally.nothingToDo();
                        return false;
                      }
                      catalog.markTransient(chunk, Optional.empty());
                      return true;
                    }));
    return marked && hot.discardLosingTheOnlyCopy(chunk);
  }
}
