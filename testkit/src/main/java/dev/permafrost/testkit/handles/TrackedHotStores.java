package dev.permafrost.testkit.handles;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.hot.ColumnFamily;
import dev.permafrost.ports.hot.HotStore;
import dev.permafrost.ports.hot.HotStores;
import dev.permafrost.ports.hot.HotView;
import dev.permafrost.ports.hot.WitnessReading;
import dev.permafrost.ports.roots.DatabaseLook;
import java.util.List;
import java.util.Set;

/** Tracks hot databases. */
@SuppressWarnings("MustBeClosedChecker") // What is given out closes what it wraps.
record TrackedHotStores(HotStores real, OpenHandles handles) implements HotStores {

  @Override
  public String locate(ChunkId chunk) {
    return real.locate(chunk);
  }

  @Override
  public DatabaseLook look(ChunkId chunk) {
    return real.look(chunk);
  }

  @Override
  public boolean isKnownName(String name) {
    return real.isKnownName(name);
  }

  @Override
  public List<String> foreignEntries(ChunkId chunk) {
    return real.foreignEntries(chunk);
  }

  @Override
  public List<String> sharedFiles(ChunkId chunk) {
    return real.sharedFiles(chunk);
  }

  @Override
  public WitnessReading readWitness(ChunkId chunk) {
    return real.readWitness(chunk);
  }

  @Override
  public void rewriteWitness(ChunkId chunk, long sequence) {
    real.rewriteWitness(chunk, sequence);
  }

  @Override
  @MustBeClosed
  public HotStore create(ChunkId chunk, Set<ColumnFamily> families, long witnessSequence) {
    return tracked(real.create(chunk, families, witnessSequence), "created");
  }

  @Override
  @MustBeClosed
  public HotStore openExisting(ChunkId chunk, Set<ColumnFamily> families) {
    return tracked(real.openExisting(chunk, families), "open for writing");
  }

  @Override
  @MustBeClosed
  public HotView openReadOnly(ChunkId chunk, Set<ColumnFamily> families) {
    HotView view = real.openReadOnly(chunk, families);
    return new TrackedHotView(view, handle(chunk, "open for reading"));
  }

  @Override
  public long sizeBytes(ChunkId chunk) {
    return real.sizeBytes(chunk);
  }

  private HotStore tracked(HotStore store, String how) {
    return new TrackedHotStore(store, handle(store.chunk(), how));
  }

  private OpenHandles.Handle handle(ChunkId chunk, String how) {
    return handles.opened("the hot database of chunk " + chunk + " (" + how + ")");
  }
}
