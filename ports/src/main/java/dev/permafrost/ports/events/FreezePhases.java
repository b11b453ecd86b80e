package dev.permafrost.ports.events;

import dev.permafrost.ports.chunk.ChunkId;

/**
 * Where the time of one freeze went. Told once its artifacts are frozen; not of a freeze that found
 * them frozen, or kept a whole pack that was left behind.
 *
 * @param chunk its chunk
 * @param source where its ledgers came from, as {@link Attempt#source} says it
 * @param passNanos the one pass: reading, checking and encoding every ledger, and writing the files
 * @param syncNanos finishing the files and making them durable
 * @param flipNanos the synced batch of the catalog that calls them frozen
 */
public record FreezePhases(
    ChunkId chunk, String source, long passNanos, long syncNanos, long flipNanos) {}
