package dev.permafrost.ports.catalog;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.ports.hot.WitnessReading;
import dev.permafrost.ports.roots.DatabaseLook;
import java.util.List;

/** The one {@link MetaStore} of a store, at its place {@code {catalog}/rocksdb}. */
public interface MetaStores {

  /** Where it is, for messages. */
  String location();

  /** Looks, and changes nothing. */
  DatabaseLook look();

  /**
   * Those of the store's files that are written in place or appended to, and that a copy shares by
   * a hard link: writing to them would change the copy. Sorted; changes nothing.
   */
  List<String> sharedFiles();

  /**
   * What a store holds that {@link #openExisting} may refuse because of its witness.
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

    /** Whether the database holds all that its witness says. */
    public boolean isWhole() {
      return witness.state() == WitnessReading.State.SOUND && changes >= witness.sequence();
    }
  }

  /**
   * Reads a store without comparing it with its witness; changes nothing. It must be {@link
   * DatabaseLook#PRESENT}. A database that cannot be read is {@code CatalogDamaged}, as for the
   * others.
   */
  Reading readAsIs();

  /**
   * Writes the witness again from what the database holds, and syncs it and its directory: what was
   * acknowledged beyond that is given up. For recovery only, while the store is not open.
   */
  void acceptAsIs();

  /**
   * Creates an empty store; what a creation that was cut short left in the directory is removed
   * first, if it has a name that the store makes: anything else is {@code ForeignEntry}, and a
   * database that has tables and lacks only the file that names them is {@code CatalogDamaged};
   * nothing is removed then. Its directory is not durable yet. Only for a place that is not {@link
   * DatabaseLook#PRESENT}.
   */
  @MustBeClosed
  MetaStore create();

  /** Opens the store for reading and writing; it must exist, nothing is created. */
  @MustBeClosed
  MetaStore openExisting();

  /** Opens the store for reading: sees every committed batch, takes no lock, changes nothing. */
  @MustBeClosed
  MetaStore openReadOnly();
}
