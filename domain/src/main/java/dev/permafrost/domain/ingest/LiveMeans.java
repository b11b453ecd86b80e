package dev.permafrost.domain.ingest;

import dev.permafrost.domain.attempt.Attempts;
import dev.permafrost.domain.catalog.Catalog;
import dev.permafrost.domain.hot.HotChunks;
import dev.permafrost.domain.pass.LedgerPasses;
import dev.permafrost.ports.work.TimeSource;

/**
 * The parts that live ingestion uses.
 *
 * @param passes check ledgers, as for every other way of ingesting
 */
record LiveMeans(
    Catalog catalog, HotChunks hot, LedgerPasses passes, Attempts attempts, TimeSource time) {}
