package dev.permafrost.testkit.handles;

import dev.permafrost.ports.artifact.ArtifactFormat;
import dev.permafrost.ports.artifact.ArtifactStore;
import dev.permafrost.ports.artifact.LedgerPacks;
import dev.permafrost.ports.artifact.PackCandidates;
import dev.permafrost.ports.catalog.MetaStores;
import dev.permafrost.ports.codec.FrameCodec;
import dev.permafrost.ports.hot.HotColumn;
import dev.permafrost.ports.hot.HotStores;
import dev.permafrost.ports.source.BulkBackend;
import dev.permafrost.ports.source.LedgerSource;
import dev.permafrost.ports.work.OrderedWork;
import java.util.List;

/**
 * Wraps ports so that it can be said what is open, what is used after closing, what is closed
 * before what it gave out, and who keeps bytes that were only lent.
 *
 * <p>Lent bytes are given as copies that are overwritten as soon as they are no longer valid, in
 * both directions: what an adapter lends to its caller, and what a caller lends to an adapter or to
 * a kind. Safe for several threads. Tests use {@link HandleTracker}.
 */
public class HandleWatch {

  private final OpenHandles handles = new OpenHandles();

  /** Nothing is open yet. */
  public HandleWatch() {}

  /** The catalog's store. */
  public final MetaStores metaStores(MetaStores real) {
    return Watched.watch(MetaStores.class, real, handles, null);
  }

  /** Hot databases. */
  public final HotStores hotStores(HotStores real) {
    return Watched.watch(HotStores.class, real, handles, null);
  }

  /** A column family; its ledgers are poisoned as soon as it has contributed. */
  public final HotColumn column(HotColumn real) {
    return Watched.watch(HotColumn.class, real, handles, null);
  }

  /** Artifacts, for writing. */
  public final ArtifactStore artifacts(ArtifactStore real) {
    return Watched.watch(ArtifactStore.class, real, handles, null);
  }

  /** A kind's format; its ledgers are poisoned as soon as they are added. */
  public final ArtifactFormat format(ArtifactFormat real) {
    return Watched.watch(ArtifactFormat.class, real, handles, null);
  }

  /** Frozen ledgers, for reading. */
  public final LedgerPacks packs(LedgerPacks real) {
    return Watched.watch(LedgerPacks.class, real, handles, null);
  }

  /** Packs that may be adopted. */
  public final PackCandidates candidates(PackCandidates real) {
    OpenHandles.Handle opened = handles.opened("the candidates in " + real.location());
    return Watched.watch(PackCandidates.class, real, handles, opened);
  }

  /** A codec. */
  public final FrameCodec codec(FrameCodec real) {
    return Watched.watch(FrameCodec.class, real, handles, null);
  }

  /** A source of ledgers. */
  public final LedgerSource source(LedgerSource real) {
    return Watched.watch(LedgerSource.class, real, handles, null);
  }

  /** A bulk backend. */
  public final BulkBackend backend(BulkBackend real) {
    return Watched.watch(BulkBackend.class, real, handles, null);
  }

  /** Parallel work. */
  public final OrderedWork work(OrderedWork real) {
    return Watched.watch(OrderedWork.class, real, handles, null);
  }

  /** What is open at this moment, in the order of opening. */
  public final List<String> open() {
    return handles.names();
  }

  /**
   * Checks at any moment at which nothing should be open.
   *
   * @throws AssertionError if something is, or anything was misused so far; where it was opened or
   *     misused is suppressed onto it
   */
  public final void check() {
    handles.check();
  }
}
