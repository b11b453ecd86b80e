/** Ingesting raw ledgers, from validation to acknowledgement. */
@NullMarked
package dev.permafrost.benchmarks.ingest;

import org.jspecify.annotations.NullMarked;
