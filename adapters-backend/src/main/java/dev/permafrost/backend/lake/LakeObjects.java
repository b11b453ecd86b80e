package dev.permafrost.backend.lake;

import dev.permafrost.backend.transport.Deadline;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The objects of a lake by index: whether one exists, and its name. The first existing object shows
 * which of the two extensions the lake uses; until then each question takes a request for each.
 *
 * <p>Remembers the highest object seen, where a search for the tip starts. Thread-safe.
 */
public final class LakeObjects {

  private final LakeStore store;
  private final LakeLayout layout;
  private final AtomicReference<@Nullable LakeExtension> extension = new AtomicReference<>();
  private final AtomicReference<@Nullable Long> highestSeen = new AtomicReference<>();

  LakeObjects(LakeStore store, LakeLayout layout) {
    this.store = store;
    this.layout = layout;
  }

  public LakeLayout layout() {
    return layout;
  }

  /** Whether the object with an index exists. */
  public boolean isThere(long index, Deadline deadline) {
    LakeExtension known = extension.get();
    if (known != null) {
      return isThere(index, known, deadline);
    }
    return isThere(index, LakeExtension.ZST, deadline)
        || isThere(index, LakeExtension.ZSTD, deadline);
  }

  /**
   * Whether an object exists that was reported missing. If the lake continues after it, so that it
   * would be a hole, it is requested again past the caches on the way, immediately and after a
   * pause.
   */
  public boolean isThereBehindCaches(long index, Duration pause, Deadline deadline) {
    Long highest = highestSeen.get();
    LakeExtension known = extension.get();
    if (highest == null || known == null || highest <= index) {
      return false;
    }
    String key = layout.key(index, known);
    boolean isThere = store.isThereNow(key, deadline);
    if (!isThere && deadline.leftNanos() > pause.toNanos()) {
      deadline.time().pause(pause, deadline.cancel());
      isThere = store.isThereNow(key, deadline);
    }
    return isThere;
  }

  /**
   * The name of an index's object under the extension that this lake does not use, if it exists all
   * the same.
   */
  public Optional<String> underOtherExtension(long index, Deadline deadline) {
    LakeExtension known = extension.get();
    if (known == null) {
      return Optional.empty();
    }
    LakeExtension other = known == LakeExtension.ZST ? LakeExtension.ZSTD : LakeExtension.ZST;
    String key = layout.key(index, other);
    return store.isThere(key, deadline) ? Optional.of(store.location(key)) : Optional.empty();
  }

  private boolean isThere(long index, LakeExtension asked, Deadline deadline) {
    boolean isThere = store.isThere(layout.key(index, asked), deadline);
    if (isThere) {
      noteSeen(index, asked);
    }
    return isThere;
  }

  /** Confirms that denied objects are missing, as {@link LakeStore#confirm}. */
  void confirm(Deadline deadline) {
    store.confirm(deadline);
  }

  /** Records that an object exists under an extension. */
  void noteSeen(long index, LakeExtension found) {
    extension.compareAndSet(null, found);
    highestSeen.accumulateAndGet(
        index, (before, now) -> before == null || now == null ? now : Math.max(before, now));
  }

  /** The extension, or null if no object was seen yet. */
  public @Nullable LakeExtension extension() {
    return extension.get();
  }

  /** The highest index seen, or null. */
  @Nullable Long highestSeen() {
    return highestSeen.get();
  }

  /** The key of an index; under the standard's extension if no object was seen yet. */
  public String key(long index) {
    LakeExtension known = extension.get();
    return layout.key(index, known == null ? LakeExtension.ZST : known);
  }

  /** The name of an index's object, for messages. */
  public String location(long index) {
    return store.location(key(index));
  }
}
