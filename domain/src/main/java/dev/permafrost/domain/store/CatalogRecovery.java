package dev.permafrost.domain.store;

import dev.permafrost.domain.attempt.Attempts;
import dev.permafrost.domain.catalog.CatalogKey;
import dev.permafrost.domain.catalog.StoreFormat;
import dev.permafrost.ports.catalog.MetaStore;
import dev.permafrost.ports.catalog.MetaStores;
import dev.permafrost.ports.events.Operation;
import dev.permafrost.ports.events.Remark;
import dev.permafrost.ports.failure.NewerStore;
import dev.permafrost.ports.failure.SharedFiles;
import dev.permafrost.ports.failure.StoreNotFound;
import dev.permafrost.ports.failure.WrongStore;
import dev.permafrost.ports.hot.WitnessReading;
import dev.permafrost.ports.roots.DatabaseLook;
import dev.permafrost.ports.roots.RootRole;
import dev.permafrost.ports.roots.RootSighting;
import dev.permafrost.ports.roots.StoreId;
import dev.permafrost.ports.roots.StoreRoots;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Deliberately accepts a catalog that cannot be opened: one with fewer changes than its witness
 * says, one without its witness or its identity, or none at all (docs/protocol.md, "Recovery"). It
 * works on a store that is not open.
 *
 * <p>Nothing is destroyed: a database that cannot be read, or that has tables and lacks the rest,
 * is refused until an operator has moved it elsewhere. An audit afterwards finds what the catalog
 * lost, as files and hot directories without a key, which can be adopted.
 */
public final class CatalogRecovery {

  /** What must be done. */
  public enum Need {
    /** Nothing: the catalog is whole. */
    NONE,
    /** The witness is rewritten to match the database. */
    ACCEPT,
    /** An empty catalog is created, with the identity in the other roots. */
    MAKE,
    /** No root has an identity: the roots get a new one, and an empty catalog is created. */
    FOUND
  }

  /**
   * What a recovery would do, to be shown before it is done.
   *
   * @param need what must be done
   * @param store the store, according to its roots; empty if they have no identity and will get a
   *     new one
   * @param location where the catalog is
   * @param found what was found, in words
   * @param missing what may be missing afterwards, in words
   */
  public record Plan(
      Need need, Optional<StoreId> store, String location, String found, String missing) {}

  private static final List<RootRole> OTHERS = List.of(RootRole.HOT, RootRole.COLD);

  private final StoreRoots roots;
  private final MetaStores stores;
  private final Attempts attempts;

  private CatalogRecovery(StorePorts ports) {
    this.roots = ports.files().roots();
    this.stores = ports.databases().catalog();
    this.attempts = new Attempts(ports.events(), ports.time());
  }

  /**
   * Plans the recovery of a store's catalog; changes nothing.
   *
   * @param ports those of a store that is not open in this process; its roots are released
   * @throws StoreNotFound if no root has an identity and none holds data of a store
   * @throws WrongStore if the roots do not agree
   * @throws NewerStore if the catalog is of a newer version
   * @throws dev.permafrost.ports.failure.CatalogDamaged if there is a database that cannot be read
   */
  public static Plan plan(StorePorts ports) {
    CatalogRecovery recovery = new CatalogRecovery(ports);
    try {
      return recovery.plan();
    } finally {
      recovery.roots.close();
    }
  }

  /**
   * Carries out a recovery, which is planned again under the locks of the roots: when this returns,
   * the store can be opened. After a crash at any point it can be carried out again.
   *
   * @param ports as for {@link #plan}
   * @param newId creates the identity of roots that have none; random
   * @return what was done
   * @throws dev.permafrost.ports.failure.RootLocked if a process has the store open
   * @throws SharedFiles if the store shares files with a copy
   */
  public static Plan carryOut(StorePorts ports, Supplier<StoreId> newId) {
    CatalogRecovery recovery = new CatalogRecovery(ports);
    try {
      return recovery.attempts.run(
          Operation.RECOVER, Optional.empty(), Set.of(), tally -> recovery.carryOut(newId));
    } finally {
      recovery.roots.close();
    }
  }

  private Plan plan() {
    DatabaseLook look = stores.look();
    if (look != DatabaseLook.PRESENT && awaitsAnIdentity()) {
      return make(Need.FOUND, roots.look(RootRole.CATALOG).store(), describe(look));
    }
    StoreId id = storeOfTheRoots();
    return look == DatabaseLook.PRESENT
        ? planFor(id)
        : make(Need.MAKE, Optional.of(id), describe(look));
  }

  private static String describe(DatabaseLook look) {
    return look == DatabaseLook.GUTTED ? "a directory without a database" : "no database";
  }

  /**
   * Whether a root that holds data has no identity, and no root has one except those that an
   * interrupted {@link #nameRoots} wrote, which names such a root last. An empty mount point holds
   * no data, so it does not count.
   */
  private boolean awaitsAnIdentity() {
    List<RootRole> unnamed = OTHERS.stream().filter(role -> !isNamed(role)).toList();
    if (unnamed.stream().noneMatch(roots::holdsData)) {
      return false;
    }
    Optional<StoreId> begun = roots.look(RootRole.CATALOG).store();
    begun.ifPresent(id -> requireNamed(RootRole.CATALOG, id));
    for (RootRole role : OTHERS) {
      if (isNamed(role)) {
        requireNamed(
            role,
            begun.orElseThrow(
                () ->
                    wrong(
                        RootRole.CATALOG,
                        "the identity of the store that the " + role.word() + " root belongs to")));
      }
    }
    return true;
  }

