package dev.permafrost.wiring;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.backend.access.LakeOptions;
import dev.permafrost.domain.chain.Anchors;
import dev.permafrost.domain.chunk.Geometry;
import dev.permafrost.domain.freeze.FreezeSettings;
import dev.permafrost.domain.plan.LedgerSampler;
import dev.permafrost.domain.read.ChunkStatus;
import dev.permafrost.domain.store.CatalogRecovery;
import dev.permafrost.domain.store.Store;
import dev.permafrost.domain.store.StoreGlimpse;
import dev.permafrost.domain.store.StorePorts;
import dev.permafrost.domain.store.StoreSettings;
import dev.permafrost.domain.store.StoreView;
import dev.permafrost.fs.RootPaths;
import dev.permafrost.ports.artifact.ArtifactFormat;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.events.StorageEvents;
import dev.permafrost.ports.failure.NativeLibraryUnavailable;
import dev.permafrost.ports.hot.HotColumn;
import dev.permafrost.ports.roots.StoreId;
import dev.permafrost.ports.source.BulkBackend;
import dev.permafrost.ports.source.CoveragePatience;
import dev.permafrost.ports.work.TimeSource;
import dev.permafrost.rocksdb.RocksDbStores;
import dev.permafrost.threads.SystemTime;
import dev.permafrost.zstd.ZstdModule;
import java.net.URI;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Opens a store over the standard adapters: RocksDB, files, Zstandard, a data lake over HTTP or in
 * a directory, and a pool of threads. The entry point for programs that use this library.
 *
 * <pre>{@code
 * try (OpenStore<Store> opened = Permafrost.at(data).lake(address).open()) {
 *   opened.store().freezer().processChunk(chunk, opened.kinds(), CancelToken.NEVER);
 * }
 * }</pre>
 *
 * <p>An object of this class is a builder: it names the store and its settings. It holds nothing
 * open, and can open a store several times. Not thread-safe.
 */
public final class Permafrost {

  private final RootPaths roots;
  private final List<LakeOptions> lakes = new ArrayList<>();
  private final List<ArtifactFormat> formats = new ArrayList<>();
  private final List<HotColumn> columns = new ArrayList<>();
  private Optional<BulkBackend> backend = Optional.empty();
  private CoveragePatience patience = CoveragePatience.DEFAULT;
  private int chunksAtOnce = 1;
  private int ledgerWorkers = Runtime.getRuntime().availableProcessors();
  private long bytesInFlight = StoreSettings.DEFAULT_BYTES_IN_FLIGHT;
  private Anchors anchors = Anchors.none();
  private FreezeSettings freezing = FreezeSettings.STANDARD;
  private Geometry geometry = Geometry.STANDARD;
  private StorageEvents events = StorageEvents.NONE;
  private TimeSource time = new SystemTime();

  private Permafrost(RootPaths roots) {
    this.roots = roots;
  }

  /** The store in a directory, with its roots in their default places. */
  public static Permafrost at(Path data) {
    return at(RootPaths.under(data));
  }

  /** The store with these roots. */
  public static Permafrost at(RootPaths roots) {
    return new Permafrost(roots);
  }

  /**
   * Adds an address of the lake that ledgers come from; without one, only stored ledgers can be
   * read and frozen. Addresses after the first are mirrors, tried in this order.
   *
   * @param address an address over HTTP, or of a directory
   */
  @CanIgnoreReturnValue
  public Permafrost lake(URI address) {
    return lake(LakeOptions.of(address).build());
  }

  /** Adds an address with options. */
  @CanIgnoreReturnValue
  public Permafrost lake(LakeOptions address) {
    lakes.add(address);
    return this;
  }

  /** Takes ledgers from this backend instead of a lake. The caller owns and closes it. */
  @CanIgnoreReturnValue
  public Permafrost backend(BulkBackend opened) {
    this.backend = Optional.of(opened);
    return this;
  }

  /**
   * Sets how long to wait for the lake to cover a chunk; the default is {@link
   * CoveragePatience#DEFAULT}.
   */
  @CanIgnoreReturnValue
  public Permafrost patience(CoveragePatience upTo) {
    this.patience = upTo;
    return this;
  }

  /** Sets how many chunks {@link OpenStore#chunks} works on at once; the default is 1. */
  @CanIgnoreReturnValue
  public Permafrost chunksAtOnce(int chunks) {
    this.chunksAtOnce = chunks;
    return this;
  }

  /**
   * Sets how many threads check, encode and decode the ledgers of all chunks; the default is one
   * for each processor.
   */
  @CanIgnoreReturnValue
  public Permafrost ledgerWorkers(int threads) {
    this.ledgerWorkers = threads;
    return this;
  }

