package dev.permafrost.backend.lake;

import dev.permafrost.backend.access.LakeOptions;
import dev.permafrost.backend.transport.Call;
import dev.permafrost.ports.failure.Cancelled;
import dev.permafrost.ports.failure.LakeForbidden;
import dev.permafrost.ports.failure.LakeUndescribed;
import dev.permafrost.ports.failure.WrongNetwork;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What a lake says of itself, asked once: its manifest, or the configuration where it has none. A
 * failure is not kept; the next caller asks again. Safe for several threads.
 */
public final class LakeChart {

  private static final long TURN_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final LakeStore store;
  private final LakeOptions options;
  private final ReentrantLock turn = new ReentrantLock();
  private volatile @Nullable Known known;

  LakeChart(LakeStore store, LakeOptions options) {
    this.store = store;
    this.options = options;
  }

  private record Known(LakeDescription description, LakeObjects objects) {}

  /** What the lake is. */
  public LakeDescription description(Call call) {
    return know(call).description();
  }

  /** Its objects. */
  public LakeObjects objects(Call call) {
    return know(call).objects();
  }

  private Known know(Call call) {
    Known already = known;
    if (already != null) {
      return already;
    }
    takeTurn(call);
    try {
      Known meanwhile = known;
      if (meanwhile != null) {
        return meanwhile;
      }
      LakeDescription description = describe(call);
      Known now = new Known(description, new LakeObjects(store, description.layout()));
      known = now;
      return now;
    } finally {
      turn.unlock();
    }
  }

  /** Waits while another caller asks, no longer than this caller has time. */
  private void takeTurn(Call call) {
    try {
      while (!turn.tryLock(TURN_NANOS, TimeUnit.NANOSECONDS)) {
        call.check(store.location(Manifest.KEY), "reading the manifest");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      Cancelled cancelled = new Cancelled();
      cancelled.addSuppressed(e);
      throw cancelled;
    }
  }

  private LakeDescription describe(Call call) {
    String location = store.location(Manifest.KEY);
    Optional<byte[]> json;
    try {
      json = store.read(Manifest.KEY, Manifest.LARGEST_BYTES, call);
    } catch (LakeForbidden e) {
      // A store that hides what is missing says 403 of a manifest that is not there, too.
      if (e.status() != 403 || !missingOptions().isEmpty()) {
        throw e;
      }
      json = Optional.empty();
    }
    return json.isPresent()
        ? described(Manifest.read(json.get(), location), location)
        : configured(location);
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
