package dev.permafrost.domain.hot;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.domain.artifact.ArtifactFiles;
import dev.permafrost.domain.attempt.Attempts;
import dev.permafrost.domain.catalog.Catalog;
import dev.permafrost.domain.catalog.HotState;
import dev.permafrost.domain.catalog.ReadingCatalog;
import dev.permafrost.domain.kind.Kinds;
import dev.permafrost.ports.artifact.ArtifactFormat.Reads;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.failure.CandidateMissing;
import dev.permafrost.ports.failure.ForeignEntry;
import dev.permafrost.ports.failure.HotStoreDamaged;
import dev.permafrost.ports.failure.HotStoreUnavailable;
import dev.permafrost.ports.failure.HotVolumeLost;
import dev.permafrost.ports.failure.OnlyCopy;
import dev.permafrost.ports.failure.SharedFiles;
import dev.permafrost.ports.failure.UnadoptedHotData;
import dev.permafrost.ports.hot.ColumnFamily;
import dev.permafrost.ports.hot.HotColumn;
import dev.permafrost.ports.hot.HotDirectories;
import dev.permafrost.ports.hot.HotStores;
import dev.permafrost.ports.work.CancelToken;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Opens and discards the hot databases of chunks, following the tables of docs/protocol.md,
 * "Opening a hot database", "Discarding a hot database".
 *
 * <p>A database under {@code ready} is the only copy of the ledgers ingested into it. So its files
 * are checked before the database library touches it, it is compared with its witness through a
 * read-only opening, and only then opened for writing. Loss and damage are failures that change
 * nothing. Every directory operation happens under {@code transient}. Thread-safe.
 */
public final class HotChunks {

  private final ReadingCatalog catalog;
  private final HotStores stores;
  private final List<HotColumn> columns;
  private final Set<ColumnFamily> families;
  private final HotPlaces places;
  private final HotRegistry registry;
  private final HotWriters writers;
  private final HotReaders readers;
  private final HotRemoval removal;
  private final HotRepairs repairs;

  /**
   * Creates the access to a store's hot databases.
   *
   * @param kinds decides which column families there are
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
    this.stores = stores;
    this.columns = kinds.columns();
    this.families = kinds.families();
    Watermarks watermarks = new Watermarks();
    HotParts parts = new HotParts(catalog, stores, directories, families);
    this.places = new HotPlaces(catalog, stores, files, families);
    this.registry = new HotRegistry(stores, watermarks, attempts.time());
    this.writers = new HotWriters(parts, columns, attempts, places, registry, watermarks);
    this.readers = new HotReaders(catalog, writers, places, registry, watermarks, mayWrite);
    this.removal = new HotRemoval(parts, attempts, places, registry);
    this.repairs = new HotRepairs(parts, places, registry);
  }

  /** What {@link HotWriter#append} reads of a ledger: raw bytes only if a column needs them. */
  public Set<Reads> formsOfLedgers() {
    return columns.isEmpty() ? Set.of(Reads.FRAME) : Set.of(Reads.FRAME, Reads.RAW);
  }

  /** See {@link HotPlaces#holdsLedgers}. */
  public boolean holdsLedgers(ChunkId chunk) {
    return places.holdsLedgers(chunk);
  }

  /** Creates the failure for a hot directory whose key does not say {@code ready}. */
  public UnadoptedHotData unadopted(ChunkId chunk) {
    return places.unadopted(chunk);
  }

  /**
   * Checks that a chunk's directory has only files of a hot database.
   *
   * @throws ForeignEntry if something else is there
   */
  public void requireNothingForeign(ChunkId chunk) {
    places.requireNothingForeign(chunk);
  }

  /** The directory of a chunk's database, for messages; it need not exist. */
  public String locate(ChunkId chunk) {
    return stores.locate(chunk);
  }

