package dev.permafrost.domain.hot;

import dev.permafrost.domain.artifact.ArtifactFiles;
import dev.permafrost.domain.catalog.ArtifactState;
import dev.permafrost.domain.catalog.ChunkRow;
import dev.permafrost.domain.catalog.HotState;
import dev.permafrost.domain.catalog.ReadingCatalog;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.failure.ForeignEntry;
import dev.permafrost.ports.failure.HotStoreDamaged;
import dev.permafrost.ports.failure.HotVolumeLost;
import dev.permafrost.ports.failure.OtherColumnFamilies;
import dev.permafrost.ports.failure.StorageFailure;
import dev.permafrost.ports.failure.UnadoptedHotData;
import dev.permafrost.ports.hot.ColumnFamily;
import dev.permafrost.ports.hot.HotStores;
import dev.permafrost.ports.hot.HotView;
import dev.permafrost.ports.hot.WitnessReading;
import dev.permafrost.ports.roots.DatabaseLook;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Checks the directories of chunks under the hot root; changes nothing. Thread-safe. */
final class HotPlaces {

  private final ReadingCatalog catalog;
  private final HotStores stores;
  private final ArtifactFiles files;
  private final Set<ColumnFamily> families;

  HotPlaces(
      ReadingCatalog catalog, HotStores stores, ArtifactFiles files, Set<ColumnFamily> families) {
    this.catalog = catalog;
    this.stores = stores;
    this.files = files;
    this.families = families;
  }

  /**
   * Whether a directory under {@code transient} is a database with ledgers: the catalog may be
   * older, restored from the moment at which the database was being made. An interrupted making or
   * removal leaves no ledgers, or a database that does not open.
   */
  boolean holdsLedgers(ChunkId chunk) {
    if (stores.look(chunk) != DatabaseLook.PRESENT) {
      return false;
    }
    try (HotView view = stores.openReadOnly(chunk, families)) {
      return HotReader.highest(view).isPresent();
    } catch (HotStoreDamaged debris) {
      return false;
    } catch (OtherColumnFamilies other) {
      // An interrupted creation may leave only some families, and no ledger.
      if (other.found().contains(ColumnFamily.LEDGERS.name())) {
        throw other;
      }
      return false;
    }
  }

  /** Creates the failure for a hot directory whose key does not say {@code ready}. */
  UnadoptedHotData unadopted(ChunkId chunk) {
    boolean hasKey = catalog.row(chunk).hot() != HotState.ABSENT;
    return new UnadoptedHotData(chunk, stores.locate(chunk), hasKey, isAdoptable(chunk));
  }

  private boolean isAdoptable(ChunkId chunk) {
    LedgerRange range = catalog.geometry().range(chunk);
    try {
      WitnessReading witness =
          stores.look(chunk) == DatabaseLook.PRESENT
              ? stores.readWitness(chunk)
              : WitnessReading.missing();
      return witness.damageFor(range).isEmpty();
    } catch (StorageFailure unreadable) {
      // If it cannot be read at the moment, it may be intact.
      return true;
    }
  }

  void requirePlaceIsDirectory(ChunkId chunk) {
    String place = stores.locate(chunk);
    if (stores.foreignEntries(chunk).contains(place)) {
      throw new ForeignEntry(place, "not a directory");
    }
  }

  /**
   * Checks that a chunk's directory has only files of a hot database.
   *
   * @throws ForeignEntry if something else is there
   */
  void requireNothingForeign(ChunkId chunk) {
    List<String> foreign = stores.foreignEntries(chunk);
    if (!foreign.isEmpty()) {
      throw new ForeignEntry(
          foreign.get(0),
          foreign.size() == 1 ? "found in " + stores.locate(chunk) : "one of " + foreign.size());
    }
  }

  /** A view that the caller closes, and the sequence in the witness. */
  record Inspected(HotView view, long witness) {}

  /**
   * Throws the same failures with the state of the chunk's pack, which decides how to resolve them.
   */
  Inspected inspectDiagnosing(ChunkId chunk, LedgerRange range) {
    try {
      return inspect(chunk, range);
    } catch (HotStoreDamaged damaged) {
      throw damaged.beside(files.packBeside(catalog.row(chunk)));
    }
  }

  /** Checks a database's files, opens it read-only, and compares it with its witness. */
  @SuppressWarnings("MustBeClosedChecker") // the caller closes it or passes it to the registry
  Inspected inspect(ChunkId chunk, LedgerRange range) {
    requirePresent(chunk, range);
    WitnessReading witness = stores.readWitness(chunk);
    Optional<String> damage = witness.damageFor(range);
    if (damage.isPresent()) {
      throw HotStoreDamaged.ofWitness(chunk, stores.locate(chunk), damage.get());
    }
    HotView view = stores.openReadOnly(chunk, families);
    try {
      compare(chunk, range, witness.sequence(), HotReader.highest(view));
      return new Inspected(view, witness.sequence());
    } catch (RuntimeException | Error e) {
      closeSuppressing(view::close, e);
      throw e;
    }
  }

  private void compare(ChunkId chunk, LedgerRange range, long witness, OptionalLong highest) {
    String path = stores.locate(chunk);
    if (highest.orElse(range.first() - 1) < witness) {
      throw new HotVolumeLost(
          chunk,
          path,
          "ledgers up to " + witness + " (its witness)",
          highest.isPresent() ? "ledgers up to " + highest.getAsLong() : "no ledger",
          highest,
          files.packBeside(catalog.row(chunk)));
    }
    requireInside(chunk, range, highest);
  }

  void requireInside(ChunkId chunk, LedgerRange range, OptionalLong highest) {
    if (highest.isPresent() && !range.contains(highest.getAsLong())) {
      throw new HotStoreDamaged(
          chunk,
          stores.locate(chunk),
          "it holds ledger " + highest.getAsLong() + ", outside of " + range,
          null);
    }
  }

  void requirePresent(ChunkId chunk, LedgerRange range) {
    DatabaseLook look = stores.look(chunk);
    if (look != DatabaseLook.PRESENT) {
      throw new HotVolumeLost(
          chunk,
          stores.locate(chunk),
          "the hot database of ledgers " + range,
          look == DatabaseLook.MISSING
              ? "no directory"
              : "a directory without a database (no CURRENT)",
          OptionalLong.empty(),
          files.packBeside(catalog.row(chunk)));
    }
  }

  /** Checks that a chunk's pack opens, if the ledgers are frozen. */
  void requireFrozenOpens(ChunkRow row) {
    if (isFrozen(row)) {
      files.requirePackOpens(row.chunk());
    }
  }

  static boolean isFrozen(ChunkRow row) {
    return row.artifact(ArtifactKind.LEDGERS) == ArtifactState.FROZEN;
  }

  static void closeSuppressing(Runnable close, Throwable first) {
    try {
      close.run();
    } catch (RuntimeException e) {
      first.addSuppressed(e);
    }
  }
}
