package dev.permafrost.domain.read;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.domain.catalog.ReadingCatalog;
import dev.permafrost.domain.hot.HotChunks;
import dev.permafrost.ports.artifact.LedgerPacks;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/** Opens views of a store, for pages of ledgers. Thread-safe. */
public final class Reads {

  private final ReadableChunks.Source readable;
  private final ChunkPages pages;
  private final OpenViews views;

  /**
   * Creates the access to a store's views.
   *
   * @param views registers them
   */
  public Reads(
      ReadingCatalog catalog,
      LedgerPacks packs,
      HotChunks hot,
      Decoders decoders,
      OpenViews views) {
    this.readable = new ReadableChunks.Source(catalog, hot);
    this.pages = new ChunkPages(catalog, packs, hot, decoders, true);
    this.views = views;
  }

  /**
   * Opens a view of what is readable now: cheap, on any thread.
   *
   * @throws dev.permafrost.ports.failure.StorageFailure if a hot database that was not opened yet
   *     cannot be opened, or is lost
   */
  @MustBeClosed
  public ReadView open() {
    ReadView view = new ReadView(pages, views);
    views.opened(view);
    try {
      view.pin(readable.now());
      return view;
    } catch (RuntimeException | Error e) {
      view.close();
      throw e;
    }
  }

  /**
   * The highest readable ledger, or empty if there is none: the watermark. A view opened now can
   * read it. It decreases only if ledgers are given up on purpose.
   */
  public OptionalLong latest() {
    return readable.now().latest();
  }

  /** The age of the oldest open view. */
  public Optional<Duration> oldestViewAge() {
    return views.oldestAge();
  }
}