  /**
   * Opens a chunk's hot database for writing: the existing one under {@code ready}; a new, empty
   * one under no key, or under {@code transient}, whatever the store left in its directory.
   *
   * @param network the network of the ledgers to be written, if they come from a lake; pinned in
   *     the batch of the mark
   * @throws HotVolumeLost if it is {@code ready} and its directory is missing or incomplete, or it
   *     holds fewer ledgers than its witness says; nothing has changed
   * @throws HotStoreDamaged if it is {@code ready} and damaged; nothing has changed
   * @throws HotStoreUnavailable if it cannot be opened at the moment, or a handle of this process
   *     is open
   * @throws UnadoptedHotData if it has no key but a directory exists; or if it is {@code
   *     transient}, not frozen, and holds ledgers, since the catalog may be older. Nothing has
   *     changed
   * @throws ForeignEntry if something that the store did not make would have to be removed; nothing
   *     has changed
   * @throws SharedFiles if it shares files with a copy; nothing has changed
   * @throws dev.permafrost.ports.failure.BelowFloor if it lies below the floor
   */
  @MustBeClosed
  public HotWriter openHotDBForChunk(ChunkId chunk, Optional<String> network) {
    return writers.open(chunk, network);
  }

  /**
   * Opens a chunk's hot database for reading, if it is {@code ready}: through the writer's database
   * if one is open in this process, otherwise read-only.
   *
   * @return a handle, or empty if the chunk is not {@code ready}
   * @throws HotVolumeLost as for {@link #openHotDBForChunk}; so do {@link HotStoreDamaged} and
   *     {@link HotStoreUnavailable}
   */
  public Optional<HotReader> openForReading(ChunkId chunk) {
    return readers.openForReading(chunk);
  }

  /**
   * Opens a chunk's hot database for lookups, if it is {@code ready}, in a way that a later writer
   * can share: a process that may write opens it for writing. It stays open for a while after its
   * last handle is closed. A discard closes it.
   *
   * @return as {@link #openForReading}
   */
  public Optional<HotReader> openShared(ChunkId chunk) {
    return readers.openShared(chunk);
  }

  /**
   * Reads a page from a chunk's hot database, if it is {@code ready}. A discard of the chunk waits
   * until the page is read.
   *
   * @param page reads it, and must not wait for anything else
   * @return the page's result, or empty if the chunk is not {@code ready}
   */
  public <T> Optional<T> page(ChunkId chunk, Function<HotReader, T> page) {
    return readers.page(chunk, page);
  }

  /** Reads briefly from a chunk's hot database, as {@link #page} does, without keeping it open. */
  public <T> Optional<T> look(ChunkId chunk, Function<HotReader, T> look) {
    return readers.look(chunk, look);
  }

  /**
   * The highest acknowledged ledger of a chunk, if it is {@code ready} and has any: the highest
   * that a view may show. It never decreases while the chunk is hot.
   */
  public OptionalLong watermark(ChunkId chunk) {
    return readers.watermark(chunk);
  }

  /** Closes the databases kept open for lookups; called when the store is closed. */
  public void close() {
    registry.closeIdle();
  }

  /**
   * Discards a chunk's hot database: marks it {@code transient}, removes its directory durably, and
   * deletes the key. A crash at any point leaves {@code transient}, and a second call finishes the
   * work.
   *
   * <p>The only copy of ledgers is not discarded. If the ledgers are frozen, their pack is opened
   * first, and again before anything is removed. If they are not, hot data that is {@code ready},
   * or holds ledgers under {@code transient}, is refused (docs/protocol.md, "Discarding a hot
   * database").
   *
   * @return whether there was anything to discard
   * @throws HotVolumeLost if it is {@code ready} and its directory is missing or incomplete;
   *     nothing has changed
   * @throws OnlyCopy if its ledgers are not frozen, and it is {@code ready} or holds ledgers;
   *     nothing has changed
   * @throws dev.permafrost.ports.failure.MissingArtifact if the ledgers are frozen and their pack
   *     is missing; nothing has changed
   * @throws dev.permafrost.ports.failure.CorruptArtifact if the pack does not open; nothing has
   *     changed
   * @throws ForeignEntry if something that the store did not make would have to be removed; nothing
   *     has changed
   * @throws HotStoreUnavailable if a handle of this process is open; discard again when it is
   *     closed
   */
  public boolean discardHotDBForChunk(ChunkId chunk) {
    return removal.discard(chunk);
  }

