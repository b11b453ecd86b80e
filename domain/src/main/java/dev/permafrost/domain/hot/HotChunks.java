package dev.permafrost.domain.hot;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.domain.artifact.ArtifactFiles;
import dev.permafrost.domain.attempt.Attempts;
import dev.permafrost.domain.catalog.ArtifactState;
import dev.permafrost.domain.catalog.Catalog;
import dev.permafrost.domain.catalog.ChunkRow;
import dev.permafrost.domain.catalog.HotState;
import dev.permafrost.domain.chunk.Geometry;
import dev.permafrost.domain.kind.Kinds;
import dev.permafrost.ports.artifact.ArtifactFormat.Reads;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.events.Operation;
import dev.permafrost.ports.events.Remark;
import dev.permafrost.ports.failure.CandidateMissing;
import dev.permafrost.ports.failure.ForeignEntry;
import dev.permafrost.ports.failure.HotStoreDamaged;
import dev.permafrost.ports.failure.HotStoreUnavailable;
import dev.permafrost.ports.failure.HotVolumeLost;
import dev.permafrost.ports.failure.NoSpace;
import dev.permafrost.ports.failure.OnlyCopy;
import dev.permafrost.ports.failure.PermissionDenied;
import dev.permafrost.ports.failure.SharedFiles;
import dev.permafrost.ports.failure.UnadoptedHotData;
import dev.permafrost.ports.hot.ColumnFamily;
import dev.permafrost.ports.hot.HotColumn;
import dev.permafrost.ports.hot.HotDirectories;
import dev.permafrost.ports.hot.HotStore;
import dev.permafrost.ports.hot.HotStores;
import dev.permafrost.ports.hot.HotView;
import dev.permafrost.ports.roots.DatabaseLook;
import dev.permafrost.ports.work.CancelToken;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Opens and discards the hot databases of chunks, by the tables of docs/protocol.md, "Opening a hot
 * database", "Discarding a hot database".
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
  private final ArtifactFiles files;
  private final Attempts attempts;
  private final HotPlaces places;
  private final HotRegistry registry;
  private final Watermarks watermarks = new Watermarks();
  private final boolean mayWrite;

  /**
   * The hot databases of a store.
   *
   * @param kinds says which column families there are
   * @param mayWrite whether this process may write to them
   */
  public HotChunks(
      Catalog catalog,
      HotStores stores,
      HotDirectories directories,
      Kinds kinds,
      ArtifactFiles files,
      Attempts attempts,
      boolean mayWrite) {
    this.catalog = catalog;
    this.mayWrite = mayWrite;
    this.stores = stores;
    this.directories = directories;
    this.geometry = catalog.geometry();
    this.columns = kinds.columns();
    this.families = kinds.families();
    this.files = files;
    this.attempts = attempts;
    this.registry = new HotRegistry(attempts.time());
    this.places = new HotPlaces(catalog, stores, files, families);
  }

  /** What {@link HotWriter#append} reads of a ledger: raw bytes only where a column does. */
  public Set<Reads> formsOfLedgers() {
    return columns.isEmpty() ? Set.of(Reads.FRAME) : Set.of(Reads.FRAME, Reads.RAW);
  }

  /** See {@link HotPlaces#holdsLedgers}. */
  public boolean holdsLedgers(ChunkId chunk) {
    return places.holdsLedgers(chunk);
  }

  /** The failure that a hot directory is whose key does not say {@code ready}. */
  public UnadoptedHotData unadopted(ChunkId chunk) {
    return places.unadopted(chunk);
  }

  /**
   * Looks whether all that stands in a chunk's place is what a hot database is made of.
   *
   * @throws ForeignEntry if something else is there
   */
  public void requireNothingForeign(ChunkId chunk) {
    places.requireNothingForeign(chunk);
  }

  /** Where a chunk's database is, for messages; it need not exist. */
  public String locate(ChunkId chunk) {
    return stores.locate(chunk);
  }

  /**
   * Opens a chunk's hot database for writing: the existing one under {@code ready}, a new and empty
   * one under {@code transient}, whatever the store left in its directory then, or under no key.
   *
   * @param network the network whose ledgers are about to be written, if they come from a lake;
   *     pinned in the batch of the mark
   * @throws HotVolumeLost if it is {@code ready} and its directory is missing or gutted, or it
   *     holds fewer ledgers than its witness; nothing has changed
   * @throws HotStoreDamaged if it is {@code ready} and not sound; nothing has changed
   * @throws HotStoreUnavailable if it cannot be opened now, or a handle of this process is in the
   *     way
   * @throws UnadoptedHotData if it has no key, and a directory stands in its place; or if it is
   *     {@code transient}, not frozen, and holds ledgers: the catalog may be older than it. Nothing
   *     has changed
   * @throws ForeignEntry if something that no store makes would have to be removed; nothing has
   *     changed
   * @throws SharedFiles if it shares files with a copy; nothing has changed
   * @throws dev.permafrost.ports.failure.BelowFloor if it lies below the floor
   */
  @MustBeClosed
  public HotWriter openHotDBForChunk(ChunkId chunk, Optional<String> network) {
    LedgerRange range = geometry.range(chunk);
    catalog.requireAboveFloor(chunk);
    return registry.afterPages(
        chunk,
        true,
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
    watermarks.forget(chunk);
    ChunkRow row = catalog.row(chunk);
    HotStore store =
        row.hot() == HotState.READY
            ? openReady(chunk, range, network)
            : createNew(row, range, network);
    registry.addWriter(chunk, store);
    return store;
  }

  private HotWriter handle(HotStore store, LedgerRange range) {
    ChunkId chunk = store.chunk();
    try {
      HotWriter writer =
          new HotWriter(
              store,
              range,
              columns,
              sequence -> watermarks.raise(chunk, sequence),
              spent -> registry.giveBackWriter(chunk, spent));
      watermarks.raise(chunk, writer.next() - 1);
      return writer;
    } catch (RuntimeException | Error e) {
      HotPlaces.closeSuppressing(() -> registry.giveBackWriter(chunk, false), e);
      throw e;
    }
  }

  @SuppressWarnings("MustBeClosedChecker") // handed to the registry, which closes it
  private HotStore openReady(ChunkId chunk, LedgerRange range, Optional<String> network) {
    HotPlaces.Inspected inspected = places.inspectDiagnosing(chunk, range);
    inspected.view().close();
    List<String> shared = stores.sharedFiles(chunk);
    if (!shared.isEmpty()) {
      throw new SharedFiles(shared);
    }
    network.ifPresent(catalog::pinNetwork);
    HotStore store = stores.openExisting(chunk, families);
    try {
      catchUpWitness(store, inspected.witness());
      return store;
    } catch (RuntimeException | Error e) {
      HotPlaces.closeSuppressing(store::close, e);
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
  private HotStore createNew(ChunkRow row, LedgerRange range, Optional<String> network) {
    ChunkId chunk = row.chunk();
    requireMayBeMade(row);
    return MarkedHot.mark(catalog, stores, directories, chunk, network)
        .make(families, range.first() - 1)
        .flip();
  }

  /** Looks at what would be wiped, before it is marked. */
  private void requireMayBeMade(ChunkRow row) {
    ChunkId chunk = row.chunk();
    if (row.hot() == HotState.ABSENT) {
      if (stores.look(chunk) != DatabaseLook.MISSING) {
        places.requirePlaceIsDirectory(chunk);
        throw places.unadopted(chunk);
      }
      return;
    }
    places.requireNothingForeign(chunk);
    if (isFrozen(row)) {
      files.requirePackOpens(chunk);
    } else if (places.holdsLedgers(chunk)) {
      throw places.unadopted(chunk);
    }
    attempts
        .events()
        .remarked(
            new Remark(
                Remark.Level.INFO,
                Optional.of(chunk),
                "hot data left unfinished at " + stores.locate(chunk) + " is made again"));
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
    return takeOrOpenReader(chunk, false, this::openReadOnly);
  }

  /**
   * Opens a chunk's hot database for lookups, if it is {@code ready}, so that a writer that comes
   * later shares it: in a process that may write, it is opened for writing. It stays open for a
   * while when its last handle is closed. A discard closes it.
   *
   * @return as {@link #openForReading}
   */
  public Optional<HotReader> openShared(ChunkId chunk) {
    return takeOrOpenReader(chunk, false, this::openForSharing);
  }

  /**
   * Reads a page out of a chunk's hot database, if it is {@code ready}. Who discards the chunk
   * waits until the page is read.
   *
   * @param page reads it, and waits for nothing else
   * @return what the page returned, or empty if the chunk is not {@code ready}
   */
  public <T> Optional<T> page(ChunkId chunk, Function<HotReader, T> page) {
    return briefly(chunk, page, this::openForSharing);
  }

  /** Has a short look at a chunk's hot database, as {@link #page} does, without keeping it open. */
  public <T> Optional<T> look(ChunkId chunk, Function<HotReader, T> look) {
    return briefly(chunk, look, this::openReadOnly);
  }

  private <T> Optional<T> briefly(ChunkId chunk, Function<HotReader, T> use, Opening opening) {
    Optional<HotReader> taken = takeOrOpenReader(chunk, true, opening);
    if (taken.isEmpty()) {
      return Optional.empty();
    }
    try (HotReader reader = taken.get()) {
      return Optional.of(use.apply(reader));
    }
  }

  /** Opens a database that is {@code ready} and registers it with one reader out. */
  private interface Opening {
    HotView open(ChunkId chunk, LedgerRange range, boolean brief);
  }

  private Optional<HotReader> takeOrOpenReader(ChunkId chunk, boolean brief, Opening opening) {
    LedgerRange range = geometry.range(chunk);
    return registry.exclusively(
        chunk,
        () -> {
          if (catalog.row(chunk).hot() != HotState.READY) {
            return Optional.empty();
          }
          HotView view =
              registry.takeReader(chunk, brief).orElseGet(() -> opening.open(chunk, range, brief));
          return Optional.of(new HotReader(view, () -> registry.giveBackReader(chunk, brief)));
        });
  }

  private HotView openReadOnly(ChunkId chunk, LedgerRange range, boolean brief) {
    HotView view = places.inspectDiagnosing(chunk, range).view();
    registry.addReader(chunk, view, brief);
    return view;
  }

  /** Where it cannot be opened for writing, readers are served all the same. */
  @SuppressWarnings("MustBeClosedChecker") // handed to the registry, which closes it
  private HotView openForSharing(ChunkId chunk, LedgerRange range, boolean brief) {
    if (mayWrite) {
      try {
        HotStore store = openReady(chunk, range, Optional.empty());
        registry.addShared(chunk, store, store, brief);
        return store;
      } catch (NoSpace | PermissionDenied | SharedFiles e) {
        // What is there can be read all the same.
      }
    }
    HotView view = places.inspectDiagnosing(chunk, range).view();
    registry.addShared(chunk, view, null, brief);
    return view;
  }

  /**
   * The highest ledger of a chunk that was acknowledged, if it is {@code ready} and has any: what a
   * view may show. It never goes back while the chunk is hot.
   */
  public OptionalLong watermark(ChunkId chunk) {
    OptionalLong known = watermarks.of(chunk);
    if (known.isEmpty()) {
      look(chunk, HotReader::highest)
          .ifPresent(highest -> watermarks.raise(chunk, highest.orElse(geometry.first(chunk) - 1)));
      known = watermarks.of(chunk);
    }
    return known.isPresent() && known.getAsLong() >= geometry.first(chunk)
        ? known
        : OptionalLong.empty();
  }

  /** Closes what stays open for lookups; to be called when the store is closed. */
  public void close() {
    registry.closeIdle();
  }

  /**
   * Discards a chunk's hot database: marks it {@code transient}, removes its directory durably, and
   * deletes the key. A crash anywhere leaves {@code transient}, and a second call finishes the
   * work.
   *
   * <p>The only copy of ledgers is not discarded: where the ledgers are frozen, their pack is
   * opened first, and again before anything is removed; where they are not, hot data that is {@code
   * ready}, or holds ledgers under {@code transient}, is refused (docs/protocol.md, "Discarding a
   * hot database").
   *
   * @return whether there was anything to discard
   * @throws HotVolumeLost if it is {@code ready} and its directory is missing or gutted; nothing
   *     has changed
   * @throws OnlyCopy if its ledgers are not frozen, and it is {@code ready} or holds ledgers;
   *     nothing has changed
   * @throws dev.permafrost.ports.failure.MissingArtifact if the ledgers are frozen and their pack
   *     is not there; nothing has changed
   * @throws dev.permafrost.ports.failure.CorruptArtifact if it does not open; nothing has changed
   * @throws ForeignEntry if something that no store makes would have to be removed; nothing has
   *     changed
   * @throws HotStoreUnavailable if a handle of this process is out; discard again when it is closed
   */
  public boolean discardHotDBForChunk(ChunkId chunk) {
    return discard(
        chunk,
        row -> {
          requirePresent(row);
          requireNotTheOnlyCopy(row);
        });
  }

  /**
   * Discards a chunk's hot database even where it is the only copy of its ledgers: they are lost
   * then. Call it only on purpose. Everything else is as for {@link #discardHotDBForChunk}.
   *
   * @return whether there was anything to discard
   */
  public boolean discardLosingTheOnlyCopy(ChunkId chunk) {
    return discard(chunk, this::requirePresent);
  }

  /** What is lost already is told as lost: refusing it as the only copy would mislead. */
  private void requireNotTheOnlyCopy(ChunkRow row) {
    if (row.hot() == HotState.READY && !isFrozen(row)) {
      places.inspectDiagnosing(row.chunk(), geometry.range(row.chunk())).view().close();
    }
    if (!isFrozen(row) && (row.hot() == HotState.READY || places.holdsLedgers(row.chunk()))) {
      throw new OnlyCopy(row.chunk());
    }
  }

  private void requirePresent(ChunkRow row) {
    if (row.hot() == HotState.READY) {
      places.requirePresent(row.chunk(), geometry.range(row.chunk()));
    }
  }

  /** Discards what is there, if nothing is thrown by who looks at it first. */
  private boolean discard(ChunkId chunk, Consumer<ChunkRow> mayGo) {
    geometry.range(chunk);
    return registry.afterPages(
        chunk,
        false,
        () ->
            attempts.run(
                Operation.DISCARD,
                Optional.of(chunk),
                Set.of(),
                tally -> {
                  ChunkRow row = catalog.row(chunk);
                  if (row.hot() == HotState.ABSENT) {
                    tally.nothingToDo();
                    return false;
                  }
                  requireNoHandles(chunk);
                  watermarks.forget(chunk);
                  mayGo.accept(row);
                  removeMarking(row);
                  return true;
                }));
  }

  private void removeMarking(ChunkRow row) {
    ChunkId chunk = row.chunk();
    places.requireNothingForeign(chunk);
    requireFrozenOpens(row);
    MarkedHot marked = MarkedHot.mark(catalog, stores, directories, chunk, Optional.empty());
    requireFrozenOpens(row);
    marked.remove().deleteKey();
  }

  private void requireFrozenOpens(ChunkRow row) {
    if (isFrozen(row)) {
      files.requirePackOpens(row.chunk());
    }
  }

  private static boolean isFrozen(ChunkRow row) {
    return row.artifact(ArtifactKind.LEDGERS) == ArtifactState.FROZEN;
  }

  /**
   * Discards the hot database of a chunk below the floor, whatever it holds: giving up is what the
   * floor means. One that is lost already is told and given up with the rest.
   *
   * @return whether there was anything to discard
   * @throws ForeignEntry if something that no store makes would have to be removed; nothing has
   *     changed
   * @throws HotStoreUnavailable if a handle of this process is out; discard again when it is closed
   * @throws IllegalStateException if the chunk does not lie below the floor
   */
  public boolean discardBelowFloor(ChunkId chunk) {
    if (!catalog.isBelowFloor(chunk)) {
      throw new IllegalStateException("chunk " + chunk + " does not lie below the floor");
    }
    return discard(chunk, this::remarkWhereLost);
  }

  private void remarkWhereLost(ChunkRow row) {
    ChunkId chunk = row.chunk();
    if (row.hot() == HotState.READY && stores.look(chunk) != DatabaseLook.PRESENT) {
      attempts
          .events()
          .remarked(
              Remark.warning(
                  chunk,
                  "the hot data of chunk "
                      + chunk
                      + " was lost, and lies below the floor: it is given up"));
    }
  }

  /** Whether a chunk's hot data is being made or removed, or was when a process ended. */
  public boolean isTransient(ChunkId chunk) {
    return catalog.row(chunk).hot() == HotState.TRANSIENT;
  }

  /**
   * Removes what is left of hot data that is {@code ready} and lost, once the chunk's pack was
   * adopted past it; or of hot data that is {@code transient}.
   *
   * @throws IllegalStateException if the ledgers are not frozen
   */
  public void removeLost(ChunkId chunk) {
    registry.afterPages(
        chunk,
        false,
        () ->
            attempts.run(
                Operation.DISCARD,
                Optional.of(chunk),
                Set.of(),
                tally -> {
                  ChunkRow row = catalog.row(chunk);
                  if (!isFrozen(row)) {
                    throw new IllegalStateException("chunk " + chunk + " is not frozen");
                  }
                  requireNoHandles(chunk);
                  watermarks.forget(chunk);
                  removeMarking(row);
                  return chunk;
                }));
  }

  /**
   * Calls the database in a chunk's place {@code ready}, after it was made durable and checked. It
   * has no key, or one that says {@code transient}, from a discard that removed nothing yet.
   *
   * @param isAllowed asked before anything is done; throws if not
   * @param network the network it is of, pinned in the same batch if none is pinned yet
   * @param check reads what is there, and throws if it is not sound
   * @return whether it was not ready already
   * @throws CandidateMissing if there is no directory; nothing has changed
   * @throws HotVolumeLost if it holds fewer ledgers than its witness says; nothing has changed
   * @throws HotStoreDamaged if it is not sound; nothing has changed
   */
  public boolean adopt(
      ChunkId chunk, Runnable isAllowed, Optional<String> network, Consumer<HotReader> check) {
    LedgerRange range = geometry.range(chunk);
    return withoutHandles(
        chunk,
        () -> {
          if (catalog.row(chunk).hot() == HotState.READY) {
            return false;
          }
          if (stores.look(chunk) == DatabaseLook.MISSING) {
            throw new CandidateMissing(chunk, stores.locate(chunk));
          }
          places.requirePlaceIsDirectory(chunk);
          isAllowed.run();
          // Before anything may be written once more: what is not sound stays as the disk has it.
          checkWhole(chunk, range, check);
          directories.syncFiles(chunk);
          directories.makeDurable(chunk);
          checkWhole(chunk, range, check);
          catalog.adoptReady(chunk, network);
          return true;
        });
  }

  private void checkWhole(ChunkId chunk, LedgerRange range, Consumer<HotReader> check) {
    try (HotView view = places.inspect(chunk, range).view()) {
      check.accept(new HotReader(view, () -> {}));
    }
  }

  /** What other families mean is their kinds' business; that every block can be read is checked. */
  public void readOtherFamilies(HotReader reader, CancelToken cancel) {
    for (ColumnFamily family : families) {
      if (!family.equals(ColumnFamily.LEDGERS)) {
        reader.readThrough(family, cancel);
      }
    }
  }

  /**
   * Does something to a chunk while no handle is out and none can be had.
   *
   * @throws HotStoreUnavailable if a handle of this process is out
   */
  public <T> T withoutHandles(ChunkId chunk, Supplier<T> body) {
    return registry.afterPages(
        chunk,
        false,
        () -> {
          requireNoHandles(chunk);
          watermarks.forget(chunk);
          return body.get();
        });
  }

  /**
   * Writes a ready chunk's witness again from the highest ledger that is there. What was
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
          places.requirePresent(chunk, range);
          OptionalLong highest;
          try (HotView view = stores.openReadOnly(chunk, families)) {
            highest = HotReader.highest(view);
          }
          places.requireInside(chunk, range, highest);
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
}
