package dev.permafrost.domain.ingest;

import dev.permafrost.domain.attempt.Attempts;
import dev.permafrost.domain.catalog.Catalog;
import dev.permafrost.domain.hot.HotChunks;
import dev.permafrost.domain.pass.LedgerPasses;
import dev.permafrost.ports.work.TimeSource;

/**
 * What live ingestion works with.
 *
 * @param passes check ledgers as every other way of ingesting does
 */
record LiveMeans(
    Catalog catalog, HotChunks hot, LedgerPasses passes, Attempts attempts, TimeSource time) {}
