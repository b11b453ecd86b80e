package dev.permafrost.prove.soak;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.app.follow.FollowPlan;
import dev.permafrost.app.follow.Follower;
import dev.permafrost.backend.DataLake;
import dev.permafrost.backend.DataLakes;
import dev.permafrost.backend.access.LakeOptions;
import dev.permafrost.domain.chunk.Geometry;
import dev.permafrost.domain.read.ReadView;
import dev.permafrost.domain.recover.PruningReport;
import dev.permafrost.domain.store.Store;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.events.Attempt;
import dev.permafrost.ports.events.LedgerPhases;
import dev.permafrost.ports.events.StorageEvents;
import dev.permafrost.ports.work.CancelSource;
import dev.permafrost.ports.work.CancelToken;
import dev.permafrost.prove.disk.Descriptors;
import dev.permafrost.prove.disk.JavaProcess;
import dev.permafrost.prove.soak.SoakNotes.Note;
import dev.permafrost.rocksdb.RocksDbStores;
import dev.permafrost.threads.SystemTime;
import dev.permafrost.wiring.OpenStore;
import dev.permafrost.wiring.Permafrost;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The process that is soaked: follows a lake with two readers beside, until it is killed, or a line
 * on its standard input says at which ledger to stop. Its arguments: the data directory, the lake,
 * the notes, the forge's seed, a seed of its own, and how many seconds it may run.
 */
final class SoakedProcess {

  static final Geometry GEOMETRY = new Geometry(200);

  private static final int RETAIN = 3;
  private static final int MOST_HOT = 2;
  private static final int READERS = 2;
  private static final Duration POLL = Duration.ofMillis(50);
  private static final int SAMPLES_PER_COLLECTION = 5;
  private static final long LEVEL_WITHIN_SECONDS = 60;
  private static final Pattern MACHINES_OWN = Pattern.compile("/dev/.*|.*\\.jar|.*/lib/modules");

  private final Path data;
  private final Path lakeDirectory;
  private final SoakNotes notes;
  private final long forgeSeed;
  private final Random random;
  private final CompletableFuture<Long> lastLedger = new CompletableFuture<>();
  private final CancelSource cancel = new CancelSource();
  private final CancelSource cancelFollowing = new CancelSource();
  private final List<Thread> threads = new ArrayList<>();
  private final List<SoakReader> readers = new ArrayList<>();

  private SoakedProcess(String[] arguments) {
    this.data = Path.of(arguments[0]);
    this.lakeDirectory = Path.of(arguments[1]);
    this.notes = SoakNotes.in(Path.of(arguments[2]));
    this.forgeSeed = Long.parseLong(arguments[3]);
    this.random = new Random(Long.parseLong(arguments[4]));
  }

  /** Runs until it is killed or told to stop. */
  public static void main(String[] arguments) throws Exception {
    JavaProcess.endWithin(Duration.ofSeconds(Long.parseLong(arguments[5])));
    new SoakedProcess(arguments).run();
    System.exit(0);
  }

  private void run() throws Exception {
    listen();
    try (DataLake lake = openLake();
        OpenStore<Store> opened = open(lake)) {
      // What a first opening loads for good is no leak.
      opened.store().reads().latest();
    }
    List<String> before = descriptors();
    notes.set(Note.DESCRIPTORS_BEFORE, before.size());
    notes.set(Note.NATIVE_BEFORE, RocksDbStores.nativeObjects());
    try (DataLake lake = openLake();
        OpenStore<Store> opened = open(lake)) {
      soak(opened, lake);
    }
    List<String> after = descriptors();
    notes.set(Note.DESCRIPTORS_AFTER, after.size());
    before.forEach(after::remove);
    after.forEach(file -> System.out.println("stayed open: " + file));
    notes.set(Note.NATIVE_AFTER, RocksDbStores.nativeObjects());
  }

  @MustBeClosed
  private DataLake openLake() {
    return DataLakes.open(LakeOptions.of(lakeDirectory.toUri()).build(), new SystemTime());
  }

  @MustBeClosed
  private OpenStore<Store> open(DataLake lake) {
    return Permafrost.at(data).geometry(GEOMETRY).backend(lake).events(new Noting(notes)).open();
  }

