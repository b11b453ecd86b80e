/** The adapter for Zstandard: the codec that compresses raw ledgers into frames. */
@NullMarked
package dev.permafrost.zstd;

import org.jspecify.annotations.NullMarked;
