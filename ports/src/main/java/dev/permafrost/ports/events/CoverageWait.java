package dev.permafrost.ports.events;

import dev.permafrost.ports.chunk.ChunkId;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * Reports that the backend does not cover a chunk yet and will be asked again.
 *
 * @param chunk the chunk that waits
 * @param have the backend's tip, if known
 * @param need the ledger that is waited for
 * @param waited how long so far
 * @param limit how long at most
 */
public record CoverageWait(
    ChunkId chunk, OptionalLong have, long need, Duration waited, Duration limit) {}
