package dev.permafrost.domain.hot;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.domain.attempt.Attempts;
import dev.permafrost.domain.catalog.Catalog;
import dev.permafrost.domain.catalog.HotState;
import dev.permafrost.domain.chunk.Geometry;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.events.Operation;
import dev.permafrost.ports.events.Remark;
import dev.permafrost.ports.failure.HotStoreDamaged;
import dev.permafrost.ports.failure.HotStoreUnavailable;
import dev.permafrost.ports.failure.HotVolumeLost;
import dev.permafrost.ports.failure.PackBeside;
import dev.permafrost.ports.hot.ColumnFamily;
import dev.permafrost.ports.hot.HotColumn;
import dev.permafrost.ports.hot.HotDirectories;
import dev.permafrost.ports.hot.HotLook;
import dev.permafrost.ports.hot.HotStore;
import dev.permafrost.ports.hot.HotStores;
import dev.permafrost.ports.hot.HotView;
import dev.permafrost.ports.hot.WitnessReading;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * Opens and discards the hot databases of chunks, by the table of the storage protocol ("Opening a
 * chunk's hot database", "Discarding it").
 *
 * <p>A database under {@code ready} is the only copy of what was ingested into it: it is looked at
 * before any library may touch it, compared with its witness through a read-only opening, and only
 * then opened for writing. Loss and damage are failures that change nothing. Every directory
 * operation happens under {@code transient}. Safe for several threads.
 */
public final class HotChunks {

  private final Catalog catalog;
  private final HotStores stores;
  private final HotDirectories directories;
  private final Geometry geometry;
  private final List<HotColumn> columns;
  private final Set<ColumnFamily> families;
  private final Attempts attempts;
  private final HotRegistry registry = new HotRegistry();

  /**
   * The hot databases of a store.
   *
   * @param columns the column families beside the ledgers
   */
  public HotChunks(
      Catalog catalog,
      HotStores stores,
      HotDirectories directories,
      Geometry geometry,
      List<HotColumn> columns,
      Attempts attempts) {
    this.catalog = catalog;
    this.stores = stores;
    this.directories = directories;
    this.geometry = geometry;
    this.columns = List.copyOf(columns);
    this.families = new TreeSet<>(Set.of(ColumnFamily.DEFAULT, ColumnFamily.LEDGERS));
    this.columns.forEach(column -> families.add(column.family()));
    this.attempts = attempts;
  }

  /** The column families that every hot database of this process has. */
  public Set<ColumnFamily> families() {
    return Collections.unmodifiableSet(families);
  }

  /** Where a chunk's database is, for messages; it need not exist. */
  public String locate(ChunkId chunk) {
    return stores.locate(chunk);
  }

  /**
   * Opens a chunk's hot database for writing: the existing one under {@code ready}, a new and empty
   * one under {@code transient} or no key, whatever lies in its directory then.
   *
   * @param network the network whose ledgers are about to be written, if they come from a lake;
   *     pinned in the batch of the mark
   * @throws HotVolumeLost if it is {@code ready} and its directory is missing or gutted, or it
   *     holds fewer ledgers than its witness; nothing has changed
   * @throws HotStoreDamaged if it is {@code ready} and not sound; nothing has changed
   * @throws HotStoreUnavailable if it cannot be opened now, or a handle of this process is in the
   *     way
   */
  @MustBeClosed
  public HotWriter openHotDBForChunk(ChunkId chunk, Optional<String> network) {
    LedgerRange range = geometry.range(chunk);
    return registry.exclusively(
        chunk,
        () ->
            attempts.run(
                Operation.OPEN_HOT,
                Optional.of(chunk),
                Set.of(),
                tally -> {
                  HotStore store = takeOrOpen(chunk, range, network);
                  return handle(store, range);
                }));
  }

  private HotStore takeOrOpen(ChunkId chunk, LedgerRange range, Optional<String> network) {
    Optional<HotStore> idle = registry.takeIdleWriter(chunk);
    if (idle.isPresent()) {
      return idle.get();
    }
    requireNoHandles(chunk);
    HotStore store =
        catalog.row(chunk).hot() == HotState.READY
            ? openReady(chunk, range, network)
            : createNew(chunk, range, network);
    registry.addWriter(chunk, store);
    return store;
  }

  private HotWriter handle(HotStore store, LedgerRange range) {
    ChunkId chunk = store.chunk();
    try {
      return new HotWriter(store, range, columns, spent -> registry.giveBackWriter(chunk, spent));
    } catch (RuntimeException | Error e) {
      closeSuppressing(() -> registry.giveBackWriter(chunk, false), e);
      throw e;
    }
  }

  @SuppressWarnings("MustBeClosedChecker") // handed to the registry, which closes it
  private HotStore openReady(ChunkId chunk, LedgerRange range, Optional<String> network) {
    Inspected inspected = inspect(chunk, range);
    inspected.view.close();
    network.ifPresent(catalog::pinNetwork);
    HotStore store = stores.openExisting(chunk, families);
    try {
      catchUpWitness(store, inspected.witness);
      return store;
    } catch (RuntimeException | Error e) {
      closeSuppressing(store::close, e);
      throw e;
    }
  }

  /**
   * Lets the witness say, durably, what is there. The writer counts its commits from zero: what the
   * witness lagged before would be added to what it may lag by at the next power cut. It is synced
   * even where it says the highest ledger already, because what a killed process wrote may be
   * visible and still not durable.
   */
  private static void catchUpWitness(HotStore store, long witness) {
    OptionalLong highest = HotReader.highest(store);
    if (highest.isPresent() && highest.getAsLong() > witness) {
      store.recordWitness(highest.getAsLong());
    }
    store.syncWitness();
  }

  @SuppressWarnings("MustBeClosedChecker") // handed to the registry, which closes it
  private HotStore createNew(ChunkId chunk, LedgerRange range, Optional<String> network) {
    if (catalog.row(chunk).hot() == HotState.TRANSIENT) {
      attempts
          .events()
          .remarked(
              new Remark(
                  Remark.Level.INFO,
                  Optional.of(chunk),
                  "hot data left unfinished at " + stores.locate(chunk) + " is made anew"));
    }
    catalog.markTransient(chunk, network);
    directories.wipe(chunk, stores::isKnownName);
    directories.make(chunk);
    HotStore store = stores.create(chunk, families, range.first() - 1);
    try {
      directories.makeDurable(chunk);
      catalog.confirmReady(chunk);
      return store;
    } catch (RuntimeException | Error e) {
      closeSuppressing(store::close, e);
      throw e;
    }
  }

  /**
   * Opens a chunk's hot database for reading, if it is {@code ready}: through the writer's database
   * where one is open in this process, else read-only.
   *
   * @return a handle, or empty if the chunk is not {@code ready}
   * @throws HotVolumeLost as for {@link #openHotDBForChunk}; so do {@link HotStoreDamaged} and
   *     {@link HotStoreUnavailable}
   */
  public Optional<HotReader> openForReading(ChunkId chunk) {
    LedgerRange range = geometry.range(chunk);
    return registry.exclusively(chunk, () -> takeOrOpenReader(chunk, range));
  }

  private Optional<HotReader> takeOrOpenReader(ChunkId chunk, LedgerRange range) {
    Optional<HotView> open = registry.takeReader(chunk);
    if (open.isEmpty()) {
      if (catalog.row(chunk).hot() != HotState.READY) {
        return Optional.empty();
      }
      HotView view = inspect(chunk, range).view;
      registry.addReader(chunk, view);
      open = Optional.of(view);
    }
    return open.map(view -> new HotReader(view, () -> registry.giveBackReader(chunk)));
  }

  /** A view that the caller closes, and the sequence that the witness says. */
  private record Inspected(HotView view, long witness) {}

  /** Looks at a ready database, opens it read-only, and compares it with its witness. */
  @SuppressWarnings("MustBeClosedChecker") // the caller closes it or hands it to the registry
  private Inspected inspect(ChunkId chunk, LedgerRange range) {
    requirePresent(chunk, range);
    WitnessReading witness = stores.readWitness(chunk);
    if (witness.state() != WitnessReading.State.SOUND) {
      throw new HotStoreDamaged(
          chunk,
          stores.locate(chunk),
          witness.state() == WitnessReading.State.MISSING
              ? "its witness is missing"
              : "neither slot of its witness is sound",
          null);
    }
    HotView view = stores.openReadOnly(chunk, families);
    try {
      compare(chunk, range, witness.sequence(), HotReader.highest(view));
      return new Inspected(view, witness.sequence());
    } catch (RuntimeException | Error e) {
      closeSuppressing(view::close, e);
      throw e;
    }
  }

  private void compare(ChunkId chunk, LedgerRange range, long witness, OptionalLong highest) {
    String path = stores.locate(chunk);
    if (witness < range.first() - 1 || witness > range.last()) {
      throw new HotStoreDamaged(
          chunk, path, "its witness says ledger " + witness + ", outside of " + range, null);
    }
    if (highest.orElse(range.first() - 1) < witness) {
      throw new HotVolumeLost(
          chunk,
          path,
          "ledgers up to " + witness + " (its witness)",
          highest.isPresent() ? "ledgers up to " + highest.getAsLong() : "no ledger",
          highest,
          PackBeside.NONE);
    }
    requireInside(chunk, range, highest);
  }

  private void requireInside(ChunkId chunk, LedgerRange range, OptionalLong highest) {
    if (highest.isPresent() && !range.contains(highest.getAsLong())) {
      throw new HotStoreDamaged(
          chunk,
          stores.locate(chunk),
          "it holds ledger " + highest.getAsLong() + ", outside of " + range,
          null);
    }
  }

  private void requirePresent(ChunkId chunk, LedgerRange range) {
    HotLook look = stores.look(chunk);
    if (look != HotLook.PRESENT) {
      throw new HotVolumeLost(
          chunk,
          stores.locate(chunk),
          "the hot database of ledgers " + range,
          look == HotLook.MISSING ? "no directory" : "a directory without a database (no CURRENT)",
          OptionalLong.empty(),
          PackBeside.NONE);
    }
  }

  /**
   * Discards a chunk's hot database: marks it {@code transient}, removes its directory durably, and
   * deletes the key. A crash anywhere leaves {@code transient}, and a second call finishes the
   * work.
   *
   * @return whether there was anything to discard
   * @throws HotVolumeLost if it is {@code ready} and its directory is missing or gutted; nothing
   *     has changed
   * @throws HotStoreUnavailable if a handle of this process is out; discard again when it is closed
   */
  public boolean discardHotDBForChunk(ChunkId chunk) {
    LedgerRange range = geometry.range(chunk);
    return registry.exclusively(
        chunk,
        () ->
            attempts.run(
                Operation.DISCARD,
                Optional.of(chunk),
                Set.of(),
                tally -> {
                  HotState state = catalog.row(chunk).hot();
                  if (state == HotState.ABSENT) {
                    tally.nothingToDo();
                    return false;
                  }
                  requireNoHandles(chunk);
                  if (state == HotState.READY) {
                    requirePresent(chunk, range);
                  }
                  catalog.markTransient(chunk, Optional.empty());
                  directories.wipe(chunk, stores::isKnownName);
                  directories.makeRemovalDurable(chunk);
                  catalog.deleteHot(chunk);
                  return true;
                }));
  }

  /**
   * Does something to a chunk while no handle is out and none can be had.
   *
   * @throws HotStoreUnavailable if a handle of this process is out
   */
  public <T> T withoutHandles(ChunkId chunk, Supplier<T> body) {
    return registry.exclusively(
        chunk,
        () -> {
          requireNoHandles(chunk);
          return body.get();
        });
  }

  /**
   * Writes a ready chunk's witness anew from the highest ledger that is there. What was
   * acknowledged beyond it is given up; call it only on purpose.
   *
   * @return the sequence the witness now says
   * @throws HotVolumeLost if its directory is missing or gutted; nothing has changed
   * @throws HotStoreDamaged if it holds a ledger that the chunk cannot hold; nothing has changed
   * @throws IllegalStateException if the chunk is not {@code ready}
   */
  public long rewriteWitness(ChunkId chunk) {
    LedgerRange range = geometry.range(chunk);
    return withoutHandles(
        chunk,
        () -> {
          if (catalog.row(chunk).hot() != HotState.READY) {
            throw new IllegalStateException("chunk " + chunk + " is not ready");
          }
          requirePresent(chunk, range);
          OptionalLong highest;
          try (HotView view = stores.openReadOnly(chunk, families)) {
            highest = HotReader.highest(view);
          }
          requireInside(chunk, range, highest);
          long witness = highest.orElse(range.first() - 1);
          stores.rewriteWitness(chunk, witness);
          directories.makeDurable(chunk);
          return witness;
        });
  }

  private void requireNoHandles(ChunkId chunk) {
    int out = registry.handlesOut(chunk);
    if (out > 0) {
      throw new HotStoreUnavailable(
          chunk, stores.locate(chunk), out + " handle(s) of this process are open", null);
    }
  }

  private static void closeSuppressing(Runnable close, Throwable first) {
    try {
      close.run();
    } catch (RuntimeException e) {
      first.addSuppressed(e);
    }
  }
}
