package dev.permafrost.ports.events;

import dev.permafrost.ports.chunk.ChunkId;

/**
 * How far an attempt has come. Told often (per ledger): an observer must be quick.
 *
 * @param operation what it is about
 * @param chunk which chunk
 * @param ledgersDone how many ledgers are done, those of an earlier attempt included
 * @param ledgersTotal how many there are to do in all
 * @param rawBytes how many raw bytes were handled by this attempt so far
 */
public record Progress(
    Operation operation, ChunkId chunk, long ledgersDone, long ledgersTotal, long rawBytes) {}
