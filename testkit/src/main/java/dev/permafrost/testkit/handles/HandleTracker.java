package dev.permafrost.testkit.handles;

import dev.permafrost.ports.artifact.ArtifactFormat;
import dev.permafrost.ports.artifact.ArtifactStore;
import dev.permafrost.ports.artifact.LedgerPacks;
import dev.permafrost.ports.catalog.MetaStores;
import dev.permafrost.ports.codec.FrameCodec;
import dev.permafrost.ports.hot.HotColumn;
import dev.permafrost.ports.hot.HotStores;
import dev.permafrost.ports.source.BulkBackend;
import dev.permafrost.ports.source.LedgerSource;
import dev.permafrost.ports.work.OrderedWork;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Wraps ports so that a test fails if it leaves a handle open, uses one after closing it, closes
 * one before what it gave out, or keeps bytes that were only lent.
 *
 * <p>Lent bytes are given as copies that are overwritten as soon as they are no longer valid, in
 * both directions: what an adapter lends to its caller, and what a caller lends to an adapter or to
 * a kind. Registered as a JUnit extension (a non-static field with {@code @RegisterExtension}) it
 * checks after each test, behind the test's own {@code @AfterEach} methods. Safe for several
 * threads.
 */
public final class HandleTracker implements AfterEachCallback {

  private final OpenHandles handles = new OpenHandles();

  /** The catalog's store. */
  public MetaStores metaStores(MetaStores real) {
    return new TrackedMetaStores(real, handles);
  }

  /** Hot databases. */
  public HotStores hotStores(HotStores real) {
    return new TrackedHotStores(real, handles);
  }

  /** A column family; its ledgers are poisoned as soon as it has contributed. */
  public HotColumn column(HotColumn real) {
    return new TrackedColumn(real);
  }

  /** Artifacts, for writing. */
  public ArtifactStore artifacts(ArtifactStore real) {
    return new TrackedArtifacts(real, handles);
  }

  /** A kind's format; its ledgers are poisoned as soon as they are added. */
  public ArtifactFormat format(ArtifactFormat real) {
    return new TrackedFormat(real, handles);
  }

  /** Frozen ledgers, for reading. */
  public LedgerPacks packs(LedgerPacks real) {
    return new TrackedPacks(real, handles);
  }

  /** A codec. */
  public FrameCodec codec(FrameCodec real) {
    return new TrackedCodec(real, handles);
  }

  /** A source of ledgers. */
  public LedgerSource source(LedgerSource real) {
    return new TrackedSource(real, handles);
  }

  /** A bulk backend. */
  public BulkBackend backend(BulkBackend real) {
    return new TrackedBackend(real, handles);
  }

  /** Parallel work. */
  public OrderedWork work(OrderedWork real) {
    return new TrackedWork(real, handles);
  }

  /** What is open at this moment, in the order of opening. */
  public List<String> open() {
    return handles.names();
  }

  /**
   * Checks at any moment at which nothing should be open.
   *
   * @throws AssertionError if something is, or anything was misused so far; where it was opened or
   *     misused is suppressed onto it
   */
  public void check() {
    handles.check();
  }

  @Override
  public void afterEach(ExtensionContext context) {
    check();
  }
}
