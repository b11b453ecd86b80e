package dev.permafrost.domain.hot;

import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.failure.HotStoreUnavailable;
import dev.permafrost.ports.hot.HotStore;
import dev.permafrost.ports.hot.HotStores;
import dev.permafrost.ports.hot.HotView;
import dev.permafrost.ports.work.CancelSource;
import dev.permafrost.ports.work.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The one owner of every hot database that is open in this process. Handles are counted; the last
 * one to go closes the database, but for a few that lookups opened, which stay open for the next
 * one. Opening, reading and discarding a chunk happen under the chunk's own lock, so that no caller
 * meets a database that is half open or half gone.
 */
final class HotRegistry {

  /** How many databases that nobody uses stay open for the next lookup. */
  private static final int MAX_IDLE = 2;

  /** For how long a page is waited for: it takes less, unless a disk hangs. */
  private static final Duration LONGEST_PAGE = Duration.ofSeconds(30);

  /** How often it is looked at whether the page is read, where nobody says so. */
  private static final Duration PAGE = Duration.ofSeconds(1);

  /** What is open for one chunk. */
  private static final class Entry {
    private final HotView view;
    private final @Nullable HotStore writable;
    private final boolean staysOpen;
    private boolean writerOut;
    private boolean spent;
    private int readersOut;
    private int briefOut;

    Entry(HotView view, @Nullable HotStore writable, boolean staysOpen) {
      this.view = view;
      this.writable = writable;
      this.staysOpen = staysOpen;
    }

    boolean isIdle() {
      return !writerOut && readersOut == 0;
    }
  }

  private final Map<ChunkId, Object> locks = new HashMap<>();

  /** The first one that is idle was used longest ago. */
  private final Map<ChunkId, Entry> entries = new LinkedHashMap<>();

  /** Cancelled when a handle of the chunk is given back. */
  private final Map<ChunkId, CancelSource> givenBack = new HashMap<>();

  private final HotStores stores;
  private final Watermarks watermarks;
  private final TimeSource time;

  HotRegistry(HotStores stores, Watermarks watermarks, TimeSource time) {
    this.stores = stores;
    this.watermarks = watermarks;
    this.time = time;
  }

  /** Does something to a chunk while nobody else opens, closes or discards it. */
  <T> T exclusively(ChunkId chunk, Supplier<T> body) {
    synchronized (lockOf(chunk)) {
      return body.get();
    }
  }

  private Object lockOf(ChunkId chunk) {
    synchronized (locks) {
      return locks.computeIfAbsent(chunk, key -> new Object());
    }
  }

  /** See {@link HotChunks#withoutHandles}. */
  <T> T withoutHandles(ChunkId chunk, Supplier<T> body) {
    return afterPages(
        chunk,
        false,
        () -> {
          vacate(chunk);
          return body.get();
        });
  }

  /**
   * Requires that no handle is out, and forgets the watermark: the database may be replaced or
   * removed. Under {@link #exclusively}.
   *
   * @throws HotStoreUnavailable if a handle of this process is out
   */
  void vacate(ChunkId chunk) {
    int out = handlesOut(chunk);
    if (out > 0) {
      throw new HotStoreUnavailable(
          chunk, stores.locate(chunk), out + " handle(s) of this process are open", null);
    }
    watermarks.forget(chunk);
  }

  private int handlesOut(ChunkId chunk) {
    synchronized (entries) {
      Entry entry = entries.get(chunk);
      return entry == null ? 0 : entry.readersOut + (entry.writerOut ? 1 : 0);
    }
  }

  /**
   * Does something to a chunk, as {@link #exclusively}, once no page is being read from it and what
   * stays open for lookups is closed. A page that takes longer than any should is not waited for.
   *
   * @param shares whether what is open for writing may be left open, and be read from
   */
  <T> T afterPages(ChunkId chunk, boolean shares, Supplier<T> body) {
    long begunNanos = time.nanoTime();
    while (true) {
      CancelSource next = new CancelSource();
      synchronized (lockOf(chunk)) {
        boolean isLate = time.nanoTime() - begunNanos > LONGEST_PAGE.toNanos();
        if (isLate || !isOnlyReadBriefly(chunk, shares)) {
          if (!shares || takesNoWriter(chunk)) {
            closeIfIdle(chunk);
          }
          return body.get();
        }
        synchronized (entries) {
          givenBack.put(chunk, next);
        }
      }
      time.pause(PAGE, next.token());
    }
  }

  private boolean takesNoWriter(ChunkId chunk) {
    synchronized (entries) {
      Entry entry = entries.get(chunk);
      return entry == null || entry.writable == null || entry.spent;
    }
  }

