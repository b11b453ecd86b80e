package dev.permafrost.rocksdb;

import static dev.permafrost.rocksdb.HotFixture.CHUNK;
import static dev.permafrost.rocksdb.HotFixture.FAMILIES;
import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.permafrost.ports.catalog.MetaBatch;
import dev.permafrost.ports.catalog.MetaStore;
import dev.permafrost.ports.catalog.MetaStores;
import dev.permafrost.ports.hot.ColumnFamily;
import dev.permafrost.ports.hot.HotBatch;
import dev.permafrost.ports.hot.HotStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which files RocksDB makes in a database's directory, and which of them it writes to later. */
final class DatabaseFilesTest {

  private static final int LARGE_BYTES = 2 << 20;
  private static final String LAST = "last";

  @TempDir Path root;
  private int committed;

  @Test
  void everyNameThatAHotDatabaseMakesIsKnown() throws Exception {
    HotFixture fixture = new HotFixture(root);
    Set<String> names = namesMadeIn(fixture.directory(), () -> use(fixture));
    assertThat(names).allMatch(DatabaseNames::isKnown);
    assertThat(names).contains("000001.dbtmp", "WITNESS", "LOG").anyMatch(DatabaseNames::isTable);
    assertThat(names).anyMatch(name -> name.startsWith("LOG.old."));
  }

  @Test
  void everyNameThatTheCatalogMakesIsKnown() throws Exception {
    MetaStores stores = RocksDbStores.metaStores(root);
    Set<String> names = namesMadeIn(root.resolve("rocksdb"), () -> use(stores));
    assertThat(names).allMatch(DatabaseNames::isKnown);
    assertThat(names).contains("000001.dbtmp", "WITNESS", "LOG").anyMatch(DatabaseNames::isTable);
  }

  /** As the operating system reports them, so that short-lived files are seen, too. */
  private static Set<String> namesMadeIn(Path directory, Runnable use) throws Exception {
    Files.createDirectories(directory);
    Set<String> names = new TreeSet<>();
    try (WatchService service = directory.getFileSystem().newWatchService()) {
      directory.register(service, ENTRY_CREATE);
      use.run();
      Files.createFile(directory.resolve(LAST));
      while (!names.contains(LAST)) {
        WatchKey key = service.poll(1, TimeUnit.MINUTES);
        assertThat(key).as("what tells of the last file").isNotNull();
        for (WatchEvent<?> event : key.pollEvents()) {
          assertThat(event.kind()).as("no event was lost").isEqualTo(ENTRY_CREATE);
          names.add(String.valueOf(event.context()));
        }
        key.reset();
      }
    }
    names.remove(LAST);
    return names;
  }

  /** Creates and opens it, with flushes, compactions and recycled logs. */
  private void use(HotFixture fixture) {
    try (HotStore store = fixture.stores().create(CHUNK, FAMILIES, 0)) {
      commitLarge(store, 40);
    }
    for (int i = 0; i < 5; i++) {
      try (HotStore store = fixture.stores().openExisting(CHUNK, FAMILIES)) {
        HotFixture.commit(store, committed++);
        HotFixture.flush(store);
        HotFixture.commit(store, committed++);
      }
    }
  }

  private void commitLarge(HotStore store, int count) {
    for (int i = 0; i < count; i++) {
      store.commit(
          new HotBatch()
              .put(
                  ColumnFamily.LEDGERS,
                  ByteBuffer.wrap(HotFixture.key(committed++)),
                  ByteBuffer.allocateDirect(LARGE_BYTES)));
    }
  }

  private void use(MetaStores stores) {
    try (MetaStore store = stores.create()) {
      commit(store);
    }
    for (int i = 0; i < 5; i++) {
      try (MetaStore store = stores.openExisting()) {
        commit(store);
      }
    }
    stores.acceptAsIs();
  }

  private void commit(MetaStore store) {
    store.commit(MetaBatch.builder().put("key", "value" + committed++).build());
  }

  @Test
  void whatAHotDatabaseChangesInACopyOfLinksIsNamed() throws IOException {
    HotFixture fixture = new HotFixture(root.resolve("hot"));
    Path directory = fixture.directory();
    try (HotStore store = fixture.stores().create(CHUNK, FAMILIES, 0)) {
      commitLarge(store, 10);
      Path copy = copyOfLinks(directory);
      assertThat(fixture.stores().sharedFiles(CHUNK))
          .containsExactlyElementsOf(pathsIn(directory, DatabaseNames::isOverwritten));
      Map<String, byte[]> before = contents(copy);
      commitLarge(store, 50);
      store.recordWitness(committed);
      assertThat(changed(before, contents(copy)))
          .contains("WITNESS")
          .anyMatch(name -> name.endsWith(".log"))
          .anyMatch(name -> name.startsWith("MANIFEST-"))
          .allMatch(name -> DatabaseNames.isOverwritten(name) || name.equals("LOG"));
    }
    try (HotStore store = fixture.stores().openExisting(CHUNK, FAMILIES)) {
      commitLarge(store, 1);
      assertThat(fixture.stores().sharedFiles(CHUNK))
          .as("all but the witness are replaced by new files")
          .containsExactly(directory.resolve("WITNESS").toString());
    }
  }

  @Test
  void whatTheCatalogChangesInACopyOfLinksIsNamed() throws IOException {
    MetaStores stores = RocksDbStores.metaStores(root.resolve("catalog"));
    Path directory = Path.of(stores.location());
    use(stores);
    Path copy = copyOfLinks(directory);
    assertThat(stores.sharedFiles())
        .containsExactlyElementsOf(pathsIn(directory, DatabaseNames::isOverwritten));
    Map<String, byte[]> before = contents(copy);
    try (MetaStore store = stores.openExisting()) {
      commit(store);
    }
    assertThat(changed(before, contents(copy)))
        .contains("WITNESS")
        .allMatch(DatabaseNames::isOverwritten);
  }

  private Path copyOfLinks(Path directory) throws IOException {
    Path copy = Files.createDirectory(root.resolve("copy"));
    for (Path file : filesIn(directory)) {
      Files.createLink(copy.resolve(file.getFileName()), file);
    }
    return copy;
  }

  private static List<String> pathsIn(Path directory, Predicate<String> which) throws IOException {
    return filesIn(directory).stream()
        .filter(file -> which.test(String.valueOf(file.getFileName())))
        .map(Path::toString)
        .toList();
  }

  private static Map<String, byte[]> contents(Path directory) throws IOException {
    Map<String, byte[]> contents = new TreeMap<>();
    for (Path file : filesIn(directory)) {
      contents.put(String.valueOf(file.getFileName()), Files.readAllBytes(file));
    }
    return contents;
  }

  private static Set<String> changed(Map<String, byte[]> before, Map<String, byte[]> after) {
    Set<String> changed = new TreeSet<>(before.keySet());
    changed.removeIf(name -> Arrays.equals(before.get(name), after.get(name)));
    return changed;
  }

  private static List<Path> filesIn(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.sorted().toList();
    }
  }
}
