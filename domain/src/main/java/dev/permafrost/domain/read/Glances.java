package dev.permafrost.domain.read;

import dev.permafrost.domain.catalog.CatalogScan;
import dev.permafrost.domain.catalog.ChunkRow;
import dev.permafrost.domain.catalog.ChunkState;
import dev.permafrost.domain.catalog.HotState;
import dev.permafrost.domain.catalog.ReadingCatalog;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.failure.UnknownCatalogEntry;
import dev.permafrost.ports.work.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A cached inventory of a store, for a page or a gauge that polls every few seconds: the files of
 * frozen chunks, of which there are thousands, are not checked each time. Thread-safe; calls are
 * serialized.
 */
public final class Glances {

  /** A younger result is returned again. */
  private static final long KEPT_NANOS = Duration.ofSeconds(1).toNanos();

  /** How long the files of a frozen chunk are assumed to be unchanged. */
  private static final long TRUSTED_NANOS = Duration.ofMinutes(5).toNanos();

  /**
   * A snapshot of the inventory.
   *
   * @param chunks each chunk that has a key, in order
   * @param unknown the unknown entries of the catalog
   */
  public record Glance(List<ChunkStatus> chunks, List<UnknownCatalogEntry> unknown) {
    /** Copies the lists. */
    public Glance {
      chunks = List.copyOf(chunks);
      unknown = List.copyOf(unknown);
    }
  }

  /** One chunk's last status, and when it was read. */
  private record Seen(ChunkStatus status, long atNanos) {}

  private final ReadingCatalog catalog;
  private final Inventory inventory;
  private final TimeSource time;
  private Map<ChunkId, Seen> seen = new HashMap<>();
  private Glance last = new Glance(List.of(), List.of());
  private long lastNanos;
  private boolean looked;

  /** Creates the cached inventory of a store. */
  public Glances(ReadingCatalog catalog, Inventory inventory, TimeSource time) {
    this.catalog = catalog;
    this.inventory = inventory;
    this.time = time;
  }

  /**
   * The content of the store, at most a second old.
   *
   * @throws dev.permafrost.ports.failure.StorageFailure if the catalog cannot be read
   */
  public synchronized Glance now() {
    long now = time.nanoTime();
    if (!looked || now - lastNanos >= KEPT_NANOS) {
      last = look(now);
      lastNanos = now;
      looked = true;
    }
    return last;
  }

  private Glance look(long now) {
    CatalogScan scan = catalog.scan();
    Map<ChunkId, Seen> looks = new HashMap<>();
    List<ChunkStatus> chunks = new ArrayList<>();
    for (ChunkRow row : scan.rows()) {
      Seen before = seen.get(row.chunk());
      Seen after = before != null && isTrusted(before, row, now) ? before : look(row, now);
      if (after.status().row().state() != ChunkState.ABSENT) {
        looks.put(row.chunk(), after);
        chunks.add(after.status());
      }
    }
    seen = looks;
    return new Glance(chunks, scan.unknown());
  }

  private static boolean isTrusted(Seen before, ChunkRow row, long now) {
    return row.equals(before.status().row())
        && row.hot() == HotState.ABSENT
        && before.status().problems().isEmpty()
        && row.state() == ChunkState.FROZEN
        && now - before.atNanos() < TRUSTED_NANOS;
  }

  /**
   * A chunk that is frozen, discarded or pruned between two reads is no problem: it is read again.
   */
  private Seen look(ChunkRow row, long now) {
    ChunkStatus status = inventory.glance(row);
    if (!status.problems().isEmpty()) {
      ChunkRow changed = catalog.row(row.chunk());
      status = changed.equals(row) ? status : inventory.glance(changed);
    }
    return new Seen(status, now);
  }
}
