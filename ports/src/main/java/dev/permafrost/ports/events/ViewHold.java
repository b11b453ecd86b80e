package dev.permafrost.ports.events;

import dev.permafrost.ports.chunk.ChunkId;
import java.time.Duration;

/**
 * A chunk that is given up stays for now, because an open view may read it.
 *
 * @param chunk the chunk
 * @param oldestView how long the oldest open view has been open
 */
public record ViewHold(ChunkId chunk, Duration oldestView) {}