  private boolean isOnlyReadBriefly(ChunkId chunk, boolean shares) {
    synchronized (entries) {
      Entry entry = entries.get(chunk);
      return entry != null
          && !entry.writerOut
          && entry.briefOut > 0
          && entry.briefOut == entry.readersOut
          && !(shares && entry.writable != null);
    }
  }

  /** The database that is open for writing, if one is, is not spent, and nobody writes to it. */
  Optional<HotStore> takeIdleWriter(ChunkId chunk) {
    synchronized (entries) {
      Entry entry = entries.get(chunk);
      if (entry == null || entry.writable == null || entry.writerOut || entry.spent) {
        return Optional.empty();
      }
      entry.writerOut = true;
      return Optional.of(entry.writable);
    }
  }

  /** Registers a database that was just opened for writing, with its writer out. */
  void addWriter(ChunkId chunk, HotStore store) {
    synchronized (entries) {
      Entry entry = new Entry(store, store, false);
      entry.writerOut = true;
      entries.put(chunk, entry);
    }
  }

  /**
   * One more reader of what is open, if anything is.
   *
   * @param brief whether the handle is given back within a page
   */
  Optional<HotView> takeReader(ChunkId chunk, boolean brief) {
    synchronized (entries) {
      Entry entry = entries.get(chunk);
      if (entry == null) {
        return Optional.empty();
      }
      takeReader(entry, brief);
      return Optional.of(entry.view);
    }
  }

  /** Registers a view that was just opened read-only, with one reader out. */
  void addReader(ChunkId chunk, HotView view, boolean brief) {
    synchronized (entries) {
      Entry entry = new Entry(view, null, false);
      takeReader(entry, brief);
      entries.put(chunk, entry);
    }
  }

  /**
   * Registers what a lookup just opened, with one reader out: it stays open when that is back.
   *
   * @param writable the same, if a writer may share it
   */
  void addShared(ChunkId chunk, HotView view, @Nullable HotStore writable, boolean brief) {
    synchronized (entries) {
      Entry entry = new Entry(view, writable, true);
      takeReader(entry, brief);
      entries.put(chunk, entry);
    }
  }

  private static void takeReader(Entry entry, boolean brief) {
    entry.readersOut++;
    entry.briefOut += brief ? 1 : 0;
  }

  /**
   * Takes the writer back.
   *
   * @param spent whether something failed while it wrote: the database takes no more and must be
   *     closed, which it is when the last reader is back; until then nobody else gets to write
   */
  void giveBackWriter(ChunkId chunk, boolean spent) {
    giveBack(
        chunk,
        entry -> {
          entry.writerOut = false;
          entry.spent |= spent;
        });
  }

  void giveBackReader(ChunkId chunk, boolean brief) {
    giveBack(
        chunk,
        entry -> {
          entry.readersOut--;
          entry.briefOut -= brief ? 1 : 0;
        });
    closeBeyondIdle();
  }

  private void giveBack(ChunkId chunk, Consumer<Entry> change) {
    exclusively(
        chunk,
        () -> {
          boolean staysOpen;
          CancelSource waiting;
          synchronized (entries) {
            Entry entry = entries.remove(chunk);
            if (entry == null) {
              throw new IllegalStateException("chunk " + chunk + " has no handle out");
            }
            change.accept(entry);
            entries.put(chunk, entry);
            staysOpen = entry.staysOpen && !entry.spent;
            waiting = givenBack.remove(chunk);
          }
          if (waiting != null) {
            waiting.cancel();
          }
          if (!staysOpen) {
            closeIfIdle(chunk);
          }
          return chunk;
        });
  }

  /** Under {@link #exclusively}. */
  private void closeIfIdle(ChunkId chunk) {
    HotView idle = null;
    synchronized (entries) {
      Entry entry = entries.get(chunk);
      if (entry != null && entry.isIdle()) {
        entries.remove(chunk);
        idle = entry.view;
      }
    }
    if (idle != null) {
      idle.close();
    }
  }

  private void closeBeyondIdle() {
    List<ChunkId> idle = new ArrayList<>();
    synchronized (entries) {
      entries.forEach(
          (chunk, entry) -> {
            if (entry.isIdle()) {
              idle.add(chunk);
            }
          });
    }
    for (int i = 0; i < idle.size() - MAX_IDLE; i++) {
      close(idle.get(i));
    }
  }

  private void close(ChunkId chunk) {
    exclusively(
        chunk,
        () -> {
          closeIfIdle(chunk);
          return chunk;
        });
  }

  /** Closes what stays open for lookups, where nobody uses it. */
  void closeIdle() {
    List<ChunkId> chunks;
    synchronized (entries) {
      chunks = List.copyOf(entries.keySet());
    }
    chunks.forEach(this::close);
  }
}
