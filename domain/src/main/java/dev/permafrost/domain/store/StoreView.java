package dev.permafrost.domain.store;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.domain.audit.Audit;
import dev.permafrost.domain.audit.Orphan;
import dev.permafrost.domain.catalog.ReadingCatalog;
import dev.permafrost.domain.chain.HeaderProofs;
import dev.permafrost.domain.read.Inventory;
import dev.permafrost.domain.read.LedgerLookup;
import dev.permafrost.domain.read.Reads;
import dev.permafrost.domain.recover.OrphanRemoval;
import dev.permafrost.domain.verify.Verification;
import dev.permafrost.ports.catalog.MetaStore;
import dev.permafrost.ports.roots.StoreRoots;
import dev.permafrost.ports.work.CancelToken;
import java.util.List;

/**
 * A store opened for reading. It creates and changes nothing, and shares its roots with other
 * readers, but not with a writer. Thread-safe. The caller that opens it must close it.
 */
public final class StoreView implements AutoCloseable {

  private final StoreRoots roots;
  private final MetaStore meta;
  private final StoreParts parts;

  private StoreView(StoreRoots roots, MetaStore meta, StoreParts parts) {
    this.roots = roots;
    this.meta = meta;
    this.parts = parts;
  }

  /**
   * Opens an existing store for reading.
   *
   * @throws dev.permafrost.ports.failure.StoreNotFound if there is none
   * @throws dev.permafrost.ports.failure.RootLocked if a writer holds it
   * @throws dev.permafrost.ports.failure.WrongStore if a root does not belong to it
   */
  @MustBeClosed
  public static StoreView open(StorePorts ports, StoreSettings settings) {
    StoreRoots roots = ports.files().roots();
    try {
      MetaStore meta =
          new StoreOpening(roots, ports.databases().catalog(), ports.events()).forReading();
      return new StoreView(roots, meta, new StoreParts(ports, settings, meta, false));
    } catch (RuntimeException | Error e) {
      Store.closeAfter(e, roots);
      throw e;
    }
  }

  /** The catalog, for reading. */
  public ReadingCatalog catalog() {
    return parts.catalog();
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

  /** Checks the stored ledgers. */
  public Verification verification() {
    return parts.verification();
  }

  /** Checks the whole store against its invariants; there is no writer while this is open. */
  public Audit audit() {
    return parts.audit();
  }

  /** Entries without a key; only a {@link Store} removes them. */
  public List<Orphan> orphans(CancelToken cancel) {
    return parts.orphans().find(cancel);
  }

  /** Whether {@link OrphanRemoval} would remove an orphan within a scope. */
  public boolean removesOrphan(OrphanRemoval.Scope scope, Orphan orphan) {
    return parts.orphans().isIn(scope, orphan);
  }

  /** Closes the catalog and releases the roots; closing twice has no effect. */
  @Override
  public void close() {
    try (roots;
        meta) {
      parts.close();
    }
  }
}
