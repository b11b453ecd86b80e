package dev.permafrost.ports.hot;

/**
 * A hot database that is open for writing, with its witness. One thread writes at a time; other
 * threads may read at the same time.
 */
public interface HotStore extends HotView {

  /**
   * Commits a batch over all its column families atomically, and <b>synced</b>: when this returns,
   * the batch survives a power cut. If it throws, either the whole batch was written or none of it,
   * and the store must be closed.
   */
  void commit(HotBatch batch);

  /**
   * Writes the sequence into the witness, in place and unsynced, alternating between the two slots.
   * Called after the commit of that ledger returned and before the ledger is acknowledged.
   *
   * @param sequence at least the sequence in the witness, otherwise {@link
   *     IllegalArgumentException}
   */
  void recordWitness(long sequence);

  /** Syncs the witness. Also done by {@link #close()}. */
  void syncWitness();
}
