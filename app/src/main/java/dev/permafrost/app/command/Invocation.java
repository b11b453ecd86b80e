package dev.permafrost.app.command;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.app.config.StorePlaces;
import dev.permafrost.app.console.Console;
import dev.permafrost.app.outcome.WrongUsage;
import dev.permafrost.app.progress.BothEvents;
import dev.permafrost.app.progress.EventLog;
import dev.permafrost.app.progress.ProgressReporter;
import dev.permafrost.app.space.Volumes;
import dev.permafrost.backend.DataLake;
import dev.permafrost.backend.DataLakes;
import dev.permafrost.backend.access.LakeAccess;
import dev.permafrost.backend.access.LakeAddress;
import dev.permafrost.backend.access.LakeOptions;
import dev.permafrost.backend.access.LakeProxy;
import dev.permafrost.domain.chain.Anchors;
import dev.permafrost.domain.freeze.FreezeSettings;
import dev.permafrost.domain.read.ChunkStatus;
import dev.permafrost.domain.store.CatalogRecovery;
import dev.permafrost.domain.store.Store;
import dev.permafrost.domain.store.StoreView;
import dev.permafrost.fs.FileStores;
import dev.permafrost.fs.RootPaths;
import dev.permafrost.ports.artifact.PackCandidates;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.events.StorageEvents;
import dev.permafrost.ports.failure.StoreNotFound;
import dev.permafrost.ports.source.CoveragePatience;
import dev.permafrost.ports.work.CancelToken;
import dev.permafrost.ports.work.TimeSource;
import dev.permafrost.wiring.OpenStore;
import dev.permafrost.wiring.Permafrost;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** One run of one command, with its common options and the stores and lakes they name. */
final class Invocation {

  private static final Duration LEAST_PATIENCE = Duration.ofSeconds(30);

  private final PermafrostCommand options;
  private final Surroundings around;
  private final Console console;
  private final ProgressReporter progress;
  private final PermafrostLine.Parsed parsed;
  private StorageEvents events;

  Invocation(
      PermafrostCommand options,
      Surroundings around,
      Console console,
      PermafrostLine.Parsed parsed) {
    this.parsed = parsed;
    this.options = options;
    this.around = around;
    this.console = console;
    this.progress = new ProgressReporter(around.err(), style(options, around), around.time());
    this.events = options.debug ? new BothEvents(progress, new EventLog()) : progress;
  }

  /** Adds an observer for the stores and lakes that are opened from now on. */
  void alsoTell(StorageEvents observer) {
    events = new BothEvents(events, observer);
  }

  InstantSource calendar() {
    return around.calendar();
  }

  private static ProgressReporter.Style style(PermafrostCommand options, Surroundings around) {
    if (options.quiet) {
      return ProgressReporter.Style.QUIET;
    }
    return around.terminal() ? ProgressReporter.Style.BAR : ProgressReporter.Style.LINES;
  }

  /** The command line and the settings from elsewhere. */
  PermafrostLine.Parsed parsed() {
    return parsed;
  }

  PermafrostCommand options() {
    return options;
  }

  Console console() {
    return console;
  }

  ProgressReporter progress() {
    return progress;
  }

  /** The observers. */
  StorageEvents events() {
    return events;
  }

  /** The environment's variables. */
  Map<String, String> environment() {
    return around.environment();
  }

  CancelToken cancel() {
    return around.cancel();
  }

  TimeSource time() {
    return around.time();
  }

  /** The age of a moment; never negative, even if the machine's clock is wrong. */
  Duration age(Instant moment) {
    Duration age = Duration.between(moment, around.calendar().instant());
    return age.isNegative() ? Duration.ZERO : age;
  }

  Duration since(long begunNanos) {
    return Duration.ofNanos(around.time().nanoTime() - begunNanos);
  }

  /** Opens the store named by the options for writing; creates it if there is none. */
  @MustBeClosed
  OpenStore<Store> openForWriting(int chunksAtOnce) {
    return openForWriting(chunksAtOnce, Anchors.none());
  }

  /** The same, with trusted header hashes. */
  @MustBeClosed
  OpenStore<Store> openForWriting(int chunksAtOnce, Anchors anchors) {
    return openForWriting(chunksAtOnce, anchors, FreezeSettings.STANDARD);
  }

  /** The same, with other settings for freezing. */
  @MustBeClosed
  OpenStore<Store> openForWriting(int chunksAtOnce, Anchors anchors, FreezeSettings freezing) {
    // Before anything is printed: the options may be invalid.
    Permafrost store = store(anchors).chunksAtOnce(chunksAtOnce).freezing(freezing);
    progress.step("opening the store " + roots().cold());
    return store.open();
  }

  /** Opens the store named by the options for writing, over an open lake. */
  @MustBeClosed
  OpenStore<Store> openOver(DataLake lake) {
    Permafrost store = store(roots(), List.of()).backend(lake);
    progress.step("opening the store " + roots().cold());
    return store.open();
  }

  /**
   * Opens an existing store for writing, for commands that need one: a typing error must not create
   * a store.
   */
  @MustBeClosed
  OpenStore<Store> openExisting() {
    Path catalog = roots().catalog();
    if (Files.notExists(catalog)) {
      throw new StoreNotFound(catalog.toString());
    }
    return openForWriting(1);
  }