  private void listen() {
    // Never closed: it would be a descriptor less at the end.
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    Thread listening =
        new Thread(
            () -> {
              try {
                lastLedger.complete(Long.parseLong(Objects.requireNonNullElse(in.readLine(), "")));
              } catch (IOException | NumberFormatException e) {
                lastLedger.completeExceptionally(e); // Nobody is there any more.
              }
            },
            "listen");
    listening.setDaemon(true);
    listening.start();
  }

  private void soak(OpenStore<Store> opened, DataLake lake) throws Exception {
    Store store = opened.store();
    long promised = notes.get(Note.ACKNOWLEDGED);
    long latest = store.reads().latest().orElse(0);
    if (latest < promised) {
      wrong("ledger " + promised + " was acknowledged, and " + latest + " is the highest");
    }
    long lowest = store.catalog().earliestLedger().orElse(Geometry.FIRST_LEDGER);
    Truth truth = new Truth(forgeSeed, lowest);
    FollowPlan plan =
        new FollowPlan(
            Optional.of(new ChunkId(0)), OptionalInt.of(RETAIN), random.nextInt(MOST_HOT), POLL);
    Follower follower =
        new Follower(store, opened.kinds(), lake, plan, new SystemTime(), System.out::println);
    start("follow", () -> follower.run(cancelFollowing.token()));
    for (int i = 0; i < READERS; i++) {
      SoakReader reader =
          new SoakReader(store, truth, lowest, notes, new Random(random.nextLong()), this::wrong);
      readers.add(reader);
      start("read", () -> reader.run(cancel.token()));
    }
    long last = sampleUntilTold(truth);
    awaitLevel(store, last);
    cancel.cancel();
    cancelFollowing.cancel();
    for (Thread thread : threads) {
      thread.join();
    }
    finishPruning(store);
  }

  private void start(String name, Runnable work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (RuntimeException | Error e) {
                wrong(name + " ended with " + e);
                e.printStackTrace(System.out);
                Runtime.getRuntime().halt(1);
              }
            },
            name);
    threads.add(thread);
    thread.start();
  }

  private long sampleUntilTold(Truth truth) throws InterruptedException, ExecutionException {
    Memory memory = new Memory();
    for (int sample = 0; ; sample++) {
      truth.forgetBelow(readers.stream().mapToLong(SoakReader::lowest).min().orElse(0));
      notes.set(Note.MEMORY, memory.inUse(sample % SAMPLES_PER_COLLECTION == 0));
      try {
        return lastLedger.get(1, TimeUnit.SECONDS);
      } catch (TimeoutException e) {
        // On with it.
      }
    }
  }

  /** Level with the lake, and without a gap from the floor on. */
  private void awaitLevel(Store store, long last) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LEVEL_WITHIN_SECONDS);
    Optional<LedgerRange> available;
    do {
      Thread.sleep(POLL.toMillis());
      try (ReadView view = store.reads().open()) {
        available = view.available();
      }
      long floor = store.catalog().earliestLedger().orElse(Geometry.FIRST_LEDGER);
      if (available.equals(Optional.of(new LedgerRange(floor, last)))) {
        return;
      }
    } while (System.nanoTime() < deadline);
    wrong("the lake ends with " + last + ", and a view holds " + available);
  }

  /** A pruning that met a view was left to a later call: now no view is open. */
  private void finishPruning(Store store) {
    long floor = store.catalog().earliestLedger().orElse(Geometry.FIRST_LEDGER);
    for (PruningReport report : store.pruning().below(floor, CancelToken.NEVER)) {
      if (!report.isGone()) {
        wrong("no view is open, and a pruning does not end: " + report);
      }
    }
  }

  private void wrong(String what) {
    notes.count(Note.WRONG);
    System.out.println("wrong: " + what);
  }

  /**
   * What is behind each descriptor that is open, where the system tells, but for what the machine
   * opens for itself when it first needs it.
   */
  private static List<String> descriptors() {
    return Descriptors.open().stream()
        .filter(target -> !MACHINES_OWN.matcher(target).matches())
        .collect(Collectors.toCollection(ArrayList::new));
  }

  /** Notes what is acknowledged, as soon as it is. */
  private record Noting(SoakNotes notes) implements StorageEvents {

    @Override
    public void ended(Attempt attempt) {}

    @Override
    public void committed(LedgerPhases ledger) {
      notes.set(Note.ACKNOWLEDGED, ledger.sequence());
      notes.count(Note.LEDGERS);
    }
  }
}
