package dev.permafrost.testkit.forward;

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

/** Hot databases that pass everything on. */
public class ForwardingHotStores implements HotStores {

  private final HotStores stores;

  /** Passes everything on to hot databases. */
  public ForwardingHotStores(HotStores stores) {
    this.stores = stores;
  }

  @Override
  public String locate(ChunkId chunk) {
    return stores.locate(chunk);
  }

  @Override
  public DatabaseLook look(ChunkId chunk) {
    return stores.look(chunk);
  }

  @Override
  public boolean isKnownName(String name) {
    return stores.isKnownName(name);
  }

  @Override
  public List<String> foreignEntries(ChunkId chunk) {
    return stores.foreignEntries(chunk);
  }

  @Override
  public List<String> sharedFiles(ChunkId chunk) {
    return stores.sharedFiles(chunk);
  }

  @Override
  public WitnessReading readWitness(ChunkId chunk) {
    return stores.readWitness(chunk);
  }

  @Override
  public void rewriteWitness(ChunkId chunk, long sequence) {
    stores.rewriteWitness(chunk, sequence);
  }

  @Override
  @MustBeClosed
  public HotStore create(ChunkId chunk, Set<ColumnFamily> families, long witnessSequence) {
    return stores.create(chunk, families, witnessSequence);
  }

  @Override
  @MustBeClosed
  public HotStore openExisting(ChunkId chunk, Set<ColumnFamily> families) {
    return stores.openExisting(chunk, families);
  }

  @Override
  @MustBeClosed
  public HotView openReadOnly(ChunkId chunk, Set<ColumnFamily> families) {
    return stores.openReadOnly(chunk, families);
  }

  @Override
  public long sizeBytes(ChunkId chunk) {
    return stores.sizeBytes(chunk);
  }
}
