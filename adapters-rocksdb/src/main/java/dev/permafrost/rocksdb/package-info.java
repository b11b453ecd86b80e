/** The adapter for RocksDB: the catalog's store, and the hot databases with their witnesses. */
@NullMarked
package dev.permafrost.rocksdb;

import org.jspecify.annotations.NullMarked;
