/** The sources of a chunk's ledgers: its hot database, its pack, or the lake. */
@NullMarked
package dev.permafrost.domain.source;

import org.jspecify.annotations.NullMarked;
