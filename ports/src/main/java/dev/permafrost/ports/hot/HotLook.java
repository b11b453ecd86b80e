package dev.permafrost.ports.hot;

/** What a look at a chunk's hot directory shows, before any database library is called. */
public enum HotLook {
  /** There is no directory. */
  MISSING,
  /** There is a directory, without the file {@code CURRENT} that makes it a database. */
  GUTTED,
  /** A database is there. */
  PRESENT
}
