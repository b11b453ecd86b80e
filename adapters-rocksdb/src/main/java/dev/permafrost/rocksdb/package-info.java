/** Holds the catalog store and the hot databases over RocksDB. */
@NullMarked
package dev.permafrost.rocksdb;

import org.jspecify.annotations.NullMarked;
