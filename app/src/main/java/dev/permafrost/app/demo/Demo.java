package dev.permafrost.app.demo;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.app.outcome.WrongUsage;
import dev.permafrost.app.progress.ProgressPhase;
import dev.permafrost.app.progress.ProgressReporter;
import dev.permafrost.domain.chunk.Geometry;
import dev.permafrost.domain.freeze.FreezeResult;
import dev.permafrost.domain.ingest.IngestResult;
import dev.permafrost.domain.store.Store;
import dev.permafrost.domain.store.StoreView;
import dev.permafrost.domain.verify.ChunkReport;
import dev.permafrost.forge.LedgerForge;
import dev.permafrost.forge.lake.LakeForge;
import dev.permafrost.forge.lake.LakeReport;
import dev.permafrost.forge.lake.LakeShape;
import dev.permafrost.forge.serve.LakeServer;
import dev.permafrost.forge.serve.Listing;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.failure.StorageUnavailable;
import dev.permafrost.ports.work.CancelToken;
import dev.permafrost.ports.work.TimeSource;
import dev.permafrost.wiring.OpenStore;
import dev.permafrost.wiring.Permafrost;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Does everything once, without input: two chunks of forged ledgers from a lake over HTTP become
 * packs, one through a hot database and one directly, and are checked.
 */
public final class Demo {

  private static final ChunkId THROUGH_HOT = new ChunkId(0);
  private static final ChunkId FROM_LAKE = new ChunkId(1);
  private static final long SEED = 1;

  private final Path directory;
  private final Path lake;
  private final String network;
  private final ProgressReporter progress;
  private final TimeSource time;
  private final CancelToken cancel;
  private final List<DemoStep> steps = new ArrayList<>();

  /**
   * Creates a demonstration in a directory, with the lake next to it.
   *
   * @param directory for the store; absent or empty, and so must the lake's be
   * @param network the passphrase of the network that its lake names
   */
  public Demo(
      Path directory,
      String network,
      ProgressReporter progress,
      TimeSource time,
      CancelToken cancel) {
    this.directory = directory;
    this.lake = lakeBeside(directory);
    this.network = network;
    this.progress = progress;
    this.time = time;
    this.cancel = cancel;
  }

  /**
   * The directory of the demonstration's lake: next to the store, which must hold nothing else.
   *
   * @throws WrongUsage if the directory has no parent
   */
  public static Path lakeBeside(Path directory) {
    return beside(directory, "-lake");
  }

  /**
   * The file of the store's page, also next to the store.
   *
   * @throws WrongUsage if the directory has no parent
   */
  public static Path pageBeside(Path directory) {
    return beside(directory, ".html");
  }

  private static Path beside(Path directory, String ending) {
    Path whole = directory.toAbsolutePath().normalize();
    if (whole.getFileName() == null) {
      throw new WrongUsage("there is no place for the demonstration's lake next to " + whole);
    }
    return whole.resolveSibling(whole.getFileName() + ending);
  }

  /**
   * Runs it.
   *
   * @param storeWith creates the store, with the lake at an address
   * @return the steps, in order
   * @throws WrongUsage if one of the two directories is not empty, or the page exists
   */
  public List<DemoStep> run(Function<URI, Permafrost> storeWith) {
    requireEmpty(directory);
    requireEmpty(lake);
    if (Files.exists(pageBeside(directory))) {
      throw new WrongUsage(pageBeside(directory) + " exists already: from another demonstration?");
    }
    forgeLake();
    try (LakeServer server = serve()) {
      progress.step("serving " + lake + " at " + server.uri());
      Permafrost wanted = storeWith.apply(server.uri());
      try (OpenStore<Store> opened = wanted.open()) {
        fill(opened);
      }
      try (OpenStore<StoreView> opened = wanted.openForReading()) {
        verify(opened.store());
      }
    }
    return List.copyOf(steps);
  }

