package dev.permafrost.testkit.machine;

/**
 * What the simulated machine may lose and what it must keep: the freedom that POSIX leaves to a
 * file system, and the promises that this project's ports make, each with its source.
 */
public enum MachineRule {

  /**
   * What a file's sync covered, data and size, is there after a power cut. Source: POSIX.1-2017,
   * {@code fsync}, with {@code _POSIX_SYNCHRONIZED_IO}.
   */
  SYNCED_DATA_SURVIVES,

  /**
   * A write that was not synced may be there, gone, or there in part: writes reach the disk in any
   * order, a later one perhaps before an earlier one, and each is torn at most between sectors of
   * 512 bytes. Source: POSIX.1-2017, {@code write} (no order before {@code fsync}); NVMe and SCSI
   * write one logical block atomically; T. S. Pillai et al., "All File Systems Are Not Created
   * Equal", OSDI 2014, table 1 (content atomicity, reordering).
   */
  UNSYNCED_DATA_MAY_BE_LOST_OR_TORN,

  /**
   * A file's new size may be there before its data, which then reads as zeros. Source: OSDI 2014 as
   * above, table 1 (size atomicity, appended garbage); delayed allocation in ext4.
   */
  SIZE_MAY_SURVIVE_WITHOUT_DATA,

  /**
   * A directory's sync keeps its own entries, and no others: not those of the directory above, in
   * which its own name stands. Source: Linux {@code fsync(2)}, "Calling fsync() does not
   * necessarily ensure that the entry in the directory containing the file has also reached disk".
   */
  A_SYNCED_DIRECTORY_KEEPS_ITS_ENTRIES,

  /**
   * Each entry that was made or removed since its directory's last sync may have survived or not,
   * on its own; one name passes only through states that it had, in their order. Source: POSIX.1
   * promises no order between directory operations; OSDI 2014 as above, table 1 (directory
   * operations).
   */
  UNSYNCED_ENTRIES_SURVIVE_EACH_ON_ITS_OWN,

  /**
   * A file may have several names. Each of them survives or not by the rules of its own directory,
   * and all that survive lead to the same file. Source: POSIX.1-2017, {@code link}, which says
   * nothing of a power cut.
   */
  NAMES_OF_ONE_FILE_SURVIVE_EACH_ON_THEIR_OWN,

  /**
   * A rename takes the name away and gives the new one in one step. After a power cut the new name
   * leads to the file that it led to before, or to the renamed one, and to nothing only where what
   * it led to before was not durable. The old name may survive beside it, or be gone although the
   * new name did not survive, until both directories are synced. What the renamed file holds
   * follows from the syncs of the file alone. Source: POSIX.1-2017, {@code rename}; Linux {@code
   * rename(2)}, "If newpath already exists, it will be atomically replaced"; OSDI 2014 as above,
   * table 1 (no order between directory operations, or between a rename and the data).
   */
  A_RENAME_NEVER_LEAVES_ITS_NEW_NAME_EMPTY,

  /**
   * What is read past the cache is what is durable, however much more is visible: what a failed
   * sync dropped is not in it. Source: Linux {@code open(2)}, {@code O_DIRECT}; the pages that a
   * failed sync marked clean are not written before such a read.
   */
  READS_PAST_THE_CACHE_SEE_WHAT_IS_DURABLE,

  /**
   * A sync that fails drops what it covered: it stays visible, a second sync succeeds, and the data
   * is gone after a power cut. Source: Linux {@code fsync(2)}; A. Rebello et al., "Can Applications
   * Recover from fsync Failures?", USENIX ATC 2020.
   */
  A_FAILED_SYNC_DROPS_WHAT_IT_COVERED,

  /**
   * A write that was begun is done at some time until it is waited for, from the buffer that was
   * lent to it: until then a power cut or the death of the process leaves none of it, a part of it,
   * or all. What waits for it comes behind it: the next one, a sync, the closing. Source: Linux
   * {@code open(2)}, {@code O_DIRECT}, and {@code io_submit(2)}: the buffer is read while the write
   * is under way, and not before; POSIX.1-2017, {@code aio_write}.
   */
  A_BEGUN_WRITE_IS_DONE_LATER,

  /**
   * A write that fails when nobody waits for it, and a sync that fails, are told to each descriptor
   * that was open, once, by what waits next or by its next sync; after that waits and syncs succeed
   * as if nothing had been lost. Source: Linux {@code fsync(2)}, EIO; "Handling errors during
   * writeback" in the kernel's documentation of its virtual file system, {@code errseq_t}.
   */
  A_FAILURE_IS_TOLD_ONCE_TO_EACH_DESCRIPTOR,

  /**
   * Volumes are cut each at its own instant. On one that was cut every operation fails and changes
   * nothing, and the process goes on with the others until they are cut, too. Source: each volume
   * has a disk of its own, with a cable and a controller that fail alone; XFS and ext4 answer every
   * operation with an error once they are shut down.
   */
  VOLUMES_ARE_CUT_EACH_AT_ITS_OWN_INSTANT,

  /**
   * A batch of the catalog or of a hot database is there after it returned, and while it is under
   * way it is there as a whole or not at all. Source: the contracts of {@code MetaStore.commit} and
   * {@code HotStore.commit}. The database is only as reachable as its directory and its {@code
   * CURRENT}, which are files like all others.
   */
  BATCHES_ARE_ATOMIC_AND_DURABLE,

  /**
   * The death of a process loses nothing that is visible, makes nothing durable, and frees its
   * locks. Source: the page cache belongs to the kernel; {@code fcntl(2)}, locks end with their
   * process.
   */
  A_DEAD_PROCESS_LEAVES_THE_VISIBLE_VOLATILE
}