  /**
   * Sets how many bytes of ledgers may be in flight for each chunk in progress; the default is
   * {@link StoreSettings#DEFAULT_BYTES_IN_FLIGHT}.
   */
  @CanIgnoreReturnValue
  public Permafrost bytesInFlight(long bytes) {
    this.bytesInFlight = bytes;
    return this;
  }

  /** Sets the trusted header hashes; the default is none. */
  @CanIgnoreReturnValue
  public Permafrost anchors(Anchors trusted) {
    this.anchors = trusted;
    return this;
  }

  /** Sets how chunks are frozen. */
  @CanIgnoreReturnValue
  public Permafrost freezing(FreezeSettings settings) {
    this.freezing = settings;
    return this;
  }

  /**
   * Sets how the chain is divided; {@link Geometry#STANDARD} for every store except those of tests.
   */
  @CanIgnoreReturnValue
  public Permafrost geometry(Geometry cut) {
    this.geometry = cut;
    return this;
  }

  /** Registers an additional kind of artifact. */
  @CanIgnoreReturnValue
  public Permafrost kind(ArtifactFormat format) {
    formats.add(format);
    return this;
  }

  /** Registers an additional column family of hot databases. */
  @CanIgnoreReturnValue
  public Permafrost column(HotColumn column) {
    columns.add(column);
    return this;
  }

  /** Sets the observer; the default is none. */
  @CanIgnoreReturnValue
  public Permafrost events(StorageEvents observer) {
    this.events = observer;
    return this;
  }

  /** Sets the clock; the default is the system's. */
  @CanIgnoreReturnValue
  public Permafrost time(TimeSource clock) {
    this.time = clock;
    return this;
  }

  /**
   * Opens the store for writing, and creates it if there is none; throws what {@link Store#open}
   * throws.
   */
  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // closed with the result
  public OpenStore<Store> open() {
    return OpenStore.open(
        this, (ports, settings) -> Store.open(ports, settings, StoreId::random), Store::close);
  }

  /** Opens the store for reading; throws what {@link StoreView#open} throws. */
  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // closed with the result
  public OpenStore<StoreView> openForReading() {
    return OpenStore.open(this, StoreView::open, StoreView::close);
  }

  /** Plans the recovery of the catalog; changes nothing. See {@link CatalogRecovery#plan}. */
  public CatalogRecovery.Plan planCatalogRecovery() {
    return withPorts(CatalogRecovery::plan);
  }

  /** Recovers the catalog; see {@link CatalogRecovery#carryOut}. */
  public CatalogRecovery.Plan recoverCatalog() {
    return withPorts(ports -> CatalogRecovery.carryOut(ports, StoreId::random));
  }

  /**
   * Reads the state of chunks without a lock, even while a writer runs; see {@link StoreGlimpse}.
   * No request is sent to a lake.
   *
   * @param wanted which chunks
   */
  public List<ChunkStatus> glimpse(Predicate<ChunkId> wanted) {
    try (Lifetimes lifetimes = new Lifetimes()) {
      StoreComponent parts = StoreComponent.of(this, lifetimes);
      return StoreGlimpse.of(parts.ports(), parts.settings(), wanted);
    }
  }

  /**
   * Loads the native libraries and the digest, which takes about a tenth of a short process. A
   * program can call it in a thread of its own while it does something else; the first store that
   * it opens then does not wait for them. Throws nothing: opening a store reports what cannot be
   * loaded.
   */
  public static void preload() {
    try {
      RocksDbStores.loadLibrary();
      ZstdModule.frameCodec();
      MessageDigest.getInstance("SHA-256");
    } catch (NativeLibraryUnavailable | NoSuchAlgorithmException reportedByOpen) {
      // Each later use of them fails in the same way.
    }
  }

  /** Creates a sampler that measures ledgers with the standard codec. */
  public static LedgerSampler sampler(TimeSource clock) {
    return new LedgerSampler(ZstdModule.frameCodec(), clock);
  }

  private <T> T withPorts(Function<StorePorts, T> use) {
    try (Lifetimes lifetimes = new Lifetimes()) {
      return use.apply(StoreComponent.of(this, lifetimes).ports());
    }
  }

  RootPaths roots() {
    return roots;
  }

  List<LakeOptions> lakes() {
    return lakes;
  }

  Optional<BulkBackend> backend() {
    return backend;
  }

  List<ArtifactFormat> formats() {
    return formats;
  }

  List<HotColumn> columns() {
    return columns;
  }

  int chunksAtOnce() {
    return chunksAtOnce;
  }

  int ledgerWorkers() {
    return ledgerWorkers;
  }

  CoveragePatience patience() {
    return patience;
  }

  long bytesInFlight() {
    return bytesInFlight;
  }

  Anchors anchors() {
    return anchors;
  }

  FreezeSettings freezing() {
    return freezing;
  }

  Geometry geometry() {
    return geometry;
  }

  StorageEvents events() {
    return events;
  }

  TimeSource time() {
    return time;
  }
}
