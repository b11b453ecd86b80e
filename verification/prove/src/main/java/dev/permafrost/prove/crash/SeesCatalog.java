package dev.permafrost.prove.crash;

import dev.permafrost.ports.catalog.MetaBatch;
import dev.permafrost.ports.catalog.MetaStore;
import dev.permafrost.ports.catalog.MetaStores;
import dev.permafrost.testkit.forward.ForwardingMetaStores;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A mutant that asks the catalog what it holds, and does something around each batch. */
abstract class SeesCatalog extends Wiring {

  private @Nullable MetaStore open;

  @Override
  public final MetaStores catalog(MetaStores original, Layout layout) {
    return new ForwardingMetaStores(original) {
      @Override
      protected void opened(MetaStore store) {
        open = store;
      }

      @Override
      protected void commit(MetaStore store, MetaBatch batch) {
        before(batch);
        super.commit(store, batch);
        after(batch);
      }
    };
  }

  /** Called before a batch is committed. */
  void before(MetaBatch batch) {}

  /** Called when a batch was committed. */
  void after(MetaBatch batch) {}

  /** The keys that a batch gives a value to. */
  static List<String> keysOf(MetaBatch batch, String value) {
    return batch.changes().stream()
        .filter(change -> change.value().equals(Optional.of(value)))
        .map(MetaBatch.Change::key)
        .toList();
  }

  /** Puts an entry past the domain, if a catalog is open for writing. */
  final void put(String key, String value) {
    if (open != null) {
      open.commit(MetaBatch.builder().put(key, value).build());
    }
  }

  /** What the catalog says of a key; nothing if none is open for writing. */
  final Optional<String> says(String key) {
    return open == null ? Optional.empty() : open.get(key);
  }
}
