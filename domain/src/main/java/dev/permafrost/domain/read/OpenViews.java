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
 * The views that are open in this process: what one of them may read is not removed. A view that is
 * older than the limit is not waited for. Safe for several threads.
 */
public final class OpenViews {

  private final TimeSource time;
  private final Duration limit;
  private final Set<ReadView> views = new LinkedHashSet<>();

  /**
   * No views.
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
   * Registers a view before it looks at the catalog, so that who gives up a chunk either is seen by
   * the view, or sees it.
   */
  synchronized void opened(ReadView view) {
    views.add(view);
  }

  synchronized void closed(ReadView view) {
    views.remove(view);
  }

  /** Whether a view that is not too old may read a chunk. */
  public synchronized boolean hold(ChunkId chunk) {
    return views.stream().anyMatch(view -> !view.isExpired() && view.holds(chunk));
  }

  /**
   * Tells that a chunk stays for a view. The view may be closed meanwhile: then nothing is told.
   */
  public void tellHold(ChunkId chunk, StorageEvents events) {
    oldestAge().ifPresent(age -> events.held(new ViewHold(chunk, age)));
  }

  /** The age of the oldest view; empty if none is open. */
  public synchronized Optional<Duration> oldestAge() {
    return views.stream().findFirst().map(ReadView::age);
  }
}
