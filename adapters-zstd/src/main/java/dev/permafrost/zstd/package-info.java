/** Holds the codec between raw ledgers and Zstandard frames. */
@NullMarked
package dev.permafrost.zstd;

import org.jspecify.annotations.NullMarked;
