package dev.permafrost.domain.read;

import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.events.StorageEvents;
import dev.permafrost.ports.events.ViewHold;
import dev.permafrost.ports.work.TimeSource;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The open views of this process: chunks that one of them may read are not removed. A view older
 * than the limit is ignored. Thread-safe.
 */
public final class OpenViews {

  private final TimeSource time;
  private final Duration limit;
  private final Set<ReadView> views = new LinkedHashSet<>();

  /**
   * Creates an empty registry.
   *
   * @param limit how long a view may be open
   */
  public OpenViews(TimeSource time, Duration limit) {
    this.time = time;
    this.limit = limit;
  }

  /** How long a view may be open. */
  Duration limit() {
    return limit;
  }

  long nanoTime() {
    return time.nanoTime();
  }

  /**
   * Registers a view before it reads the catalog, so that either the view sees that a chunk is
   * given up, or the removal sees the view.
   */
  synchronized void opened(ReadView view) {
    views.add(view);
  }

  synchronized void closed(ReadView view) {
    views.remove(view);
  }

  /** Whether a view within the limit may read a chunk. */
  public synchronized boolean hold(ChunkId chunk) {
    return views.stream().anyMatch(view -> !view.isExpired() && view.holds(chunk));
  }

  /**
   * Reports that a chunk stays because of a view. If the view was closed in the meantime, nothing
   * is reported.
   */
  public void tellHold(ChunkId chunk, StorageEvents events) {
    oldestAge().ifPresent(age -> events.held(new ViewHold(chunk, age)));
  }

  /** The age of the oldest view; empty if none is open. */
  public synchronized Optional<Duration> oldestAge() {
    return views.stream().findFirst().map(ReadView::age);
  }
}
