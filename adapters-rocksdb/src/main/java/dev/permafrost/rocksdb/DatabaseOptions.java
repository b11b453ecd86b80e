package dev.permafrost.rocksdb;

import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.WALRecoveryMode;

/**
 * The RocksDB options of the two kinds of database; comments explain each difference from the
 * defaults.
 */
enum DatabaseOptions {
  /** The catalog: a few hundred bytes for each chunk, written a few times for each. */
  CATALOG {
    @Override
    void tune(DBOptions options, boolean directIo) {
      options.setMaxManifestFileSize(MIB);
    }

    @Override
    void tune(ColumnFamilyOptions options) {
      options.setWriteBufferSize(MIB);
    }
  },

  /** A hot database: 10,000 frames in key order, each in a synced batch. */
  HOT {
    @Override
    void tune(DBOptions options, boolean directIo) {
      // A recycled log overwrites blocks that are allocated, so that a sync flushes data alone.
      options.setRecycleLogFileNum(2);
      // The family of facts has hardly any writes. Flushed separately it would never be full, and
      // keep every log since its first entry alive: none could be recycled, and opening would
      // replay all.
      options.setAtomicFlush(true);
      // Otherwise a flush fills the page cache, and a commit waits for its write-back.
      options.setUseDirectIoForFlushAndCompaction(directIo);
      // A flush writes this much at a time, and a concurrent commit waits for one such write: with
      // RocksDB's 1 MiB the slowest hundredth takes more than twice as long.
      options.setWritableFileMaxBufferSize(128 * KIB);
    }

    @Override
    void tune(ColumnFamilyOptions options) {
      // The first logs of a chunk are new files, so larger ones would spread their cost further.
      options.setWriteBufferSize(32 * MIB);
    }
  };

  private static final long KIB = 1L << 10;
  private static final long MIB = 1L << 20;

  abstract void tune(DBOptions options, boolean directIo);

  abstract void tune(ColumnFamilyOptions options);

  /**
   * Options of a database, owned by the handles.
   *
   * @param create creates the database and its families, and fails if one exists
   * @param directIo whether its volume supports direct I/O
   */
  DBOptions database(NativeHandles handles, boolean create, boolean directIo) {
    DBOptions options =
        handles
            .own(new DBOptions())
            .setCreateIfMissing(create)
            .setErrorIfExists(create)
            .setCreateMissingColumnFamilies(create)
            .setParanoidChecks(true)
            // A truncated end of the log after a crash is accepted; the witness distinguishes it
            // from damage.
            .setWalRecoveryMode(WALRecoveryMode.PointInTimeRecovery)
            // Every table is opened with the database, so that a missing one is detected
            // immediately.
            .setMaxOpenFiles(-1)
            .setOpenFilesAsync(false)
            .setMaxBackgroundJobs(2)
            // The information log would exist a thousand times, each without a size limit.
            .setKeepLogFileNum(2)
            .setMaxLogFileSize(MIB)
            .setStatsDumpPeriodSec(0)
            .setStatsPersistPeriodSec(0);
    tune(options, directIo);
    return options;
  }

  /** Options of a column family, owned by the handles. */
  ColumnFamilyOptions family(NativeHandles handles) {
    ColumnFamilyOptions options =
        handles
            .own(new ColumnFamilyOptions())
            // Frames are compressed already.
            .setCompressionType(CompressionType.NO_COMPRESSION)
            .setForceConsistencyChecks(true)
            // Values are scanned once, or read one by one: the page cache is enough.
            .setTableFormatConfig(new BlockBasedTableConfig().setNoBlockCache(true));
    tune(options);
    return options;
  }
}
