/** Ledgers into a chunk's hot database. */
@NullMarked
package dev.permafrost.domain.ingest;

import org.jspecify.annotations.NullMarked;
