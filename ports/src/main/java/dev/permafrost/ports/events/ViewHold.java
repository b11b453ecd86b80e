package dev.permafrost.ports.events;

import dev.permafrost.ports.chunk.ChunkId;
import java.time.Duration;

/**
 * Reports that a chunk that is to be removed stays for now, because an open view may read it.
 *
 * @param chunk the chunk
 * @param oldestView the age of the oldest open view
 */
public record ViewHold(ChunkId chunk, Duration oldestView) {}
