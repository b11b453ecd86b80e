package dev.permafrost.domain.hot;

import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.hot.HotStore;
import dev.permafrost.ports.hot.HotView;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The one owner of every hot database that is open in this process. Handles are counted; the last
 * one to go closes the database. Opening, reading and discarding a chunk happen under the chunk's
 * own lock, so that no caller meets a database that is half open or half gone.
 */
final class HotRegistry {

  /** What is open for one chunk. */
  private static final class Entry {
    private final HotView view;
    private final @Nullable HotStore writable;
    private boolean writerOut;
    private boolean spent;
    private int readersOut;

    Entry(HotView view, @Nullable HotStore writable) {
      this.view = view;
      this.writable = writable;
    }
  }

  private final Map<ChunkId, Object> locks = new HashMap<>();
  private final Map<ChunkId, Entry> entries = new HashMap<>();

  /** Does something to a chunk while nobody else opens, closes or discards it. */
  <T> T exclusively(ChunkId chunk, Supplier<T> body) {
    Object lock;
    synchronized (locks) {
      lock = locks.computeIfAbsent(chunk, key -> new Object());
    }
    synchronized (lock) {
      return body.get();
    }
  }

  /** How many handles are out; under {@link #exclusively}. */
  int handlesOut(ChunkId chunk) {
    synchronized (entries) {
      Entry entry = entries.get(chunk);
      return entry == null ? 0 : entry.readersOut + (entry.writerOut ? 1 : 0);
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
      Entry entry = new Entry(store, store);
      entry.writerOut = true;
      entries.put(chunk, entry);
    }
  }

  /** One more reader of what is open, if anything is. */
  Optional<HotView> takeReader(ChunkId chunk) {
    synchronized (entries) {
      Entry entry = entries.get(chunk);
      if (entry == null) {
        return Optional.empty();
      }
      entry.readersOut++;
      return Optional.of(entry.view);
    }
  }

  /** Registers a view that was just opened read-only, with one reader out. */
  void addReader(ChunkId chunk, HotView view) {
    synchronized (entries) {
      Entry entry = new Entry(view, null);
      entry.readersOut = 1;
      entries.put(chunk, entry);
    }
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
          entry.spent = spent;
        });
  }

  void giveBackReader(ChunkId chunk) {
    giveBack(chunk, entry -> entry.readersOut--);
  }

  private void giveBack(ChunkId chunk, Consumer<Entry> change) {
    exclusively(
        chunk,
        () -> {
          HotView idle = null;
          synchronized (entries) {
            Entry entry = entries.get(chunk);
            if (entry == null) {
              throw new IllegalStateException("chunk " + chunk + " has no handle out");
            }
            change.accept(entry);
            if (!entry.writerOut && entry.readersOut == 0) {
              entries.remove(chunk);
              idle = entry.view;
            }
          }
          if (idle != null) {
            idle.close();
          }
          return chunk;
        });
  }
}
