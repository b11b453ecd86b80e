package dev.permafrost.ports.hot;

/**
 * A hot database that is open for writing, with its witness. One thread writes at a time; others
 * may read meanwhile.
 */
public interface HotStore extends HotView {

  /**
   * Commits a batch over all its column families: all of it or nothing, and <b>synced</b>: when
   * this returns it survives a power cut. If it throws, the batch may be there or not, but never a
   * part of it, and the store must be closed.
   */
  void commit(HotBatch batch);

  /**
   * Writes the sequence into the witness, in place and unsynced, alternating between the two slots.
   * Called after the commit of that ledger returned and before it is acknowledged.
   *
   * @param sequence never below what the witness says, else {@link IllegalArgumentException}
   */
  void recordWitness(long sequence);

  /** Syncs the witness. Also done by {@link #close()}. */
  void syncWitness();
}
