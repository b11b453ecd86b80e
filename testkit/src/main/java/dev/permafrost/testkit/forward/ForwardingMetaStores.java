package dev.permafrost.testkit.forward;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.ports.catalog.MetaBatch;
import dev.permafrost.ports.catalog.MetaStore;
import dev.permafrost.ports.catalog.MetaStores;
import dev.permafrost.ports.roots.DatabaseLook;
import java.util.List;
import java.util.Optional;

/** A catalog that passes everything on. */
public class ForwardingMetaStores implements MetaStores {

  private final MetaStores stores;

  /** Passes everything on to a catalog. */
  public ForwardingMetaStores(MetaStores stores) {
    this.stores = stores;
  }

  /** Told of each real store that is opened for writing. */
  protected void opened(MetaStore store) {}

  /** Commits a batch to the real store. */
  protected void commit(MetaStore store, MetaBatch batch) {
    store.commit(batch);
  }

  /** Reads all entries that begin with a prefix from the real store. */
  protected List<MetaStore.Entry> scan(MetaStore store, String prefix) {
    return store.scan(prefix);
  }

  /** Closes the real store. */
  protected void close(MetaStore store) {
    store.close();
  }

  @Override
  public String location() {
    return stores.location();
  }

  @Override
  public DatabaseLook look() {
    return stores.look();
  }

  @Override
  public List<String> sharedFiles() {
    return stores.sharedFiles();
  }

  @Override
  public Reading readAsIs() {
    return stores.readAsIs();
  }

  @Override
  public void acceptAsIs() {
    stores.acceptAsIs();
  }

  @Override
  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // handed on, inside what is returned
  public MetaStore create() {
    return forwarding(stores.create());
  }

  @Override
  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // handed on, inside what is returned
  public MetaStore openExisting() {
    return forwarding(stores.openExisting());
  }

  @Override
  @MustBeClosed
  public MetaStore openReadOnly() {
    return stores.openReadOnly();
  }

  private Forwarding forwarding(MetaStore store) {
    opened(store);
    return new Forwarding(store);
  }

  private final class Forwarding implements MetaStore {
    private final MetaStore store;

    Forwarding(MetaStore store) {
      this.store = store;
    }

    @Override
    public Optional<String> get(String key) {
      return ForwardingMetaStores.this.scan(store, key).stream()
          .filter(entry -> entry.key().equals(key))
          .map(Entry::value)
          .findFirst();
    }

    @Override
    public List<Entry> scan(String prefix) {
      return ForwardingMetaStores.this.scan(store, prefix);
    }

    @Override
    public void commit(MetaBatch batch) {
      ForwardingMetaStores.this.commit(store, batch);
    }

    @Override
    public void close() {
      ForwardingMetaStores.this.close(store);
    }
  }
}
