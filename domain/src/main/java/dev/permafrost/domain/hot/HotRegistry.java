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
 * Owns every hot database that is open in this process. Handles are counted; closing the last one
 * closes the database, except for a few that lookups opened, which stay open for the next lookup.
 * Opening, reading and discarding a chunk happen under the chunk's own lock, so that no caller
 * meets a half-opened or half-removed database.
 */
final class HotRegistry {

  /** How many unused databases stay open for the next lookup. */
  private static final int MAX_IDLE = 2;

  /** How long to wait for a page: it takes less, unless a disk hangs. */
  private static final Duration LONGEST_PAGE = Duration.ofSeconds(30);

  /** How often to check whether the page is read, if no notification arrives. */
  private static final Duration PAGE = Duration.ofSeconds(1);

  /** The open databases of one chunk. */
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

  /** In order of use: the first idle one is the least recently used. */
  private final Map<ChunkId, Entry> entries = new LinkedHashMap<>();

  /** Cancelled when a handle of the chunk is returned. */
  private final Map<ChunkId, CancelSource> givenBack = new HashMap<>();

  private final HotStores stores;
  private final Watermarks watermarks;
  private final TimeSource time;

  HotRegistry(HotStores stores, Watermarks watermarks, TimeSource time) {
    this.stores = stores;
    this.watermarks = watermarks;
    this.time = time;
  }

  /** Runs a body while no other thread opens, closes or discards the chunk. */
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
   * Requires that no handle is open, and clears the watermark: the database may be replaced or
   * removed. Called under {@link #exclusively}.
   *
   * @throws HotStoreUnavailable if a handle of this process is open
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
   * Runs a body as {@link #exclusively} does, once no page is being read and the databases kept
   * open for lookups are closed. It does not wait for a page that takes longer than any should.
   *
   * @param shares whether a database that is open for writing may stay open, to be read from
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

  /** The database that is open for writing, if there is one that works and that has no writer. */
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

  /** Registers a database that was just opened for writing, with its writer. */
  void addWriter(ChunkId chunk, HotStore store) {
    synchronized (entries) {
      Entry entry = new Entry(store, store, false);
      entry.writerOut = true;
      entries.put(chunk, entry);
    }
  }

  /**
   * Adds a reader to the open database, if there is one.
   *
   * @param brief whether the handle is returned within a page
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

  /** Registers a view that was just opened read-only, with one reader. */
  void addReader(ChunkId chunk, HotView view, boolean brief) {
    synchronized (entries) {
      Entry entry = new Entry(view, null, false);
      takeReader(entry, brief);
      entries.put(chunk, entry);
    }
  }

  /**
   * Registers a database that a lookup just opened, with one reader: it stays open when the reader
   * is closed.
   *
   * @param writable the same database, if a writer may share it
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
   * Takes back the writer's handle.
   *
   * @param spent whether a write failed: the database must then be closed, which happens when the
   *     last reader is closed; until then there is no new writer
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
              throw new IllegalStateException("chunk " + chunk + " has no open handle");
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

  /** Called under {@link #exclusively}. */
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

  /** Closes the unused databases kept open for lookups. */
  void closeIdle() {
    List<ChunkId> chunks;
    synchronized (entries) {
      chunks = List.copyOf(entries.keySet());
    }
    chunks.forEach(this::close);
  }
}
