package dev.permafrost.domain.store;

import dev.permafrost.domain.catalog.CatalogKey;
import dev.permafrost.domain.catalog.StoreFormat;
import dev.permafrost.ports.catalog.MetaBatch;
import dev.permafrost.ports.catalog.MetaStore;
import dev.permafrost.ports.catalog.MetaStores;
import dev.permafrost.ports.events.Remark;
import dev.permafrost.ports.events.StorageEvents;
import dev.permafrost.ports.failure.CatalogLost;
import dev.permafrost.ports.failure.NewerStore;
import dev.permafrost.ports.failure.SharedFiles;
import dev.permafrost.ports.failure.StoreNotFound;
import dev.permafrost.ports.failure.UnknownCatalogEntry;
import dev.permafrost.ports.failure.WrongStore;
import dev.permafrost.ports.roots.DatabaseLook;
import dev.permafrost.ports.roots.RootRole;
import dev.permafrost.ports.roots.RootSighting;
import dev.permafrost.ports.roots.StoreId;
import dev.permafrost.ports.roots.StoreRoots;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Creates or opens a store, and checks its three roots against each other and the catalog before
 * anything is written (docs/protocol.md, "Opening a store").
 *
 * <p>A store is created in this order: the identity file of the catalog root, then those of the
 * other roots, each durable; the catalog's database, durable; last {@code config:store}. Until that
 * key exists the catalog has no other, and the next opening takes the catalog root's id and
 * finishes. Once it exists, a root without its identity is refused: it is an unmounted volume's
 * empty mount point, or belongs to something else.
 */
final class StoreOpening {

  private static final List<RootRole> ROLES =
      List.of(RootRole.CATALOG, RootRole.HOT, RootRole.COLD);

  /** The roots that are claimed together with the catalog's. */
  private static final List<RootRole> OTHERS = List.of(RootRole.HOT, RootRole.COLD);

  private static final String FORMAT_OF_UNMARKED = "1";

  private final StoreRoots roots;
  private final MetaStores stores;
  private final StorageEvents events;

  StoreOpening(StoreRoots roots, MetaStores stores, StorageEvents events) {
    this.roots = roots;
    this.stores = stores;
    this.events = events;
  }

  /** Opens the store for writing, and creates or finishes it if needed. */
  MetaStore forWriting(Supplier<StoreId> newId) {
    requirePlausible();
    requireNothingShared();
    if (stores.look() == DatabaseLook.PRESENT) {
      requireNamed(RootRole.CATALOG, Optional.empty(), "the identity of its catalog");
    } else {
      requireNothingToLose("there is no database");
    }
    claim(RootRole.CATALOG);
    // Checked again under the lock: another process may have created the store in the meantime.
    return stores.look() == DatabaseLook.PRESENT ? openExisting() : make(newId);
  }

  /** Before anything is written: claiming a root writes to its identity file. */
  private void requireNothingShared() {
    requireNothingShared(roots, stores);
  }

  static void requireNothingShared(StoreRoots roots, MetaStores stores) {
    List<String> shared = new ArrayList<>(roots.sharedFiles());
    if (stores.look() == DatabaseLook.PRESENT) {
      shared.addAll(stores.sharedFiles());
    }
    if (!shared.isEmpty()) {
      throw new SharedFiles(shared);
    }
  }

  /**
   * Only the catalog can distinguish an unmounted volume's empty mount point from a root that was
   * never created, so it is read before anything is created in the other two.
   */
  @SuppressWarnings("MustBeClosedChecker") // returned to the caller, who closes it
  private MetaStore openExisting() {
    MetaStore store = stores.openExisting();
    return closingOnFailure(store, () -> matchOrFinish(store));
  }

  @SuppressWarnings("MustBeClosedChecker") // returned to the caller, who closes it
  private MetaStore make(Supplier<StoreId> newId) {
    OTHERS.forEach(this::claim);
    requireNothingToLose("there is no database");
    StoreId id = roots.look(RootRole.CATALOG).store().orElseGet(newId);
    events.remarked(Remark.info("making store " + id + " at " + roots.location(RootRole.CATALOG)));
    nameRoots(id);
    MetaStore store = stores.create();
    return closingOnFailure(store, () -> complete(store, id));
  }

  /**
   * Locks a root, checks it again now that no other process can change it, and makes it reachable.
   */
  private void claim(RootRole role) {
    roots.claim(role);
    requirePlausible();
    roots.makeReachable(role).forEach(line -> events.remarked(Remark.info(line)));
  }

  private void matchOrFinish(MetaStore store) {
    requireKnownFormat(store);
    Optional<StoreId> written = storeId(store);
    if (written.isPresent()) {
      ROLES.forEach(role -> requireNamed(role, written, "store " + written.get()));
      OTHERS.forEach(this::claim);
      writeFormat(store);
      return;
    }
    if (!store.scan("").isEmpty()) {
      throw new CatalogLost(
          stores.location(), "its " + CatalogKey.STORE + " is missing beside other keys");
    }
    requireNothingToLose("it is empty");
    StoreId id = roots.look(RootRole.CATALOG).store().orElseThrow();
    events.remarked(Remark.info("finishing store " + id + ", whose creation was interrupted"));
    OTHERS.forEach(this::claim);
    nameRoots(id);
    complete(store, id);
  }

