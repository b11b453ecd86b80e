package dev.permafrost.testkit.handles;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.ports.catalog.MetaStore;
import dev.permafrost.ports.catalog.MetaStores;
import dev.permafrost.ports.roots.DatabaseLook;
import java.util.List;

/** Tracks the catalog's store. */
@SuppressWarnings("MustBeClosedChecker") // What is given out closes what it wraps.
record TrackedMetaStores(MetaStores real, OpenHandles handles) implements MetaStores {

  @Override
  public String location() {
    return real.location();
  }

  @Override
  public DatabaseLook look() {
    return real.look();
  }

  @Override
  public List<String> sharedFiles() {
    return real.sharedFiles();
  }

  @Override
  public Reading readAsIs() {
    return real.readAsIs();
  }

  @Override
  public void acceptAsIs() {
    real.acceptAsIs();
  }

  @Override
  @MustBeClosed
  public MetaStore create() {
    return tracked(real.create(), "created");
  }

  @Override
  @MustBeClosed
  public MetaStore openExisting() {
    return tracked(real.openExisting(), "open for writing");
  }

  @Override
  @MustBeClosed
  public MetaStore openReadOnly() {
    return tracked(real.openReadOnly(), "open for reading");
  }

  private MetaStore tracked(MetaStore store, String how) {
    return handles.opened("the catalog's store (" + how + ")").watch(MetaStore.class, store);
  }
}
