package dev.permafrost.domain.flow;

import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.events.Remark;
import dev.permafrost.ports.events.StorageEvents;
import dev.permafrost.ports.ledger.UnknownShape;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Remarks that a ledger of a shape was taken that this build does not know: once for an open store,
 * since a network that has such a ledger has many. Safe for several threads.
 */
public final class UnknownShapes {

  private final StorageEvents events;
  private final AtomicBoolean remarked = new AtomicBoolean();

  /** Nothing was remarked yet. */
  public UnknownShapes(StorageEvents events) {
    this.events = events;
  }

  /** Is told that a ledger was taken. */
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
