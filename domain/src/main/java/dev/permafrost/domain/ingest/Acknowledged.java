package dev.permafrost.domain.ingest;

import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.chunk.LedgerHash;
import java.util.Optional;

/**
 * A ledger that live ingestion made durable.
 *
 * @param sequence its sequence
 * @param hash the hash of its header
 * @param completed the chunk that it filled, if it was the chunk's last; that chunk's handle is
 *     closed, so it can be frozen now
 */
public record Acknowledged(long sequence, LedgerHash hash, Optional<ChunkId> completed) {}
