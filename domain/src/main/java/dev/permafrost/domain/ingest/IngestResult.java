package dev.permafrost.domain.ingest;

import dev.permafrost.ports.chunk.ChunkId;
import java.util.OptionalLong;

/**
 * The result of an ingestion.
 *
 * @param chunk the chunk
 * @param ledgers how many ledgers this attempt committed
 * @param rawBytes their raw size
 * @param frameBytes the size of their frames
 * @param highest the highest ledger in the hot database now; empty if the chunk was frozen already,
 *     or there is none
 */
public record IngestResult(
    ChunkId chunk, long ledgers, long rawBytes, long frameBytes, OptionalLong highest) {}
