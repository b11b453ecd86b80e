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

  /** An ingestion, live or bulk, acknowledged a ledger: it is durable. Once a ledger. */
  default void committed(LedgerPhases ledger) {}

  /** The artifacts of a chunk were made and are frozen. */
  default void froze(FreezePhases chunk) {}

  /** A request to a lake is over. */
  default void requested(LakeRequest request) {}

  /** A lake told its newest ledger. */
  default void tipSeen(LakeTip tip) {}

  /** What is to be removed waits for a view. */
  default void held(ViewHold hold) {}

  /** A chunk waits for the backend to cover it. */
  default void waiting(CoverageWait wait) {}

  /** Something worth a line. */
  default void remarked(Remark remark) {}
}