  private boolean isNamed(RootRole role) {
    return roots.look(role).state() == RootSighting.State.NAMED;
  }

  private Plan planFor(StoreId id) {
    MetaStores.Reading reading = stores.readAsIs();
    requireKnownFormat(reading);
    Optional<StoreId> written = storeOf(reading);
    if (written.isPresent() && !written.get().equals(id)) {
      throw new WrongStore(
          RootRole.CATALOG.word(), stores.location(), "store " + id, "store " + written.get());
    }
    Need need = reading.isWhole() && written.isPresent() ? Need.NONE : Need.ACCEPT;
    return new Plan(need, Optional.of(id), stores.location(), found(reading), missing(reading));
  }

  private Plan make(Need need, Optional<StoreId> id, String found) {
    return new Plan(
        need,
        id,
        stores.location(),
        found,
        "every key: all packs and hot databases lose theirs, and the network is unknown");
  }

  private static String found(MetaStores.Reading reading) {
    return reading.changes() + " changes, " + reading.entries().size() + " keys";
  }

  private static String missing(MetaStores.Reading reading) {
    WitnessReading witness = reading.witness();
    if (witness.state() != WitnessReading.State.SOUND) {
      return "an unknown number of changes: the witness is "
          + (witness.state() == WitnessReading.State.MISSING ? "missing" : "not sound");
    }
    long behind = witness.sequence() - reading.changes();
    return behind > 0 ? "the last " + behind + " changes that were acknowledged" : "nothing";
  }

  private void requireKnownFormat(MetaStores.Reading reading) {
    for (MetaStore.Entry entry : reading.entries()) {
      if (entry.key().equals(CatalogKey.FORMAT)
          && StoreFormat.of(entry.value()) > StoreFormat.NEWEST) {
        throw new NewerStore(stores.location(), StoreFormat.of(entry.value()), StoreFormat.NEWEST);
      }
    }
  }

  private static Optional<StoreId> storeOf(MetaStores.Reading reading) {
    return reading.entries().stream()
        .filter(entry -> entry.key().equals(CatalogKey.STORE))
        .filter(entry -> StoreId.isWellFormed(entry.value()))
        .map(entry -> new StoreId(entry.value()))
        .findFirst();
  }

  /** The store named by all roots that have an identity, each in its own role. */
  private StoreId storeOfTheRoots() {
    for (RootRole role : OTHERS) {
      RootSighting sighting = roots.look(role);
      if (sighting.state() != RootSighting.State.NAMED) {
        if (roots.look(RootRole.CATALOG).state() != RootSighting.State.NAMED) {
          throw new StoreNotFound(roots.location(role));
        }
        throw wrong(role, "the identity of the store that the catalog root belongs to");
      }
    }
    StoreId id = roots.look(RootRole.COLD).store().orElseThrow();
    requireNamed(RootRole.COLD, id);
    requireNamed(RootRole.HOT, id);
    if (roots.look(RootRole.CATALOG).state() == RootSighting.State.NAMED) {
      requireNamed(RootRole.CATALOG, id);
    }
    return id;
  }

  private void requireNamed(RootRole role, StoreId id) {
    if (!roots.look(role).equals(RootSighting.named(id, role))) {
      throw wrong(role, "the " + role.word() + " root of store " + id);
    }
  }

  private WrongStore wrong(RootRole role, String expected) {
    RootSighting found = roots.look(role);
    return new WrongStore(
        role.word(),
        roots.location(role),
        expected,
        found.state() == RootSighting.State.NAMED
            ? "the "
                + found.role().orElseThrow().word()
                + " root of store "
                + found.store().orElseThrow()
            : "no identity");
  }

  private Plan carryOut(Supplier<StoreId> newId) {
    // Before anything is written: a claim creates directories and identity files.
    plan();
    StoreOpening.requireNothingShared(roots, stores);
    for (RootRole role : RootRole.values()) {
      roots.claim(role);
      roots.makeReachable(role).forEach(line -> attempts.events().remarked(Remark.info(line)));
    }
    Plan plan = plan();
    switch (plan.need()) {
      // It may only appear to be whole: an acceptance may have been interrupted before its syncs.
      case NONE -> roots.makeCatalogDurable();
      case ACCEPT -> accept(plan.store().orElseThrow());
      case MAKE, FOUND -> makeAgain(plan.store().orElseGet(newId));
    }
    return plan;
  }

  /**
   * Called before {@code config:store} is written, as when a store is created: a readable identity
   * need not be durable, and once the key exists, a root without an identity is refused
   * permanently. The catalog root comes first, the roots that hold data last, so that a crash in
   * between leaves no state that an unmounted volume could also leave.
   */
  private void nameRoots(StoreId id) {
    roots.name(RootRole.CATALOG, id);
    OTHERS.stream().filter(role -> !roots.holdsData(role)).forEach(role -> roots.name(role, id));
    OTHERS.stream().filter(roots::holdsData).forEach(role -> roots.name(role, id));
  }

  private void accept(StoreId id) {
    nameRoots(id);
    stores.acceptAsIs();
    // An interrupted creation may have left a database that is visible but not durable.
    roots.makeCatalogDurable();
    try (MetaStore store = stores.openExisting()) {
      if (store.get(CatalogKey.STORE).isEmpty()) {
        store.commit(StoreOpening.identity(id));
      }
    }
  }

  private void makeAgain(StoreId id) {
    nameRoots(id);
    try (MetaStore store = stores.create()) {
      roots.makeCatalogDurable();
      store.commit(StoreOpening.identity(id));
    }
  }
}
