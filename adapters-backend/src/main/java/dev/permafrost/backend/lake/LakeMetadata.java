package dev.permafrost.backend.lake;

import dev.permafrost.backend.access.LakeOptions;
import dev.permafrost.backend.transport.Deadline;
import dev.permafrost.ports.failure.BackendUnreachable;
import dev.permafrost.ports.failure.Cancelled;
import dev.permafrost.ports.failure.LakeDamage;
import dev.permafrost.ports.failure.LakeForbidden;
import dev.permafrost.ports.failure.LakeUndescribed;
import dev.permafrost.ports.failure.StorageFailure;
import dev.permafrost.ports.failure.WrongNetwork;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A lake's metadata, read once: its manifest, or the configuration if it has none. A failure is not
 * cached; the next caller tries again. Thread-safe.
 */
public final class LakeMetadata {

  private static final long TURN_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final LakeStore store;
  private final LakeOptions options;
  private final ReentrantLock turn = new ReentrantLock();
  private volatile @Nullable Known known;

  LakeMetadata(LakeStore store, LakeOptions options) {
    this.store = store;
    this.options = options;
  }

  private record Known(LakeDescription description, LakeObjects objects) {}

  /** The lake's description. */
  public LakeDescription description(Deadline deadline) {
    return know(deadline).description();
  }

  /** Its objects. */
  public LakeObjects objects(Deadline deadline) {
    return know(deadline).objects();
  }

  private Known know(Deadline deadline) {
    Known already = known;
    if (already != null) {
      return already;
    }
    takeTurn(deadline);
    try {
      Known meanwhile = known;
      if (meanwhile != null) {
        return meanwhile;
      }
      LakeDescription description = describe(deadline);
      Known now = new Known(description, new LakeObjects(store, description.layout()));
      known = now;
      return now;
    } finally {
      turn.unlock();
    }
  }

  /** Waits while another caller reads, but no longer than this caller's deadline. */
  private void takeTurn(Deadline deadline) {
    try {
      while (!turn.tryLock(TURN_NANOS, TimeUnit.NANOSECONDS)) {
        deadline.check(store.location(Manifest.KEY), "reading the manifest");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      Cancelled cancelled = new Cancelled();
      cancelled.addSuppressed(e);
      throw cancelled;
    }
  }

  /**
   * The change, if the manifest differs from when it was read; caches on the way are bypassed. The
   * next run uses the new one.
   */
  public Optional<StorageFailure> changeUnderWay(Deadline deadline) {
    Known before = known;
    if (before == null || !before.description().hasManifest()) {
      return Optional.empty();
    }
    LakeDescription was = before.description();
    LakeDescription now = describe(deadline);
    String location = store.location(Manifest.KEY);
    if (!was.network().equals(now.network())) {
      return Optional.of(new WrongNetwork(was.network(), now.network(), location));
    }
    return was.layout().equals(now.layout())
        ? Optional.empty()
        : Optional.of(
            new BackendUnreachable(
                location,
                "the manifest has changed under way: it said "
                    + words(was.layout())
                    + ", and says "
                    + words(now.layout())
                    + "; start again",
                null));
  }

  private static String words(LakeLayout layout) {
    return layout.ledgersPerBatch()
        + " ledgers an object and "
        + layout.batchesPerPartition()
        + " objects a partition";
  }

  private LakeDescription describe(Deadline deadline) {
    String location = store.location(Manifest.KEY);
    Optional<byte[]> json;
    try {
      json = store.readNow(Manifest.KEY, Manifest.LARGEST_BYTES, deadline);
    } catch (LakeForbidden e) {
      // A store that hides missing objects answers 403 for a missing manifest, too.
      if (e.status() != 403 || !missingOptions().isEmpty()) {
        throw e;
      }
      json = Optional.empty();
    }
    return json.isPresent()
        ? described(read(json.get(), location, deadline), location)
        : configured(location);
  }

  /** Reads the manifest; invalid content may be the page of a server that answers every path. */
  private Manifest read(byte[] json, String location, Deadline deadline) {
    try {
      return Manifest.read(json, location);
    } catch (LakeDamage e) {
      store.requireNo(deadline);
      throw e;
    }
  }

  private LakeDescription described(Manifest manifest, String location) {
    Optional<String> expected = options.network();
    if (expected.isPresent() && !expected.get().equals(manifest.network())) {
      throw new WrongNetwork(expected.get(), manifest.network(), location);
    }
    return new LakeDescription(manifest.network(), manifest.layout(), true);
  }

  private LakeDescription configured(String location) {
    List<String> missing = missingOptions();
    if (!missing.isEmpty()) {
      throw new LakeUndescribed(location, String.join(", ", missing));
    }
    LakeLayout layout =
        new LakeLayout(
            options.ledgersPerBatch().orElseThrow(), options.batchesPerPartition().orElseThrow());
    return new LakeDescription(options.network().orElseThrow(), layout, false);
  }

  private List<String> missingOptions() {
    List<String> missing = new ArrayList<>();
    if (options.ledgersPerBatch().isEmpty()) {
      missing.add("ledgers per batch");
    }
    if (options.batchesPerPartition().isEmpty()) {
      missing.add("batches per partition");
    }
    if (options.network().isEmpty()) {
      missing.add("the network");
    }
    return missing;
  }
}