  /** Before any other key is read: the meaning of the keys depends on it. */
  private void requireKnownFormat(MetaStore store) {
    Optional<String> written = store.get(CatalogKey.FORMAT);
    if (written.isPresent() && StoreFormat.of(written.get()) > StoreFormat.NEWEST) {
      throw new NewerStore(stores.location(), StoreFormat.of(written.get()), StoreFormat.NEWEST);
    }
  }

  /** A store without a format key was created before the key existed. */
  private static void writeFormat(MetaStore store) {
    if (store.get(CatalogKey.FORMAT).isEmpty()) {
      store.commit(MetaBatch.builder().put(CatalogKey.FORMAT, FORMAT_OF_UNMARKED).build());
    }
  }

  /** Opens the store for reading; creates nothing and does not wait. */
  @SuppressWarnings("MustBeClosedChecker") // returned to the caller, who closes it
  MetaStore forReading() {
    RootSighting catalogRoot = roots.look(RootRole.CATALOG);
    if (catalogRoot.state() == RootSighting.State.MISSING
        || catalogRoot.state() == RootSighting.State.UNNAMED) {
      requirePlausible();
      throw new StoreNotFound(roots.location(RootRole.CATALOG));
    }
    for (RootRole role : ROLES) {
      requireNamed(role, catalogRoot.store(), ofCatalogRoot(catalogRoot));
    }
    ROLES.forEach(roots::share);
    if (stores.look() != DatabaseLook.PRESENT) {
      requireNothingToLose("there is no database");
      throw new StoreNotFound(stores.location());
    }
    MetaStore store = stores.openReadOnly();
    return closingOnFailure(
        store,
        () -> {
          requireKnownFormat(store);
          StoreId id = storeId(store).orElseThrow(() -> new StoreNotFound(stores.location()));
          ROLES.forEach(role -> requireNamed(role, Optional.of(id), "store " + id));
        });
  }

  /** Rejects what a look alone shows: a root of another store or another role, a stray name. */
  private void requirePlausible() {
    RootSighting catalogRoot = roots.look(RootRole.CATALOG);
    for (RootRole role : ROLES) {
      RootSighting sighting = roots.look(role);
      if (sighting.state() != RootSighting.State.NAMED) {
        continue;
      }
      if (catalogRoot.state() != RootSighting.State.NAMED) {
        throw wrong(
            RootRole.CATALOG,
            "the identity of the store that the " + role.word() + " root belongs to",
            describe(catalogRoot));
      }
      requireNamed(role, catalogRoot.store(), ofCatalogRoot(catalogRoot));
    }
  }

  private static String ofCatalogRoot(RootSighting catalogRoot) {
    return catalogRoot
        .store()
        .map(id -> "a root of store " + id + ", which the catalog root belongs to")
        .orElse("a root of this store");
  }

  /** The last two steps of creating a store. */
  private void complete(MetaStore store, StoreId id) {
    roots.makeCatalogDurable();
    store.commit(identity(id));
  }

  /** The keys that identify the catalog's store and its format. */
  static MetaBatch identity(StoreId id) {
    return MetaBatch.builder()
        .put(CatalogKey.STORE, id.value())
        .put(CatalogKey.FORMAT, Long.toString(StoreFormat.NEWEST))
        .build();
  }

  private void nameRoots(StoreId id) {
    for (RootRole role : ROLES) {
      // Named again even if the name is visible: a killed process may not have made it durable.
      roots.name(role, id);
    }
  }

  /** A catalog is never created over existing data. */
  private void requireNothingToLose(String found) {
    for (RootRole role : OTHERS) {
      if (roots.holdsData(role)) {
        throw new CatalogLost(
            stores.location(),
            found + ", and the " + role.word() + " root " + roots.location(role) + " holds data");
      }
    }
  }

  private void requireNamed(RootRole role, Optional<StoreId> store, String expected) {
    RootSighting sighting = roots.look(role);
    boolean right =
        sighting.state() == RootSighting.State.NAMED
            && sighting.role().equals(Optional.of(role))
            && (store.isEmpty() || sighting.store().equals(store));
    if (!right) {
      throw wrong(role, expected, describe(sighting));
    }
  }

  private WrongStore wrong(RootRole role, String expected, String found) {
    return new WrongStore(role.word(), roots.location(role), expected, found);
  }

  private static String describe(RootSighting sighting) {
    return switch (sighting.state()) {
      case MISSING -> "no directory";
      case UNNAMED -> "a directory without PERMAFROST";
      case UNSOUND -> "a PERMAFROST file with invalid content";
      case NAMED ->
          "the "
              + sighting.role().orElseThrow().word()
              + " root of store "
              + sighting.store().orElseThrow();
    };
  }

  static Optional<StoreId> storeId(MetaStore store) {
    Optional<String> value = store.get(CatalogKey.STORE);
    if (value.isPresent() && !StoreId.isWellFormed(value.get())) {
      throw new UnknownCatalogEntry(CatalogKey.STORE, value.get(), "it is not a store id");
    }
    return value.map(StoreId::new);
  }

  private static MetaStore closingOnFailure(MetaStore store, Runnable body) {
    try {
      body.run();
      return store;
    } catch (RuntimeException | Error e) {
      try {
        store.close();
      } catch (RuntimeException suppressed) {
        e.addSuppressed(suppressed);
      }
      throw e;
    }
  }
}
