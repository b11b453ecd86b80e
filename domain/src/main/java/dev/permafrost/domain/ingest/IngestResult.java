package dev.permafrost.domain.ingest;

import dev.permafrost.ports.chunk.ChunkId;
import java.util.OptionalLong;

/**
 * What an ingestion did.
 *
 * @param chunk the chunk
 * @param ledgers how many ledgers were committed by this attempt
 * @param rawBytes how many bytes they have raw
 * @param frameBytes how many bytes their frames have
 * @param highest the highest ledger that is in the hot database now; empty if the chunk was frozen
 *     already, or there is none
 */
public record IngestResult(
    ChunkId chunk, long ledgers, long rawBytes, long frameBytes, OptionalLong highest) {}
