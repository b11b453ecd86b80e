package dev.permafrost.prove.kill;

import dev.permafrost.fs.RootPaths;
import dev.permafrost.ports.events.StorageEvents;
import dev.permafrost.ports.failure.RootLocked;
import dev.permafrost.ports.failure.StorageFailure;
import dev.permafrost.ports.failure.StorageUnavailable;
import dev.permafrost.ports.failure.WrongStore;
import dev.permafrost.prove.disk.RealStores;
import dev.permafrost.rocksdb.RocksDbStores;
import dev.permafrost.testkit.disk.DiskTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Two processes on one store: while another one works on it, this process tries every way in, and
 * must be refused and leave no trace.
 */
final class Intruders {

  private final RealStores stores;
  private final Path data;
  private final Path otherStore;
  private final Path work;
  private final long pid;
  private final List<String> violations = new ArrayList<>();
  private int refused;

  /**
   * Intruders into a store.
   *
   * @param data the store's data directory, which another process has open
   * @param otherStore the data directory of a whole store that nobody has open
   * @param work where links are made
   * @param pid the other process
   */
  Intruders(RealStores stores, Path data, Path otherStore, Path work, long pid) {
    this.stores = stores;
    this.data = data;
    this.otherStore = otherStore;
    this.work = work;
    this.pid = pid;
  }

  /** What was wrong. */
  List<String> violations() {
    return violations;
  }

  /** How many ways were refused. */
  int refused() {
    return refused;
  }

  /** Tries all ways in. */
  void tryAll() {
    spellings().forEach((how, paths) -> bothWays(how, paths, List.of(RootLocked.class)));
    Map<String, String> otherBefore = DiskTree.on(otherStore).snapshot();
    mixed()
        .forEach((how, paths) -> bothWays(how, paths, List.of(RootLocked.class, WrongStore.class)));
    if (Files.exists(nobodys()) || !DiskTree.on(otherStore).snapshot().equals(otherBefore)) {
      violations.add("a refused process wrote into the roots that it had beside");
    }
  }

  /**
   * Tries to open the catalog's database without a look at the roots, while the other process
   * stands still: it is read before it is opened for writing, and must not change meanwhile.
   */
  @SuppressWarnings("MustBeClosedChecker") // closed at once
  void tryTheCatalogAlone() {
    expect(
        "the catalog's database alone",
        List.of(StorageUnavailable.class),
        () -> RocksDbStores.metaStores(RootPaths.under(data).catalog()).openExisting().close());
  }

  /** The same three roots, by other names. */
  private Map<String, RootPaths> spellings() {
    Path link = work.resolve("link");
    try {
      Files.createSymbolicLink(link, data);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    RootPaths same = RootPaths.under(data);
    Map<String, RootPaths> spellings = new LinkedHashMap<>();
    spellings.put("the same roots", same);
    spellings.put("a symbolic link to them", RootPaths.under(link));
    spellings.put("dots in their path", RootPaths.under(data.resolve("hot/../.")));
    spellings.put("one root by a link", new RootPaths(same.catalog(), link.resolve("hot"), data));
    return spellings;
  }

  private Path nobodys() {
    return work.resolve("nobodys");
  }

  /** One of the roots, beside two that are not there yet, or that belong to another store. */
  private Map<String, RootPaths> mixed() {
    RootPaths same = RootPaths.under(data);
    Map<String, RootPaths> mixed = new LinkedHashMap<>();
    for (Path beside : List.of(nobodys(), otherStore)) {
      RootPaths other = RootPaths.under(beside);
      String name = " beside " + work.relativize(beside);
      mixed.put("catalog root" + name, new RootPaths(same.catalog(), other.hot(), other.cold()));
      mixed.put("hot root" + name, new RootPaths(other.catalog(), same.hot(), other.cold()));
      mixed.put("cold root" + name, new RootPaths(other.catalog(), other.hot(), same.cold()));
    }
    return mixed;
  }

  @SuppressWarnings("MustBeClosedChecker") // closed at once
  private void bothWays(
      String how, RootPaths paths, List<Class<? extends StorageFailure>> refusals) {
    expect(how + ", to write", refusals, () -> stores.open(paths, StorageEvents.NONE).close());
    expect(how + ", to read", refusals, () -> stores.view(paths).close());
  }

  private void expect(
      String how, List<Class<? extends StorageFailure>> refusals, Runnable attempt) {
    try {
      attempt.run();
      violations.add("a second process came in: " + how);
    } catch (StorageFailure e) {
      Optional<String> wrong = wrongWith(e, refusals);
      wrong.ifPresent(what -> violations.add(how + ": " + what + ": " + e));
      refused += wrong.isEmpty() ? 1 : 0;
    }
  }

  private Optional<String> wrongWith(
      StorageFailure refusal, List<Class<? extends StorageFailure>> refusals) {
    if (!refusals.contains(refusal.getClass())) {
      return Optional.of("refused with another failure");
    }
    if (refusal instanceof RootLocked locked && locked.pid().orElse(0) != pid) {
      return Optional.of("process " + pid + " is not named");
    }
    return Optional.empty();
  }
}
