package dev.permafrost.ports.catalog;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.ports.hot.WitnessReading;
import dev.permafrost.ports.roots.DatabaseLook;
import java.util.List;

/**
 * Creates and opens the {@link MetaStore} of a store, in the directory {@code {catalog}/rocksdb}.
 */
public interface MetaStores {

  /** Where it is, for messages. */
  String location();

  /** Checks whether the database exists; changes nothing. */
  DatabaseLook look();

  /**
   * The store's files that are modified in place or appended to and that a copy shares by a hard
   * link: writing to them would change the copy. Sorted; changes nothing.
   */
  List<String> sharedFiles();

  /**
   * The content of a store that {@link #openExisting} may refuse because of its witness.
   *
   * @param changes how many changes the database holds
   * @param witness what the witness says: the number of changes that were acknowledged
   * @param entries all entries, in the order of their keys
   */
  record Reading(long changes, WitnessReading witness, List<MetaStore.Entry> entries) {

    /** Copies the list. */
    public Reading {
      entries = List.copyOf(entries);
    }

    /** Whether the database holds all the changes that its witness records. */
    public boolean isWhole() {
      return witness.state() == WitnessReading.State.SOUND && changes >= witness.sequence();
    }
  }

  /**
   * Reads a store without comparing it with its witness; changes nothing. The store must be {@link
   * DatabaseLook#PRESENT}. An unreadable database is {@code CatalogDamaged}, as elsewhere.
   */
  Reading readAsIs();

  /**
   * Rewrites the witness to match the database, and syncs it and its directory. Acknowledged
   * changes that the database has lost are given up. For recovery only, while the store is not
   * open.
   */
  void acceptAsIs();

  /**
   * Creates an empty store. Leftovers of an interrupted creation are removed first, if they have
   * names that the store uses. Any other entry is a {@code ForeignEntry}. A database that has
   * tables and lacks only the file that names them is {@code CatalogDamaged}. In both cases nothing
   * is removed. The new directory is not durable yet. Only for a place that is not {@link
   * DatabaseLook#PRESENT}.
   */
  @MustBeClosed
  MetaStore create();

  /** Opens an existing store for reading and writing; creates nothing. */
  @MustBeClosed
  MetaStore openExisting();

  /** Opens the store for reading: sees every committed batch, takes no lock, changes nothing. */
  @MustBeClosed
  MetaStore openReadOnly();
}
