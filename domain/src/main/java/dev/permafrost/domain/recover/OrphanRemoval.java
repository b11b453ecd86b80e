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
 * Deliberately removes files and directories in the places of the store that have no key.
 *
 * <p>Here, too, no directory operation happens without a key that says so: an entry to be removed
 * first gets the key under which the protocol removes it, {@code pruning} or {@code transient}; a
 * sweep or a discard does the rest. A crash at any point leaves a key that says how to continue.
 * The catalog is read again just before that key is written, so that an entry that got a key in the
 * meantime is left alone.
 */
public final class OrphanRemoval {

  /**
   * What is removed in addition to files that are not whole packs. Both may be the last copy of
   * ledgers.
   *
   * @param packsToo whether packs that open are removed
   * @param hotToo whether hot directories are removed
   */
  public record Scope(boolean packsToo, boolean hotToo) {

    /** Neither. */
    public static final Scope CAREFUL = new Scope(false, false);
  }

  /**
   * The result for one orphan.
   *
   * @param orphan the orphan
   * @param removed whether it is gone; if not, and nothing failed, it has a key by now, or is
   *     outside the scope
   * @param failure why it is not gone, if something failed
   */
  public record Outcome(Orphan orphan, boolean removed, Optional<StorageFailure> failure) {}

  private final Census census;
  private final ArtifactFiles files;
  private final Catalog catalog;
  private final HotChunks hot;
  private final Sweep sweep;
  private final Attempts attempts;

  /** Creates the removal of a store's orphans. */
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
   * Lists the entries without a key; changes nothing.
   *
   * @throws UnknownCatalogEntry if the catalog holds an unknown entry: it may be the key of any
   *     file
   * @throws StorageFailure if a directory of the store cannot be listed: it may hold some
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
   * Removes orphans, within a scope. A failure of one does not stop the others; a pack that cannot
   * be read fails if it must be checked.
   *
   * @param orphans the result of {@link #find}, perhaps old
   * @param scope which possible last copies are removed all the same
   * @param cancel checked between two of them
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
   * Whether an orphan is removed within a scope; checks a pack again, since it may have changed.
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
              // The table has only this way from no key to the one under which files are removed.
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
