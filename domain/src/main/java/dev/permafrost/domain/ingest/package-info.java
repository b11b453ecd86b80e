/**
 * Ingestion: writes ledgers to a chunk's hot database, in bulk from a lake or live one at a time.
 */
@NullMarked
package dev.permafrost.domain.ingest;

import org.jspecify.annotations.NullMarked;
