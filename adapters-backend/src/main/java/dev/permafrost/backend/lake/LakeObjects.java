package dev.permafrost.backend.lake;

import dev.permafrost.backend.transport.Deadline;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The objects of a lake by their index: whether one is there, and what it is called. Which of the
 * two extensions the lake uses is found with the first object that is there; until then a question
 * takes a request for each.
 *
 * <p>Remembers the highest object that was seen, which is where a search for the tip begins. Safe
 * for several threads.
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

  /** Whether the object of an index is there. */
  public boolean isThere(long index, Deadline deadline) {
    LakeExtension known = extension.get();
    if (known != null) {
      return isThere(index, known, deadline);
    }
    return isThere(index, LakeExtension.ZST, deadline)
        || isThere(index, LakeExtension.ZSTD, deadline);
  }

  /**
   * Whether an object is there after all that was said to be missing: asked again past the caches
   * on the way, at once and after a pause, if the lake goes on behind it, so that it would be a
   * hole.
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
   * The name of an index's object under the extension that this lake does not have, if it is there
   * all the same.
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

  /** Makes sure that what was denied is missing, as {@link LakeStore#confirm}. */
  void confirm(Deadline deadline) {
    store.confirm(deadline);
  }

  /** Notes that an object is there under an extension. */
  void noteSeen(long index, LakeExtension found) {
    extension.compareAndSet(null, found);
    highestSeen.accumulateAndGet(
        index, (before, now) -> before == null || now == null ? now : Math.max(before, now));
  }

  /** The extension, or null as long as no object was seen. */
  public @Nullable LakeExtension extension() {
    return extension.get();
  }

  /** The highest index seen, or null. */
  @Nullable Long highestSeen() {
    return highestSeen.get();
  }

  /** The key of an index; under the standard's extension as long as no object was seen. */
  public String key(long index) {
    LakeExtension known = extension.get();
    return layout.key(index, known == null ? LakeExtension.ZST : known);
  }

  /** The name of an index's object, for messages. */
  public String location(long index) {
    return store.location(key(index));
  }
}