  private static void requireEmpty(Path directory) {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> entries = Files.list(directory)) {
      if (entries.findAny().isPresent()) {
        throw new WrongUsage(
            directory + " is not empty: the demonstration needs its own directory");
      }
    } catch (IOException | UncheckedIOException e) {
      throw new WrongUsage("cannot look into " + directory + ": it is not a directory", e);
    }
  }

  private void forgeLake() {
    LedgerRange ledgers =
        new LedgerRange(Geometry.STANDARD.first(THROUGH_HOT), Geometry.STANDARD.last(FROM_LAKE));
    try (ProgressPhase phase = progress.overLedgers("forge a lake", ledgers.length())) {
      LakeForge forge =
          LakeForge.into(lake, LakeShape.usual(network))
              .withWorkers(Runtime.getRuntime().availableProcessors())
              .withCancel(cancel)
              .withProgress(phase::reached);
      step(
          "forge a lake",
          () -> forge.forge(LedgerForge.small(SEED), ledgers),
          (String name, LakeReport report, Duration elapsed) ->
              new DemoStep(
                  name,
                  report.written().length(),
                  report.rawBytes(),
                  report.storedBytes(),
                  elapsed));
    }
  }

  @MustBeClosed
  private LakeServer serve() {
    try {
      return LakeServer.of(lake).listing(Listing.OBJECTS).start();
    } catch (IOException e) {
      throw new StorageUnavailable("the loopback interface", "listen on", e);
    }
  }

  private void fill(OpenStore<Store> opened) {
    Store store = opened.store();
    overOneChunk(
        "ingest chunk 0 into its hot database",
        () -> store.ingest().ingestFromLake(THROUGH_HOT, OptionalLong.empty(), cancel),
        Demo::ingested);
    overOneChunk(
        "freeze chunk 0 from hot",
        () -> store.freezer().processChunk(THROUGH_HOT, opened.kinds(), cancel),
        Demo::frozen);
    overOneChunk(
        "freeze chunk 1 from the lake",
        () -> store.freezer().processChunk(FROM_LAKE, opened.kinds(), cancel),
        Demo::frozen);
    step(
        "discard chunk 0's hot database",
        () -> store.hot().discardHotDBForChunk(THROUGH_HOT),
        (name, done, elapsed) -> new DemoStep(name, 0, 0, 0, elapsed));
  }

  private void verify(StoreView view) {
    for (ChunkId chunk : List.of(THROUGH_HOT, FROM_LAKE)) {
      overOneChunk(
          "verify chunk " + chunk,
          () -> sound(view.verification().verify(chunk, cancel)),
          (name, report, elapsed) ->
              new DemoStep(name, report.ledgers(), report.rawBytes(), 0, elapsed));
    }
  }

  private static ChunkReport sound(ChunkReport report) {
    report
        .failure()
        .ifPresent(
            failure -> {
              throw failure;
            });
    return report;
  }

  private static DemoStep ingested(String name, IngestResult result, Duration elapsed) {
    return new DemoStep(name, result.ledgers(), result.rawBytes(), result.frameBytes(), elapsed);
  }

  private static DemoStep frozen(String name, FreezeResult result, Duration elapsed) {
    return new DemoStep(name, result.ledgers(), result.rawBytes(), result.fileBytes(), elapsed);
  }

  /** Creates a row from a result. */
  private interface Row<T> {
    DemoStep of(String name, T result, Duration elapsed);
  }

  private <T> void overOneChunk(String name, Supplier<T> body, Row<T> row) {
    Supplier<T> shown =
        () -> progress.overChunks(name, 1, Geometry.STANDARD.ledgersPerChunk(), body);
    step(name, shown, row);
  }

  private <T> void step(String name, Supplier<T> body, Row<T> row) {
    progress.step(name);
    long begunNanos = time.nanoTime();
    T result = body.get();
    steps.add(row.of(name, result, Duration.ofNanos(time.nanoTime() - begunNanos)));
  }
}
