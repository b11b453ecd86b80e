package dev.permafrost.domain.attempt;

import dev.permafrost.ports.chunk.ChunkId;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Keeps two callers of this process from changing the same chunk's artifacts at once: freezing it,
 * sweeping it and demoting it exclude each other. Safe for several threads.
 */
final class BusyChunks {

  private final Set<ChunkId> held = new HashSet<>();

  /**
   * Holds a chunk while something is done to it.
   *
   * @return what the body returned
   * @throws IllegalStateException if somebody else is at work on it: the caller drives chunks
   *     wrongly
   */
  <T> T holding(ChunkId chunk, Supplier<T> body) {
    synchronized (held) {
      if (!held.add(chunk)) {
        throw new IllegalStateException("chunk " + chunk + " is being worked on by another thread");
      }
    }
    try {
      return body.get();
    } finally {
      synchronized (held) {
        held.remove(chunk);
      }
    }
  }
}
