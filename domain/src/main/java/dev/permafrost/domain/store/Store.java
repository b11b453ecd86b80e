package dev.permafrost.domain.store;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.domain.adopt.Adoption;
import dev.permafrost.domain.attempt.Attempts;
import dev.permafrost.domain.catalog.Catalog;
import dev.permafrost.domain.catalog.ReadingCatalog;
import dev.permafrost.domain.chain.HeaderProofs;
import dev.permafrost.domain.freeze.Freezer;
import dev.permafrost.domain.hot.HotChunks;
import dev.permafrost.domain.ingest.HotIngest;
import dev.permafrost.domain.read.Inventory;
import dev.permafrost.domain.read.LedgerLookup;
import dev.permafrost.domain.read.Reads;
import dev.permafrost.domain.recover.OrphanRemoval;
import dev.permafrost.domain.recover.Pruning;
import dev.permafrost.domain.recover.Recovery;
import dev.permafrost.domain.recover.Sweep;
import dev.permafrost.domain.verify.Verification;
import dev.permafrost.ports.catalog.MetaStore;
import dev.permafrost.ports.events.Operation;
import dev.permafrost.ports.roots.StoreId;
import dev.permafrost.ports.roots.StoreRoots;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A store opened for writing, by one process at a time: the entrance for whoever drives chunks.
 *
 * <p>Safe for several threads, each with chunks of its own. Whoever opens it closes it, after every
 * handle that it gave out.
 */
public final class Store implements AutoCloseable {

  private final StoreRoots roots;
  private final MetaStore meta;
  private final StoreParts parts;

  private Store(StoreRoots roots, MetaStore meta, StoreParts parts) {
    this.roots = roots;
    this.meta = meta;
    this.parts = parts;
  }

  /**
   * Opens a store for writing; makes it if there is none, and finishes making it if that was cut
   * short.
   *
   * @param newId gives the id of a store that is made; random
   * @throws dev.permafrost.ports.failure.RootLocked if another process holds it
   * @throws dev.permafrost.ports.failure.WrongStore if a root is not the right one; nothing was
   *     written
   * @throws dev.permafrost.ports.failure.CatalogLost if there is data without a catalog
   */
  @MustBeClosed
  public static Store open(StorePorts ports, StoreSettings settings, Supplier<StoreId> newId) {
    StoreRoots roots = ports.files().roots();
    StoreOpening opening = new StoreOpening(roots, ports.databases().catalog(), ports.events());
    try {
      MetaStore meta =
          new Attempts(ports.events(), ports.time())
              .run(
                  Operation.OPEN_STORE,
                  Optional.empty(),
                  Set.of(),
                  tally -> opening.forWriting(newId));
      return new Store(roots, meta, new StoreParts(ports, settings, meta, true));
    } catch (RuntimeException | Error e) {
      closeAfter(e, roots);
      throw e;
    }
  }

  /** The catalog. */
  public ReadingCatalog catalog() {
    return parts.catalog();
  }

  /** Gives up what lies below a floor. */
  public Pruning pruning() {
    return parts.pruning();
  }

  /** With the changes of the write protocol; for this package alone. */
  Catalog changingCatalog() {
    return parts.catalog();
  }

  /** The hot databases: open, read, discard. */
  public HotChunks hot() {
    return parts.hot();
  }

  /** Fills hot databases. */
  public HotIngest ingest() {
    return parts.ingest();
  }

  /** Makes artifacts: processChunk. */
  public Freezer freezer() {
    return parts.freezer();
  }

  /** Takes packs and hot databases that were made elsewhere, or before. */
  public Adoption adoption() {
    return parts.adoption();
  }

  /** Finishes prunings. */
  public Sweep sweep() {
    return parts.sweep();
  }

  /** Demotes on purpose. */
  public Recovery recovery() {
    return parts.recovery();
  }

  /** Finds and removes what has no key. */
  public OrphanRemoval orphans() {
    return parts.orphans();
  }

  /** Checks what is stored. */
  public Verification verification() {
    return parts.verification();
  }

  /** How far the headers of chunks are proven. */
  public HeaderProofs proofs() {
    return parts.proofs();
  }

  /** What the store holds. */
  public Inventory inventory() {
    return parts.inventory();
  }

  /** Views of what can be read, for pages of ledgers. */
  public Reads reads() {
    return parts.reads();
  }

  /** Single ledgers. */
  public LedgerLookup ledgers() {
    return parts.lookup();
  }

  /** Closes the catalog and releases the roots; closing twice is harmless. */
  @Override
  public void close() {
    try (roots;
        meta) {
      parts.close();
    }
  }

  static void closeAfter(Throwable first, StoreRoots roots) {
    try {
      roots.close();
    } catch (RuntimeException e) {
      first.addSuppressed(e);
    }
  }
}
