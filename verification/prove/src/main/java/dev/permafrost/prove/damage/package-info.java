/** Damages real databases in every way, and compares what is said of it with what RocksDB says. */
@NullMarked
package dev.permafrost.prove.damage;

import org.jspecify.annotations.NullMarked;
