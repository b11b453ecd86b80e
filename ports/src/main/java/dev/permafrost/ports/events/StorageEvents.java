package dev.permafrost.ports.events;

/**
 * An observer of the storage layer: a log, a progress bar, metrics. Called on whichever thread does
 * the work, several at once; must be quick and must not throw. It never changes what happens.
 */
public interface StorageEvents {

  /** An observer that ignores everything. */
  StorageEvents NONE =
      new StorageEvents() {
        @Override
        public void ended(Attempt attempt) {}
      };

  /** An attempt ended: exactly one call an attempt, at its true end. */
  void ended(Attempt attempt);

  /** An attempt came further. */
  default void progressed(Progress progress) {}

  /** Live ingestion acknowledged a ledger. */
  default void acknowledged(LedgerPhases ledger) {}

  /** A chunk waits for the backend to cover it. */
  default void waiting(CoverageWait wait) {}

  /** Something worth a line. */
  default void remarked(Remark remark) {}
}
