package dev.permafrost.prove.crash;

import dev.permafrost.ports.catalog.MetaBatch;
import dev.permafrost.ports.catalog.MetaStore;
import dev.permafrost.ports.catalog.MetaStores;
import dev.permafrost.testkit.forward.ForwardingMetaStores;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A catalog that holds some batches back, and lets only this process see them meanwhile. */
final class HeldBack extends ForwardingMetaStores {

  private final Predicate<MetaBatch> holds;
  private final boolean behindTheNext;
  private @Nullable MetaBatch held;
  private @Nullable MetaStore open;

  /**
   * Holds batches back until the next one.
   *
   * @param behindTheNext whether what is held comes behind the next one, and not before it
   */
  HeldBack(MetaStores original, Predicate<MetaBatch> holds, boolean behindTheNext) {
    super(original);
    this.holds = holds;
    this.behindTheNext = behindTheNext;
  }

  /** Commits what is held. */
  void release() {
    if (held != null && open != null) {
      MetaBatch batch = held;
      held = null;
      open.commit(batch);
    }
  }

  @Override
  protected void commit(MetaStore store, MetaBatch batch) {
    open = store;
    if (!behindTheNext) {
      release();
    }
    if (holds.test(batch)) {
      held = batch;
      return;
    }
    super.commit(store, batch);
    release();
  }

  @Override
  protected List<MetaStore.Entry> scan(MetaStore store, String prefix) {
    TreeMap<String, String> entries = new TreeMap<>();
    super.scan(store, prefix).forEach(entry -> entries.put(entry.key(), entry.value()));
    if (held != null) {
      for (MetaBatch.Change change : held.changes()) {
        if (change.key().startsWith(prefix)) {
          change.value().ifPresent(value -> entries.put(change.key(), value));
        }
      }
    }
    List<MetaStore.Entry> found = new ArrayList<>();
    entries.forEach((key, value) -> found.add(new MetaStore.Entry(key, value)));
    return found;
  }

  @Override
  protected void close(MetaStore store) {
    release();
    super.close(store);
  }
}
