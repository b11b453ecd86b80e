package dev.permafrost.prove.crash;

import dev.permafrost.ports.catalog.MetaStore;
import dev.permafrost.ports.catalog.MetaStores;
import dev.permafrost.testkit.forward.ForwardingMetaStores;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A mutant that asks the catalog what it holds. */
abstract class SeesCatalog extends Wiring {

  private @Nullable MetaStore open;

  @Override
  public final MetaStores catalog(MetaStores original, Layout layout) {
    return new ForwardingMetaStores(original) {
      @Override
      protected void opened(MetaStore store) {
        open = store;
      }
    };
  }

  /** What the catalog says of a key; nothing if none is open for writing. */
  final Optional<String> says(String key) {
    return open == null ? Optional.empty() : open.get(key);
  }
}
