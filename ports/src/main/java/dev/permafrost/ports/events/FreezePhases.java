package dev.permafrost.ports.events;

import dev.permafrost.ports.chunk.ChunkId;

/**
 * The durations of the phases of one freeze. Reported once its artifacts are frozen; not if they
 * were frozen already, or if a whole pack that was left behind was kept.
 *
 * @param chunk its chunk
 * @param source where its ledgers came from, as in {@link Attempt#source}
 * @param passNanos the pass over the ledgers: reading, checking and encoding them, and writing the
 *     files
 * @param syncNanos finishing the files and making them durable
 * @param flipNanos the synced catalog batch that marks them frozen
 */
public record FreezePhases(
    ChunkId chunk, String source, long passNanos, long syncNanos, long flipNanos) {}
