package dev.permafrost.ports.hot;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.roots.DatabaseLook;
import java.util.List;
import java.util.Set;

/**
 * The hot databases, one a chunk, each in its directory {@code {hot}/{chunk:08d}}.
 *
 * <p>Which of its methods may be called under which catalog state is the domain's business.
 * Failures are translated once, here: {@code HotStoreDamaged} if a file the database needs is
 * missing or fails its checksum, {@code OtherColumnFamilies}, {@code HotStoreUnavailable} with its
 * cause for all that a restart may help with (lock held, too many files, I/O), {@code
 * PermissionDenied}, {@code NoSpace}. Loss is never concluded here. Safe for several threads.
 */
public interface HotStores {

  /** The directory of a chunk's database, for messages; it need not exist. */
  String locate(ChunkId chunk);

  /** Looks, and changes nothing. Throws, rather than say missing, where it may not look. */
  DatabaseLook look(ChunkId chunk);

  /**
   * Whether a file of this name may stand in the directory of a hot database: one that the database
   * makes, its witness, or what a network file system keeps of one of them while it is open.
   */
  boolean isKnownName(String name);

  /**
   * The paths that stand in a chunk's directory and have no {@linkplain #isKnownName known name} or
   * are no files; or the place of the directory itself, if something stands there that is no
   * directory. Sorted; empty where nothing is. Changes nothing.
   */
  List<String> foreignEntries(ChunkId chunk);

  /**
   * Those of a chunk's files that are written in place or appended to, and that a copy shares by a
   * hard link: writing to them would change the copy. Sorted; changes nothing.
   */
  List<String> sharedFiles(ChunkId chunk);

  /**
   * Reads a chunk's witness; changes nothing. A file that cannot be read is a failure, not {@link
   * WitnessReading.State#UNSOUND}.
   */
  WitnessReading readWitness(ChunkId chunk);

  /**
   * Writes a chunk's witness again, both slots, and syncs the file. Not its directory. For recovery
   * only, while the database is not open.
   */
  void rewriteWitness(ChunkId chunk, long sequence);

  /**
   * Creates the database with exactly these column families, and its witness with both slots
   * written and synced. The directory, which may exist, must be empty. Directory entries are not
   * durable.
   *
   * @param families the families, {@link ColumnFamily#DEFAULT} included
   * @param witnessSequence what the witness says at first: one below the chunk's first ledger
   */
  @MustBeClosed
  HotStore create(ChunkId chunk, Set<ColumnFamily> families, long witnessSequence);

  /**
   * Opens an existing database for writing; creates nothing, in no case, not even where none is.
   *
   * @param families must be exactly those of its creation
   */
  @MustBeClosed
  HotStore openExisting(ChunkId chunk, Set<ColumnFamily> families);

  /**
   * Opens an existing database for reading: takes no lock, writes nothing, sees every committed
   * batch, and is a snapshot of its moment.
   *
   * @param families must be exactly those of its creation
   */
  @MustBeClosed
  HotView openReadOnly(ChunkId chunk, Set<ColumnFamily> families);

  /** The bytes that a chunk's database takes on disk, 0 if there is none. Opens nothing. */
  long sizeBytes(ChunkId chunk);
}
