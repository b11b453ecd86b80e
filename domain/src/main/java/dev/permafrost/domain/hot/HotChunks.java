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
 * Opens and discards the hot databases of chunks, by the tables of docs/protocol.md, "Opening a hot
 * database", "Discarding a hot database".
 *
 * <p>A database under {@code ready} is the only copy of what was ingested into it: it is looked at
 * before any library may touch it, compared with its witness through a read-only opening, and only
 * then opened for writing. Loss and damage are failures that change nothing. Every directory
 * operation happens under {@code transient}. Safe for several threads.
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
    return writers.open(chunk, network);
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
    return readers.openForReading(chunk);
  }

  /**
   * Opens a chunk's hot database for lookups, if it is {@code ready}, so that a writer that comes
   * later shares it: in a process that may write, it is opened for writing. It stays open for a
   * while when its last handle is closed. A discard closes it.
   *
   * @return as {@link #openForReading}
   */
  public Optional<HotReader> openShared(ChunkId chunk) {
    return readers.openShared(chunk);
  }

  /**
   * Reads a page out of a chunk's hot database, if it is {@code ready}. Who discards the chunk
   * waits until the page is read.
   *
   * @param page reads it, and waits for nothing else
   * @return what the page returned, or empty if the chunk is not {@code ready}
   */
  public <T> Optional<T> page(ChunkId chunk, Function<HotReader, T> page) {
    return readers.page(chunk, page);
  }

  /** Has a short look at a chunk's hot database, as {@link #page} does, without keeping it open. */
  public <T> Optional<T> look(ChunkId chunk, Function<HotReader, T> look) {
    return readers.look(chunk, look);
  }

  /**
   * The highest ledger of a chunk that was acknowledged, if it is {@code ready} and has any: what a
   * view may show. It never goes back while the chunk is hot.
   */
  public OptionalLong watermark(ChunkId chunk) {
    return readers.watermark(chunk);
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
    return removal.discard(chunk);
  }

  /**
   * Discards a chunk's hot database even where it is the only copy of its ledgers: they are lost
   * then. Call it only on purpose. Everything else is as for {@link #discardHotDBForChunk}.
   *
   * @return whether there was anything to discard
   */
  public boolean discardLosingTheOnlyCopy(ChunkId chunk) {
    return removal.discardLosingTheOnlyCopy(chunk);
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
    return removal.discardBelowFloor(chunk);
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
    removal.removeLost(chunk);
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
    return repairs.adopt(chunk, isAllowed, network, check);
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
    return registry.withoutHandles(chunk, body);
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
    return repairs.rewriteWitness(chunk);
  }
}
