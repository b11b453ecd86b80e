package dev.permafrost.ports.hot;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.roots.DatabaseLook;
import java.util.List;
import java.util.Set;

/**
 * The hot databases, one for each chunk, in the directories {@code {hot}/{chunk:08d}}.
 *
 * <p>The domain decides which method may be called in which catalog state. Failures are translated
 * here: {@code HotStoreDamaged} if a file that the database needs is missing or fails its checksum,
 * {@code OtherColumnFamilies}, {@code HotStoreUnavailable} with its cause for everything that a
 * restart may resolve (lock held, too many files, I/O), {@code PermissionDenied}, {@code NoSpace}.
 * Loss is never concluded here. Thread-safe.
 */
public interface HotStores {

  /** The directory of a chunk's database, for messages; it need not exist. */
  String locate(ChunkId chunk);

  /**
   * Checks whether the database exists; changes nothing. Throws if access is denied, instead of
   * reporting the database as missing.
   */
  DatabaseLook look(ChunkId chunk);

  /**
   * Whether a file of this name may exist in the directory of a hot database: a file of the
   * database, its witness, or a file that a network file system keeps for one of them while it is
   * open.
   */
  boolean isKnownName(String name);

  /**
   * The paths in a chunk's directory that have no {@linkplain #isKnownName known name} or are not
   * files, or the directory's own path if it is not a directory. Sorted; empty if there are none.
   * Changes nothing.
   */
  List<String> foreignEntries(ChunkId chunk);

  /**
   * The chunk's files that are modified in place or appended to and that a copy shares by a hard
   * link: writing to them would change the copy. Sorted; changes nothing.
   */
  List<String> sharedFiles(ChunkId chunk);

  /**
   * Reads a chunk's witness; changes nothing. A file that cannot be read is a failure, not {@link
   * WitnessReading.State#UNSOUND}.
   */
  WitnessReading readWitness(ChunkId chunk);

  /**
   * Rewrites both slots of a chunk's witness, and syncs the file but not its directory. For
   * recovery only, while the database is not open.
   */
  void rewriteWitness(ChunkId chunk, long sequence);

  /**
   * Creates the database with exactly these column families, and its witness with both slots
   * written and synced. The directory, which may exist, must be empty. Directory entries are not
   * durable.
   *
   * @param families the families, {@link ColumnFamily#DEFAULT} included
   * @param witnessSequence the initial sequence of the witness: one below the chunk's first ledger
   */
  @MustBeClosed
  HotStore create(ChunkId chunk, Set<ColumnFamily> families, long witnessSequence);

  /**
   * Opens an existing database for writing; never creates one.
   *
   * @param families must be exactly those of its creation
   */
  @MustBeClosed
  HotStore openExisting(ChunkId chunk, Set<ColumnFamily> families);

  /**
   * Opens an existing database for reading. It takes no lock, writes nothing, and is a snapshot of
   * all batches committed so far.
   *
   * @param families must be exactly those of its creation
   */
  @MustBeClosed
  HotView openReadOnly(ChunkId chunk, Set<ColumnFamily> families);

  /** The bytes that a chunk's database takes on disk, 0 if there is none. Opens nothing. */
  long sizeBytes(ChunkId chunk);
}
