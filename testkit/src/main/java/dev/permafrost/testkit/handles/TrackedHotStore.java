package dev.permafrost.testkit.handles;

import dev.permafrost.ports.hot.HotBatch;
import dev.permafrost.ports.hot.HotStore;

/**
 * Tracks a hot database that is written; what a batch lends to it is poisoned behind the commit.
 */
final class TrackedHotStore extends TrackedHotView implements HotStore {

  private final HotStore real;

  TrackedHotStore(HotStore real, OpenHandles.Handle handle) {
    super(real, handle);
    this.real = real;
  }

  @Override
  public void commit(HotBatch batch) {
    use();
    Loans loans = new Loans();
    HotBatch lent = new HotBatch();
    for (HotBatch.Put put : batch.puts()) {
      lent.put(put.family(), loans.lend(put.borrowedKey()), loans.lend(put.borrowedValue()));
    }
    try {
      real.commit(lent);
    } finally {
      loans.revoke();
    }
  }

  @Override
  public void recordWitness(long sequence) {
    use();
    real.recordWitness(sequence);
  }

  @Override
  public void syncWitness() {
    use();
    real.syncWitness();
  }
}
