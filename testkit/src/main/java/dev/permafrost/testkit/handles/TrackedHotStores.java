package dev.permafrost.testkit.handles;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.hot.ColumnFamily;
import dev.permafrost.ports.hot.HotStore;
import dev.permafrost.ports.hot.HotStores;
import dev.permafrost.ports.hot.HotView;
import dev.permafrost.testkit.forward.ForwardingHotStores;
import java.util.Set;

/** Tracks hot databases. */
@SuppressWarnings("MustBeClosedChecker") // What is given out closes what it wraps.
final class TrackedHotStores extends ForwardingHotStores {

  private final OpenHandles handles;

  TrackedHotStores(HotStores real, OpenHandles handles) {
    super(real);
    this.handles = handles;
  }

  @Override
  @MustBeClosed
  public HotStore create(ChunkId chunk, Set<ColumnFamily> families, long witnessSequence) {
    return tracked(super.create(chunk, families, witnessSequence), "created");
  }

  @Override
  @MustBeClosed
  public HotStore openExisting(ChunkId chunk, Set<ColumnFamily> families) {
    return tracked(super.openExisting(chunk, families), "open for writing");
  }

  @Override
  @MustBeClosed
  public HotView openReadOnly(ChunkId chunk, Set<ColumnFamily> families) {
    HotView view = super.openReadOnly(chunk, families);
    return new TrackedHotView(view, handle(chunk, "open for reading"));
  }

  private HotStore tracked(HotStore store, String how) {
    return new TrackedHotStore(store, handle(store.chunk(), how));
  }

  private OpenHandles.Handle handle(ChunkId chunk, String how) {
    return handles.opened("the hot database of chunk " + chunk + " (" + how + ")");
  }
}
