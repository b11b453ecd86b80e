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
 * A store opened for writing, by one process at a time: the entry point of this module.
 *
 * <p>Thread-safe for different chunks. The caller that opens it must close it, after every handle
 * that it returned.
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
   * Opens a store for writing; creates it if there is none, and finishes an interrupted creation.
   *
   * @param newId creates the id of a new store; random
   * @throws dev.permafrost.ports.failure.RootLocked if another process holds it
   * @throws dev.permafrost.ports.failure.WrongStore if a root does not belong to it; nothing was
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

  /** Gives up chunks below a floor. */
  public Pruning pruning() {
    return parts.pruning();
  }

  /** The catalog with the changes of the write protocol; only for this package. */
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

  /** Makes artifacts ({@code processChunk}). */
  public Freezer freezer() {
    return parts.freezer();
  }

  /** Adopts packs and hot databases that were made elsewhere, or earlier. */
  public Adoption adoption() {
    return parts.adoption();
  }

  /** Finishes pending removals. */
  public Sweep sweep() {
    return parts.sweep();
  }

  /** Deliberate demotions. */
  public Recovery recovery() {
    return parts.recovery();
  }

  /** Finds and removes entries without a key. */
  public OrphanRemoval orphans() {
    return parts.orphans();
  }

  /** Checks the stored ledgers. */
  public Verification verification() {
    return parts.verification();
  }

  /** How far the headers of chunks are proven. */
  public HeaderProofs proofs() {
    return parts.proofs();
  }

  /** The state of each chunk. */
  public Inventory inventory() {
    return parts.inventory();
  }

  /** Views of the readable ledgers, for reading pages of them. */
  public Reads reads() {
    return parts.reads();
  }

  /** Single ledgers. */
  public LedgerLookup ledgers() {
    return parts.lookup();
  }

  /** Closes the catalog and releases the roots; closing twice has no effect. */
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
