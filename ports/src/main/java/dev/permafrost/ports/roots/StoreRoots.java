package dev.permafrost.ports.roots;

import java.util.List;
import java.util.function.Consumer;

/**
 * The three root directories of a store: each has an identity file {@code PERMAFROST}, which says
 * the store's id and the root's role, and which is also its lock file (docs/protocol.md, "The
 * identity of a root").
 *
 * <p>Each method is a single step; the domain decides their order. Not thread-safe. Any exit of the
 * process releases the locks, {@code kill -9} included. A process opens an identity file only once,
 * because closing another channel on it would drop the lock.
 */
public interface StoreRoots extends AutoCloseable {

  /** The path of a root, for messages. */
  String location(RootRole role);

  /**
   * Reads the identity of a root and changes nothing. A claimed root is read through its open
   * identity file.
   */
  RootSighting look(RootRole role);

  /**
   * The identity files, of all three roots, that a copy of the store shares by hard links. Sorted;
   * changes nothing. Called before a root is claimed, because claiming writes to them.
   */
  List<String> sharedFiles();

  /**
   * Whether a root holds data of a store: a directory of a hot database, a directory of a kind of
   * artifact, the catalog's database. Changes nothing.
   */
  boolean holdsData(RootRole role);

  /**
   * Reports every entry of a root once, with the entries of a directory sorted by name. Changes
   * nothing. An entry that cannot be examined is reported as such, and the survey continues. A
   * missing root has no entries. Only an audit uses this; everything else starts from catalog keys.
   *
   * @param each receives the entries; an exception from it ends the survey and is rethrown
   */
  void survey(RootRole role, Consumer<RootEntry> each);

  /**
   * Locks a root for writing: creates the directory, missing parents, and an empty identity file if
   * needed. Does nothing if the root is already claimed. Nothing is durable. Throws {@code
   * RootLocked} with the root and the pid of its holder.
   */
  void claim(RootRole role);

  /**
   * Locks a root for reading, shared with other readers; creates nothing. The root must be {@link
   * RootSighting.State#NAMED}. Throws {@code RootLocked} with the root and the writer's pid.
   */
  void share(RootRole role);

  /** Writes the identity of a claimed root, and syncs the file and the root's directory. */
  void name(RootRole role, StoreId store);

  /**
   * Syncs every directory from a root up to the top of its file system, even if another process
   * created it. Done once for each process and root, before its first use.
   *
   * <p>A directory above the root that can be entered but not read cannot be synced. It is left
   * out, unless this process created the entry below it. No other failure is tolerated. Throws
   * {@code UnfitFileSystem} if the file system cannot sync directories at all.
   *
   * @return lines for the operator: one if directories were left out, and one if the file system
   *     lacks a feature that the store works around
   */
  List<String> makeReachable(RootRole role);

  /** Syncs the directory of the catalog's database, then the catalog root. */
  void makeCatalogDurable();

  /** Releases all locks; closing twice has no effect. */
  @Override
  void close();
}
