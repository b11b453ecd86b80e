package dev.permafrost.prove.faults;

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
import dev.permafrost.prove.crash.Layout;
import dev.permafrost.prove.crash.Wiring;
import dev.permafrost.testkit.handles.HandleWatch;

/** Another wiring with a tracker of handles in front of every port that gives some out. */
final class TrackedWiring extends Wiring {

  private final HandleWatch tracker;
  private final Wiring wiring;

  TrackedWiring(HandleWatch tracker, Wiring wiring) {
    this.tracker = tracker;
    this.wiring = wiring;
  }

  @Override
  public Vfs vfs(Vfs original, Use use, Layout layout) {
    return wiring.vfs(original, use, layout);
  }

  @Override
  public MetaStores catalog(MetaStores original, Layout layout) {
    return tracker.metaStores(wiring.catalog(original, layout));
  }

  @Override
  public HotStores hot(HotStores original, Layout layout) {
    return tracker.hotStores(wiring.hot(original, layout));
  }

  @Override
  public HotDirectories directories(HotDirectories original) {
    return wiring.directories(original);
  }

  @Override
  public ArtifactStore artifacts(ArtifactStore original) {
    return tracker.artifacts(wiring.artifacts(original));
  }

  @Override
  public LedgerPacks packs(LedgerPacks original) {
    return tracker.packs(wiring.packs(original));
  }

  @Override
  public PackCandidates candidates(PackCandidates original) {
    return wiring.candidates(original);
  }

  @Override
  public FrameCodec codec(FrameCodec original) {
    return tracker.codec(wiring.codec(original));
  }

  @Override
  public BulkBackend lake(BulkBackend original) {
    return tracker.backend(wiring.lake(original));
  }

  @Override
  public OrderedWork ledgerWork(OrderedWork original) {
    return tracker.work(wiring.ledgerWork(original));
  }
}
