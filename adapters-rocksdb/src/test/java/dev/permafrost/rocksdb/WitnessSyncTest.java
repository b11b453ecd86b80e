package dev.permafrost.rocksdb;

import static dev.permafrost.rocksdb.HotFixture.CHUNK;
import static dev.permafrost.rocksdb.HotFixture.FAMILIES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.permafrost.ports.catalog.MetaBatch;
import dev.permafrost.ports.catalog.MetaStore;
import dev.permafrost.ports.catalog.MetaStores;
import dev.permafrost.ports.hot.HotStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each sync of a witness is a call of the operating system, and not one too few of them is made.
 */
@SuppressWarnings("MustBeClosedChecker") // What a trace opens is closed behind it.
final class WitnessSyncTest {

  private static final List<String> MADE =
      List.of("write WITNESS", "write WITNESS", "sync WITNESS");
  private static final List<String> CHANGED = List.of("write WITNESS", "sync WITNESS");

  @TempDir Path temporary;
  private Path root;

  @BeforeEach
  void resolveTheRoot() throws IOException {
    root = Files.createDirectory(temporary.toRealPath().resolve("root"));
  }

  @Test
  void aWitnessIsSyncedWithBothSlotsWhenItIsMade() throws IOException {
    Failures failures = Failures.ofHot(CHUNK, root);
    List<WitnessFile> made = new ArrayList<>();
    assertThat(FileTrace.of(root, () -> made.add(WitnessFile.create(root, 7, failures, 70_001))))
        .isEqualTo(MADE);
    made.get(0).close();
  }

  @Test
  void aWitnessThatIsWrittenAgainIsSyncedBehindBothSlots() throws IOException {
    Failures failures = Failures.ofHot(CHUNK, root);
    assertThat(FileTrace.of(root, () -> WitnessFile.rewrite(root, 7, failures, 70_001)))
        .startsWith("write WITNESS", "write WITNESS", "sync WITNESS");
  }

  @Test
  void theWitnessOfANewHotDatabaseIsSyncedBeforeItIsGivenOut() throws IOException {
    HotFixture fixture = new HotFixture(root);
    List<HotStore> made = new ArrayList<>();
    assertThat(
            FileTrace.of(
                fixture.directory(),
                () -> made.add(fixture.stores().create(CHUNK, FAMILIES, 70_001))))
        .isEqualTo(MADE);
    made.get(0).close();
  }

  @Test
  void theWitnessOfAHotDatabaseIsWrittenUnsyncedAndSyncedOnDemandAndOnClosing() throws IOException {
    HotFixture fixture = new HotFixture(root);
    fixture.create(0, 0);
    try (HotStore store = fixture.stores().openExisting(CHUNK, FAMILIES)) {
      Path directory = fixture.directory();
      assertThat(FileTrace.of(directory, () -> store.recordWitness(1)))
          .containsExactly("write WITNESS");
      assertThat(FileTrace.of(directory, store::syncWitness)).containsExactly("sync WITNESS");
      store.recordWitness(2);
      assertThat(FileTrace.of(directory, store::close)).containsExactly("sync WITNESS");
    }
  }

  @Test
  void theWitnessOfTheCatalogIsSyncedWithEveryChange() throws IOException {
    RocksDbMetaStores stores = new RocksDbMetaStores(root);
    Path directory = Path.of(stores.location());
    List<MetaStore> made = new ArrayList<>();
    assertThat(FileTrace.of(directory, () -> made.add(stores.create()))).isEqualTo(MADE);
    try (MetaStore store = made.get(0)) {
      for (int i = 0; i < 20; i++) {
        MetaBatch change = MetaBatch.builder().put("a", "" + i).build();
        assertThat(FileTrace.of(directory, () -> store.commit(change))).isEqualTo(CHANGED);
      }
    }
  }

  @Test
  void theWitnessOfTheCatalogIsCaughtUpWithWhenItIsOpenedForWriting() throws IOException {
    RocksDbMetaStores stores = new RocksDbMetaStores(root);
    Path directory = Path.of(stores.location());
    create(stores);
    List<MetaStore> opened = new ArrayList<>();
    assertThat(FileTrace.of(directory, () -> opened.add(stores.openExisting()))).isEqualTo(CHANGED);
    opened.get(0).close();
  }

  @Test
  void acceptingACatalogSyncsItsFilesBeforeTheWitnessSaysSoAndTheDirectoryBehindIt()
      throws IOException {
    RocksDbMetaStores stores = new RocksDbMetaStores(root);
    Path directory = Path.of(stores.location());
    create(stores);
    List<String> expected = new ArrayList<>();
    for (String name : directory.toFile().list()) {
      expected.add("sync " + name);
    }
    List<String> trace = FileTrace.of(directory, stores::acceptAsIs);
    int files = expected.size();
    assertThat(trace.subList(0, files)).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(trace.subList(files, files + MADE.size())).isEqualTo(MADE);
    assertThat(trace).endsWith("sync ");
  }

  private static void create(MetaStores stores) {
    try (MetaStore store = stores.create()) {
      store.commit(MetaBatch.builder().put("a", "1").build());
    }
  }
}
