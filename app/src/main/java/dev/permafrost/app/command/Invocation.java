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

/** One run of one command: its shared options, and what they amount to. */
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

  /** Has one more observer told what the stores and lakes do that are opened from now on. */
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

  /** The command line and what is set elsewhere. */
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

  /** Who is told what is done. */
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

  /** How long ago something was; never negative, whatever the machine's clock says. */
  Duration age(Instant moment) {
    Duration age = Duration.between(moment, around.calendar().instant());
    return age.isNegative() ? Duration.ZERO : age;
  }

  Duration since(long begunNanos) {
    return Duration.ofNanos(around.time().nanoTime() - begunNanos);
  }

  /** Opens the store that the options name for writing; makes it if there is none. */
  @MustBeClosed
  OpenStore<Store> openForWriting(int chunksAtOnce) {
    return openForWriting(chunksAtOnce, Anchors.none());
  }

  /** The same, trusting some header hashes. */
  @MustBeClosed
  OpenStore<Store> openForWriting(int chunksAtOnce, Anchors anchors) {
    return openForWriting(chunksAtOnce, anchors, FreezeSettings.STANDARD);
  }

  /** The same, for freezing in a way of its own. */
  @MustBeClosed
  OpenStore<Store> openForWriting(int chunksAtOnce, Anchors anchors, FreezeSettings freezing) {
    // Before anything is said: it may be that the options cannot be meant.
    Permafrost store = store(anchors).chunksAtOnce(chunksAtOnce).freezing(freezing);
    progress.step("opening the store " + roots().cold());
    return store.open();
  }

  /** Opens the store that the options name for writing, over a lake that is open already. */
  @MustBeClosed
  OpenStore<Store> openOver(DataLake lake) {
    Permafrost store = store(roots(), List.of()).backend(lake);
    progress.step("opening the store " + roots().cold());
    return store.open();
  }

  /**
   * Opens the store that the options name for writing, for a command that makes no sense without
   * one: a store is not made out of a slip of the pen.
   */
  @MustBeClosed
  OpenStore<Store> openExisting() {
    Path catalog = roots().catalog();
    if (Files.notExists(catalog)) {
      throw new StoreNotFound(catalog.toString());
    }
    return openForWriting(1);
  }

  /** Plans the recovery of the catalog of the store that the options name. */
  CatalogRecovery.Plan planCatalogRecovery() {
    return store(Anchors.none()).planCatalogRecovery();
  }

  /** Recovers it. */
  CatalogRecovery.Plan recoverCatalog() {
    return store(Anchors.none()).recoverCatalog();
  }

  /**
   * The packs in a directory, to be adopted into the store that the options name.
   *
   * @param exclusively whether they are taken out of it
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

  /** Opens the store that the options name for reading. */
  @MustBeClosed
  OpenStore<StoreView> openForReading() {
    return openForReading(Anchors.none());
  }

  /** The same, trusting some header hashes. */
  @MustBeClosed
  OpenStore<StoreView> openForReading(Anchors anchors) {
    return store(anchors).openForReading();
  }

  /** Where the store is that the options name. */
  RootPaths roots() {
    return StorePlaces.of(options.data, options.catalog, options.hot, options.cold);
  }

  /** Whether the options name a store at all. */
  boolean namesAStore() {
    return options.data != null
        || options.catalog != null
        || options.hot != null
        || options.cold != null;
  }

  /** What the store that the options name holds of chunks, without a lock: for plans. */
  List<ChunkStatus> glimpse(Predicate<ChunkId> wanted) {
    return store(roots(), List.of()).glimpse(wanted);
  }

  /** How much is free where. */
  Volumes volumes() {
    return around.volumes();
  }

  private Permafrost store(Anchors anchors) {
    return store(roots(), lakes()).anchors(anchors);
  }

  /** Which store is wanted where the command, not its options, says so. */
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
   * The addresses of the lake that the options name; none if they name none.
   *
   * @throws WrongUsage if they name one wrongly
   */
  List<LakeOptions> lakes() {
    return options.lakes.stream().map(address -> lakeAt("--lake", address)).toList();
  }

  /**
   * Opens the lake that the options name, for a command that makes no sense without one.
   *
   * @throws WrongUsage if they name none, or one wrongly
   */
  @MustBeClosed
  DataLake openLake() {
    List<LakeOptions> addresses = lakes();
    if (addresses.isEmpty()) {
      throw new WrongUsage("which lake? Name it with --lake URL");
    }
    return DataLakes.open(addresses, around.time(), events);
  }

  /** How long a question about a whole lake may take. */
  Duration patience() {
    Duration given = options.coverageTimeout;
    return given.compareTo(LEAST_PATIENCE) < 0 ? LEAST_PATIENCE : given;
  }

  /**
   * The lake at an address, with what the options say about lakes.
   *
   * @param option what the address was given with
   */
  LakeOptions lakeAt(String option, String address) {
    try {
      return lakeAt(LakeAddress.parse(address));
    } catch (IllegalArgumentException e) {
      // Without the cause: its message may repeat the address, which may hold a password.
      throw new WrongUsage(option + ": " + e.getMessage());
    }
  }

  /** What is shown to the lake, and by which way. */
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

  /** The lake at an address, with what the options say about lakes. */
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
