package dev.permafrost.ports.events;

/**
 * An observer of the storage layer: a log, a progress bar, metrics. Methods are called on the
 * thread that does the work, possibly several at once. They must be quick and must not throw. An
 * observer never changes what the storage layer does.
 */
public interface StorageEvents {

  /** An observer that ignores everything. */
  StorageEvents NONE =
      new StorageEvents() {
        @Override
        public void ended(Attempt attempt) {}
      };

  /** An attempt ended. Called exactly once for each attempt. */
  void ended(Attempt attempt);

  /** An attempt made progress. */
  default void progressed(Progress progress) {}

  /**
   * A ledger of a live or bulk ingestion was acknowledged: it is durable. Called once for each
   * ledger.
   */
  default void committed(LedgerPhases ledger) {}

  /** The artifacts of a chunk were made and are frozen. */
  default void froze(FreezePhases chunk) {}

  /** A request to a lake completed. */
  default void requested(LakeRequest request) {}

  /** A lake reported its newest ledger. */
  default void tipSeen(LakeTip tip) {}

  /** A removal waits for an open view. */
  default void held(ViewHold hold) {}

  /** A chunk waits until the backend covers it. */
  default void waiting(CoverageWait wait) {}

  /** There is a remark for the operator. */
  default void remarked(Remark remark) {}
}
