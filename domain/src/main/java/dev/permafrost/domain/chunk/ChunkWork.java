package dev.permafrost.domain.chunk;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.ports.chunk.ChunkId;
import java.util.HashSet;
import java.util.Set;

/**
 * Keeps two callers of this process from changing the same chunk's artifacts at once: freezing it,
 * sweeping it and demoting it exclude each other. Safe for several threads.
 */
public final class ChunkWork {

  private final Set<ChunkId> held = new HashSet<>();

  /**
   * Holds a chunk until the hold is closed.
   *
   * @throws IllegalStateException if somebody else is at work on it: the caller drives chunks
   *     wrongly
   */
  @MustBeClosed
  public Hold hold(ChunkId chunk) {
    synchronized (held) {
      if (!held.add(chunk)) {
        throw new IllegalStateException("chunk " + chunk + " is being worked on by another thread");
      }
    }
    return new Hold(chunk);
  }

  /** A chunk that is held; closing twice is harmless. */
  public final class Hold implements AutoCloseable {
    private final ChunkId chunk;
    private boolean released;

    private Hold(ChunkId chunk) {
      this.chunk = chunk;
    }

    @Override
    public void close() {
      synchronized (held) {
        if (!released) {
          released = true;
          held.remove(chunk);
        }
      }
    }
  }
}
