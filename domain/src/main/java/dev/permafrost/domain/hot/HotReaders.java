package dev.permafrost.domain.hot;

import dev.permafrost.domain.catalog.HotState;
import dev.permafrost.domain.catalog.ReadingCatalog;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.failure.NoSpace;
import dev.permafrost.ports.failure.PermissionDenied;
import dev.permafrost.ports.failure.SharedFiles;
import dev.permafrost.ports.hot.HotStore;
import dev.permafrost.ports.hot.HotView;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * Opens hot databases for reading: for a scan, shared with a later writer, or for one page.
 * Thread-safe.
 */
final class HotReaders {

  private final ReadingCatalog catalog;
  private final HotWriters writers;
  private final HotPlaces places;
  private final HotRegistry registry;
  private final Watermarks watermarks;
  private final boolean mayWrite;

  /**
   * Creates the opener.
   *
   * @param writers opens databases that a writer may share
   * @param mayWrite whether this process may write to them
   */
  HotReaders(
      ReadingCatalog catalog,
      HotWriters writers,
      HotPlaces places,
      HotRegistry registry,
      Watermarks watermarks,
      boolean mayWrite) {
    this.catalog = catalog;
    this.writers = writers;
    this.places = places;
    this.registry = registry;
    this.watermarks = watermarks;
    this.mayWrite = mayWrite;
  }

  /** See {@link HotChunks#openForReading}. */
  Optional<HotReader> openForReading(ChunkId chunk) {
    return takeOrOpen(chunk, false, this::openReadOnly);
  }

  /** See {@link HotChunks#openShared}. */
  Optional<HotReader> openShared(ChunkId chunk) {
    return takeOrOpen(chunk, false, this::openForSharing);
  }

  /** See {@link HotChunks#page}. */
  <T> Optional<T> page(ChunkId chunk, Function<HotReader, T> page) {
    return briefly(chunk, page, this::openForSharing);
  }

  /** See {@link HotChunks#look}. */
  <T> Optional<T> look(ChunkId chunk, Function<HotReader, T> look) {
    return briefly(chunk, look, this::openReadOnly);
  }

  private <T> Optional<T> briefly(ChunkId chunk, Function<HotReader, T> use, Opening opening) {
    Optional<HotReader> taken = takeOrOpen(chunk, true, opening);
    if (taken.isEmpty()) {
      return Optional.empty();
    }
    try (HotReader reader = taken.get()) {
      return Optional.of(use.apply(reader));
    }
  }

  /** Opens a database that is {@code ready} and registers it with one open reader. */
  private interface Opening {
    HotView open(ChunkId chunk, LedgerRange range, boolean brief);
  }

  private Optional<HotReader> takeOrOpen(ChunkId chunk, boolean brief, Opening opening) {
    LedgerRange range = catalog.geometry().range(chunk);
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

  /** If it cannot be opened for writing, readers are still served. */
  @SuppressWarnings("MustBeClosedChecker") // passed to the registry, which closes it
  private HotView openForSharing(ChunkId chunk, LedgerRange range, boolean brief) {
    if (mayWrite) {
      try {
        HotStore store = writers.openReady(chunk, range, Optional.empty());
        registry.addShared(chunk, store, store, brief);
        return store;
      } catch (NoSpace | PermissionDenied | SharedFiles e) {
        // The ledgers that exist can be read all the same.
      }
    }
    HotView view = places.inspectDiagnosing(chunk, range).view();
    registry.addShared(chunk, view, null, brief);
    return view;
  }

  /** See {@link HotChunks#watermark}. */
  OptionalLong watermark(ChunkId chunk) {
    long first = catalog.geometry().first(chunk);
    OptionalLong known = watermarks.of(chunk);
    if (known.isEmpty()) {
      // Raised while the reader is open: a discard waits for the reader, and clears it afterwards.
      look(
          chunk,
          reader -> {
            watermarks.raise(chunk, reader.highest().orElse(first - 1));
            return chunk;
          });
      known = watermarks.of(chunk);
    }
    return known.isPresent() && known.getAsLong() >= first ? known : OptionalLong.empty();
  }
}
