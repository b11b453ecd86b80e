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
 * A store opened for reading: it creates nothing, changes nothing, and shares its roots with other
 * readers, never with a writer. Safe for several threads; whoever opens it closes it.
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
   * @throws dev.permafrost.ports.failure.WrongStore if a root is not the right one
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

  /** Checks what is stored. */
  public Verification verification() {
    return parts.verification();
  }

  /** Checks the whole store against its invariants; nobody writes to it while this is open. */
  public Audit audit() {
    return parts.audit();
  }

  /** What has no key; only a {@link Store} removes it. */
  public List<Orphan> orphans(CancelToken cancel) {
    return parts.orphans().find(cancel);
  }

  /** Whether {@link OrphanRemoval} would remove an orphan within a scope. */
  public boolean removesOrphan(OrphanRemoval.Scope scope, Orphan orphan) {
    return parts.orphans().isIn(scope, orphan);
  }

  /** Closes the catalog and releases the roots; closing twice is harmless. */
  @Override
  public void close() {
    try (roots;
        meta) {
      parts.close();
    }
  }
}
