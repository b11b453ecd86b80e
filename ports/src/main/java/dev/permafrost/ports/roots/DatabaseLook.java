package dev.permafrost.ports.roots;

/** What a look at the directory of a database shows, before any library of databases is called. */
public enum DatabaseLook {
  /** There is no directory. */
  MISSING,
  /** There is a directory, without the file {@code CURRENT} that makes it a database. */
  GUTTED,
  /** A database is there. */
  PRESENT
}
