package dev.permafrost.ports.catalog;

import com.google.errorprone.annotations.MustBeClosed;

/** The one {@link MetaStore} of a store, at its place {@code {catalog}/rocksdb}. */
public interface MetaStores {

  /** What a look at the directory shows, before any database library is called. */
  enum Look {
    /** There is no directory. */
    MISSING,
    /** There is a directory, without the file that makes it a database. */
    GUTTED,
    /** A database is there. */
    PRESENT
  }

  /** Where it is, for messages. */
  String location();

  /** Looks, and changes nothing. */
  Look look();

  /**
   * Creates an empty store; what a creation that was cut short left in the directory is removed
   * first. Its directory is not durable yet. Only for a place that is not {@link Look#PRESENT}.
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
