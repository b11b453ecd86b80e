/** Where the ledgers of a chunk are read from: its hot database, its pack, or the lake. */
@NullMarked
package dev.permafrost.domain.source;

import org.jspecify.annotations.NullMarked;
