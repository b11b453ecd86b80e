package dev.permafrost.ports.roots;

import java.util.List;
import java.util.function.Consumer;

/**
 * The three root directories of a store: each has an identity file {@code PERMAFROST}, which says
 * the store's id and the root's role, and which is also its lock file (docs/protocol.md, "The
 * identity of a root").
 *
 * <p>The steps are plain; their order is the domain's. Used by one thread. Locks are released by
 * any exit of the process, {@code kill -9} included. An identity file is opened once a process and
 * never again by its owner, because closing any other channel on it would drop the lock.
 */
public interface StoreRoots extends AutoCloseable {

  /** The path of a root, for messages. */
  String location(RootRole role);

  /** Looks at a root and changes nothing; through the open identity file where it is claimed. */
  RootSighting look(RootRole role);

  /**
   * The identity files that a copy of the store shares by hard links, of all three roots. Sorted;
   * changes nothing. Asked before a root is claimed, because claiming writes to them.
   */
  List<String> sharedFiles();

  /**
   * Whether a root holds anything that a store would keep there: a directory of a hot database, a
   * directory of a kind of artifact, the catalog's database. Changes nothing.
   */
  boolean holdsData(RootRole role);

  /**
   * Tells of all that stands in a root, each of it once, a directory's entries in the order of
   * their names. Changes nothing. What cannot be looked at is an entry, too, and hides nothing
   * else. A root that is not there holds nothing. Everything but an audit walks keys, and never
   * asks.
   *
   * @param each gets one entry after another; what it throws ends the survey and is thrown on
   */
  void survey(RootRole role, Consumer<RootEntry> each);

  /**
   * Locks a root for writing: creates the directory, what is missing above it, and an empty
   * identity file where they are not there. Held already: nothing to do. Nothing is durable. Throws
   * {@code RootLocked} with the root and the pid of its holder.
   */
  void claim(RootRole role);

  /**
   * Locks a root for reading, beside other readers; creates nothing. The root must be {@link
   * RootSighting.State#NAMED}. Throws {@code RootLocked} with the root and the writer's pid.
   */
  void share(RootRole role);

  /** Writes the identity of a claimed root, and syncs the file and the root's directory. */
  void name(RootRole role, StoreId store);

  /**
   * Syncs every directory from a root up to the top of its file system, even if another process
   * created it. Done once for each process and root, before its first use.
   *
   * <p>A directory above the root that may be entered and not be read cannot be synced. It is left
   * out, unless this process made what leads from it to the root. Nothing else is tolerated. Throws
   * {@code UnfitFileSystem} where the file system cannot sync directories at all.
   *
   * @return what an operator should know of the root: a line if directories were left out, and one
   *     if its file system cannot do what a store has a way round for
   */
  List<String> makeReachable(RootRole role);

  /** Syncs the directory of the catalog's database, then the catalog root. */
  void makeCatalogDurable();

  /** Releases all locks; closing twice is harmless. */
  @Override
  void close();
}
