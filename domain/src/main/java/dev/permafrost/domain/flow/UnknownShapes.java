package dev.permafrost.domain.flow;

import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.events.Remark;
import dev.permafrost.ports.events.StorageEvents;
import dev.permafrost.ports.ledger.UnknownShape;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Reports ledgers of a shape that this build does not know: once for each open store, since a
 * network that has one such ledger has many. Thread-safe.
 */
public final class UnknownShapes {

  private final StorageEvents events;
  private final AtomicBoolean remarked = new AtomicBoolean();

  /** Creates a reporter that has reported nothing yet. */
  public UnknownShapes(StorageEvents events) {
    this.events = events;
  }

  /** Called for each stored ledger of an unknown shape. */
  void taken(ChunkId chunk, long sequence, UnknownShape shape) {
    if (!remarked.getAndSet(true)) {
      events.remarked(
          Remark.warning(
              chunk,
              "ledger "
                  + sequence
                  + " has "
                  + shape.text()
                  + ", which this version does not know; its header was proven by its hash, and it"
                  + " and others like it are taken: look for a newer version"));
    }
  }
}
