package dev.permafrost.prove.faults;

import dev.permafrost.domain.store.StoreView;
import dev.permafrost.fs.RootPaths;
import dev.permafrost.ports.events.Progress;
import dev.permafrost.ports.events.StorageEvents;
import dev.permafrost.ports.failure.StorageFailure;
import dev.permafrost.ports.failure.StoreNotFound;
import dev.permafrost.prove.crash.Promises;
import dev.permafrost.prove.crash.Trial;
import dev.permafrost.prove.disk.Descriptors;
import dev.permafrost.rocksdb.RocksDbStores;
import dev.permafrost.testkit.handles.HandleWatch;
import dev.permafrost.threads.PooledWork;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * One real fault at one point: a run that meets it, which ends in a typed failure or in success,
 * and leaves nothing open; then, with the fault lifted, what was promised is there, the next run
 * succeeds and makes the same files byte for byte, and a further one changes nothing.
 */
final class RealTrial {

  private final RootPaths roots;
  private final PooledWork work;
  private final Map<String, ByteBuffer> golden;
  private final Promises promises = new Promises(RealStore.GEOMETRY, Set.of());
  private final HandleWatch handles = new HandleWatch();
  private final List<String> violations = new ArrayList<>();
  private final List<String> leaks = new ArrayList<>();
  private Optional<StorageFailure> failure = Optional.empty();

  /**
   * A trial on a store of its own.
   *
   * @param golden the files below the cold root, as they are made without any fault
   */
  RealTrial(RootPaths roots, PooledWork work, Map<String, ByteBuffer> golden) {
    this.roots = roots;
    this.work = work;
    this.golden = golden;
  }

  /** What was wrong. */
  List<String> violations() {
    return violations;
  }

  /** What was left open. */
  List<String> leaks() {
    return leaks;
  }

  /** What the run that met the fault ended with, if it failed. */
  Optional<StorageFailure> failure() {
    return failure;
  }

  /** What was promised so far. */
  Set<Long> promised() {
    return promises.snapshot();
  }

  /** Brings the store to where the fault is to meet it. */
  void prepare(RealStore.Stage stage) {
    store().bringTo(stage, promises);
  }

  /**
   * Runs all of it with the fault in place.
   *
   * @param named whether a failure is what the fault may be called
   * @param atProgress told of every ledger that is ingested or frozen, before the run goes on
   */
  void meet(Predicate<StorageFailure> named, Consumer<Progress> atProgress) {
    StorageEvents events =
        new StorageEvents() {
          @Override
          public void progressed(Progress progress) {
            promises.progressed(progress);
            atProgress.accept(progress);
          }

          @Override
          public void ended(dev.permafrost.ports.events.Attempt attempt) {
            promises.ended(attempt);
          }
        };
    try {
      store().bringTo(RealStore.Stage.DISCARDED, events);
    } catch (StorageFailure e) {
      failure = Optional.of(e);
      requireTyped(e, named);
    } catch (RuntimeException | Error e) {
      violations.add("a fault ends in a typed failure: " + Trial.stackOf(e));
    }
    lookForLeaks();
  }

  /** Asks, with the fault lifted, for all that was promised, and for the same end. */
  void recover() {
    requirePromised();
    Map<String, ByteBuffer> first = Map.of();
    for (String which : List.of("the next run", "a further run")) {
      try {
        store().bringTo(RealStore.Stage.DISCARDED, promises);
      } catch (RuntimeException | Error e) {
        violations.add(which + " failed: " + Trial.stackOf(e));
        return;
      }
      lookForLeaks();
      Map<String, ByteBuffer> files = files(roots.cold());
      if (!files.equals(golden)) {
        violations.add(which + " left " + files.keySet() + ", not the same files as without fault");
      }
      first = first.isEmpty() ? files : first;
    }
    requirePromised();
    if (Files.exists(roots.hot().resolve(RealStore.CHUNK.name()))) {
      violations.add("the hot database is still there");
    }
  }

  private RealStore store() {
    return new RealStore(roots, work, handles);
  }

  private void requireTyped(StorageFailure e, Predicate<StorageFailure> named) {
    if (!named.test(e)) {
      violations.add("a fault is called what it is, not: " + Trial.stackOf(e));
    }
    for (Throwable suppressed : e.getSuppressed()) {
      if (!(suppressed instanceof StorageFailure)) {
        violations.add("suppressed and not typed: " + Trial.stackOf(suppressed));
      }
    }
  }

  private void requirePromised() {
    if (promised().isEmpty()) {
      return;
    }
    long current = 0;
    try (StoreView view = store().view()) {
      for (long sequence : promised()) {
        current = sequence;
        ByteBuffer expected = ByteBuffer.wrap(RealStore.ledger(sequence));
        if (!view.ledgers().withLedger(sequence, expected::equals)) {
          violations.add("acknowledged ledger " + sequence + " has other bytes");
        }
      }
    } catch (StoreNotFound e) {
      violations.add("ledgers were acknowledged, and there is no store: " + Trial.stackOf(e));
    } catch (StorageFailure e) {
      violations.add("acknowledged ledger " + current + ": " + Trial.stackOf(e));
    }
  }

  private void lookForLeaks() {
    try {
      handles.check();
    } catch (AssertionError e) {
      leaks.add(Trial.stackOf(e));
    }
    for (Path root : List.of(roots.catalog(), roots.hot(), roots.cold())) {
      Descriptors.openBelow(root).forEach(file -> leaks.add("a descriptor of " + file));
    }
    long natives = RocksDbStores.nativeObjects();
    if (natives != 0) {
      leaks.add(natives + " native objects of RocksDB");
    }
  }

  /** The artifacts below a cold root, with their bytes. */
  static Map<String, ByteBuffer> files(Path cold) {
    SortedMap<String, ByteBuffer> files = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(cold)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        if (!path.endsWith("PERMAFROST")) {
          files.put(cold.relativize(path).toString(), ByteBuffer.wrap(Files.readAllBytes(path)));
        }
      }
      return files;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
