package dev.permafrost.domain.attempt;

import dev.permafrost.ports.chunk.ChunkId;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Ensures that only one thread of this process changes a chunk's artifacts at a time: freezing,
 * sweeping and demoting it exclude each other. Thread-safe.
 */
final class BusyChunks {

  private final Set<ChunkId> held = new HashSet<>();

  /**
   * Reserves a chunk while the body runs.
   *
   * @return the body's result
   * @throws IllegalStateException if another thread works on the chunk, which is a bug of the
   *     caller
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
