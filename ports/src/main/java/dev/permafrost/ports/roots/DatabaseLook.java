package dev.permafrost.ports.roots;

/** Whether a directory holds a database, determined without a database library. */
public enum DatabaseLook {
  /** There is no directory. */
  MISSING,
  /** There is a directory, without the file {@code CURRENT} that makes it a database. */
  GUTTED,
  /** A database is there. */
  PRESENT
}
