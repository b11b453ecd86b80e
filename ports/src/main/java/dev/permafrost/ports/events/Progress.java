package dev.permafrost.ports.events;

import dev.permafrost.ports.chunk.ChunkId;

/**
 * The progress of an attempt. Reported often (per ledger): an observer must be quick.
 *
 * @param operation the operation
 * @param chunk the chunk
 * @param ledgersDone how many ledgers are done, including those of an earlier attempt
 * @param ledgersTotal how many there are in total
 * @param rawBytes how many raw bytes this attempt has handled so far
 */
public record Progress(
    Operation operation, ChunkId chunk, long ledgersDone, long ledgersTotal, long rawBytes) {}