  /**
   * Discards a chunk's hot database even if it is the only copy of its ledgers, which are then
   * lost. Everything else is as for {@link #discardHotDBForChunk}.
   *
   * @return whether there was anything to discard
   */
  public boolean discardLosingTheOnlyCopy(ChunkId chunk) {
    return removal.discardLosingTheOnlyCopy(chunk);
  }

  /**
   * Discards the hot database of a chunk below the floor, whatever it holds: the floor means that
   * it is given up. A lost one is reported and given up, too.
   *
   * @return whether there was anything to discard
   * @throws ForeignEntry if something that the store did not make would have to be removed; nothing
   *     has changed
   * @throws HotStoreUnavailable if a handle of this process is open; discard again when it is
   *     closed
   * @throws IllegalStateException if the chunk does not lie below the floor
   */
  public boolean discardBelowFloor(ChunkId chunk) {
    return removal.discardBelowFloor(chunk);
  }

  /** Whether a chunk's hot data is being made or removed, or was when a process ended. */
  public boolean isTransient(ChunkId chunk) {
    return catalog.row(chunk).hot() == HotState.TRANSIENT;
  }

  /**
   * Removes the remains of hot data that is {@code ready} and lost, once the chunk's pack was
   * adopted; or of hot data that is {@code transient}.
   *
   * @throws IllegalStateException if the ledgers are not frozen
   */
  public void removeLost(ChunkId chunk) {
    removal.removeLost(chunk);
  }

  /**
   * Marks the database in a chunk's directory {@code ready}, after making it durable and checking
   * it. It has no key, or one that says {@code transient}, from a discard that has removed nothing
   * yet.
   *
   * @param isAllowed called before anything is done; throws if the adoption is not allowed
   * @param network its network, pinned in the same batch if none is pinned yet
   * @param check reads the database, and throws if it is damaged
   * @return whether it was not ready already
   * @throws CandidateMissing if there is no directory; nothing has changed
   * @throws HotVolumeLost if it holds fewer ledgers than its witness says; nothing has changed
   * @throws HotStoreDamaged if it is damaged; nothing has changed
   */
  public boolean adopt(
      ChunkId chunk, Runnable isAllowed, Optional<String> network, Consumer<HotReader> check) {
    return repairs.adopt(chunk, isAllowed, network, check);
  }

  /**
   * The content of other families is up to their kinds; this only checks that every block can be
   * read.
   */
  public void readOtherFamilies(HotReader reader, CancelToken cancel) {
    for (ColumnFamily family : families) {
      if (!family.equals(ColumnFamily.LEDGERS)) {
        reader.readThrough(family, cancel);
      }
    }
  }

  /**
   * Runs a body while no handle to a chunk is open and none can be opened.
   *
   * @throws HotStoreUnavailable if a handle of this process is open
   */
  public <T> T withoutHandles(ChunkId chunk, Supplier<T> body) {
    return registry.withoutHandles(chunk, body);
  }

  /**
   * Rewrites a ready chunk's witness from the highest ledger in the database. Acknowledged ledgers
   * above it are given up; call it only on purpose.
   *
   * @return the sequence that the witness has now
   * @throws HotVolumeLost if the directory is missing or incomplete; nothing has changed
   * @throws HotStoreDamaged if it holds a ledger that the chunk cannot hold; nothing has changed
   * @throws IllegalStateException if the chunk is not {@code ready}
   */
  public long rewriteWitness(ChunkId chunk) {
    return repairs.rewriteWitness(chunk);
  }
}