  /** Plans the recovery of the catalog of the store named by the options. */
  CatalogRecovery.Plan planCatalogRecovery() {
    return store(Anchors.none()).planCatalogRecovery();
  }

  /** Recovers it. */
  CatalogRecovery.Plan recoverCatalog() {
    return store(Anchors.none()).recoverCatalog();
  }

  /**
   * The packs in a directory, to be adopted into the store named by the options.
   *
   * @param exclusively whether they are moved out of it
   */
  @MustBeClosed
  PackCandidates candidates(Path directory, boolean exclusively) {
    requireDirectory(directory);
    return FileStores.packCandidates(FileStores.posix(), roots().cold(), directory, exclusively);
  }

  /** Requires that {@code --from} names a directory. */
  static void requireDirectory(Path directory) {
    if (!Files.isDirectory(directory)) {
      throw new WrongUsage("--from: there is no directory " + directory);
    }
  }

  /** Opens the store named by the options for reading. */
  @MustBeClosed
  OpenStore<StoreView> openForReading() {
    return openForReading(Anchors.none());
  }

  /** The same, with trusted header hashes. */
  @MustBeClosed
  OpenStore<StoreView> openForReading(Anchors anchors) {
    return store(anchors).openForReading();
  }

  /** The roots of the store named by the options. */
  RootPaths roots() {
    return StorePlaces.of(options.data, options.catalog, options.hot, options.cold);
  }

  /** Whether the options name a store. */
  boolean namesAStore() {
    return options.data != null
        || options.catalog != null
        || options.hot != null
        || options.cold != null;
  }

  /** The state of chunks of the store named by the options, read without a lock: for plans. */
  List<ChunkStatus> glimpse(Predicate<ChunkId> wanted) {
    return store(roots(), List.of()).glimpse(wanted);
  }

  /** The free space of volumes. */
  Volumes volumes() {
    return around.volumes();
  }

  private Permafrost store(Anchors anchors) {
    return store(roots(), lakes()).anchors(anchors);
  }

  /** A store chosen by the command, not by its options. */
  Permafrost store(RootPaths roots, List<LakeOptions> lakes) {
    Permafrost store =
        Permafrost.at(roots)
            .patience(CoveragePatience.upTo(options.coverageTimeout))
            .events(events)
            .time(around.time());
    lakes.forEach(store::lake);
    return store;
  }

  /**
   * The addresses of the lake named by the options; may be empty.
   *
   * @throws WrongUsage if one is invalid
   */
  List<LakeOptions> lakes() {
    return options.lakes.stream().map(address -> lakeAt("--lake", address)).toList();
  }

  /**
   * Opens the lake named by the options, for commands that need one.
   *
   * @throws WrongUsage if there is none, or it is invalid
   */
  @MustBeClosed
  DataLake openLake() {
    List<LakeOptions> addresses = lakes();
    if (addresses.isEmpty()) {
      throw new WrongUsage("which lake? Name it with --lake URL");
    }
    return DataLakes.open(addresses, around.time(), events);
  }

  /** How long a request about a whole lake may take. */
  Duration patience() {
    Duration given = options.coverageTimeout;
    return given.compareTo(LEAST_PATIENCE) < 0 ? LEAST_PATIENCE : given;
  }

  /**
   * The lake at an address, with the options about lakes.
   *
   * @param option the option that gave the address
   */
  LakeOptions lakeAt(String option, String address) {
    try {
      return lakeAt(LakeAddress.parse(address));
    } catch (IllegalArgumentException e) {
      // Without the cause: its message may repeat the address, which may hold a password.
      throw new WrongUsage(option + ": " + e.getMessage());
    }
  }

  /** The credentials, headers and route for the lake. */
  private LakeAccess access(URI address) {
    LakeAccess access = LakeAccess.none().through(proxy(address));
    for (String header : options.lakeHeaders) {
      access = access.withHeader(header);
    }
    if (options.lakeHeaderFile != null) {
      access = access.withHeadersOf(options.lakeHeaderFile);
    }
    return options.lakeTokenFile == null ? access : access.withTokenOf(options.lakeTokenFile);
  }

  private LakeProxy proxy(URI address) {
    if (options.lakeProxy == null) {
      return LakeProxy.ofEnvironment(around.environment(), address);
    }
    return options.lakeProxy.equals("none") ? LakeProxy.none() : LakeProxy.at(options.lakeProxy);
  }

  /** The lake at an address, with the options about lakes. */
  LakeOptions lakeAt(URI address) {
    try {
      LakeOptions.Builder lake = LakeOptions.of(address).access(access(address));
      if (options.lakeUserAgent != null) {
        lake.userAgent(options.lakeUserAgent);
      }
      if (options.network != null) {
        lake.network(options.network);
      }
      if (options.perBatch != null) {
        lake.ledgersPerBatch(options.perBatch);
      }
      if (options.perPartition != null) {
        lake.batchesPerPartition(options.perPartition);
      }
      trust(options.lakeCertificates, lake);
      return lake.build();
    } catch (IllegalArgumentException e) {
      throw new WrongUsage("--lake: " + e.getMessage(), e);
    }
  }

  private static void trust(@Nullable Path certificates, LakeOptions.Builder lake) {
    if (certificates == null) {
      return;
    }
    try {
      lake.alsoTrusting(certificates);
    } catch (IllegalArgumentException e) {
      throw new WrongUsage("--lake-ca: " + e.getMessage(), e);
    }
  }
}
