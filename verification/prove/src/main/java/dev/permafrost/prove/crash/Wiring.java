package dev.permafrost.prove.crash;

import dev.permafrost.ports.artifact.ArtifactStore;
import dev.permafrost.ports.artifact.LedgerPacks;
import dev.permafrost.ports.artifact.PackCandidates;
import dev.permafrost.ports.catalog.MetaStores;
import dev.permafrost.ports.codec.FrameCodec;
import dev.permafrost.ports.hot.HotDirectories;
import dev.permafrost.ports.hot.HotStores;
import dev.permafrost.ports.source.BulkBackend;
import dev.permafrost.ports.vfs.Vfs;
import dev.permafrost.ports.work.OrderedWork;
import dev.permafrost.ports.work.TimeSource;

/**
 * What stands between the production code and the machine. As it is, nothing; a mutant overrides
 * what it does wrongly. One object serves one process.
 */
public class Wiring {

  /** Production code as it is. */
  public static final Wiring AS_IT_IS = new Wiring();

  /** What part of the file adapters uses the disk. */
  public enum Use {
    ROOTS,
    HOT,
    ARTIFACTS
  }

  /** What a part of the file adapters sees of the disk. */
  public Vfs vfs(Vfs original, Use use, Layout layout) {
    return original;
  }

  public MetaStores catalog(MetaStores original, Layout layout) {
    return original;
  }

  public HotStores hot(HotStores original, Layout layout) {
    return original;
  }

  public HotDirectories directories(HotDirectories original) {
    return original;
  }

  public ArtifactStore artifacts(ArtifactStore original) {
    return original;
  }

  public LedgerPacks packs(LedgerPacks original) {
    return original;
  }

  /** Packs outside of the store. */
  public PackCandidates candidates(PackCandidates original) {
    return original;
  }

  public FrameCodec codec(FrameCodec original) {
    return original;
  }

  public BulkBackend lake(BulkBackend original) {
    return original;
  }

  /** The workers on which the ledgers of a chunk are checked. */
  public OrderedWork ledgerWork(OrderedWork original) {
    return original;
  }

  /** The clock. */
  public TimeSource time(TimeSource original) {
    return original;
  }
}
