package dev.permafrost.testkit.machine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.permafrost.ports.catalog.MetaBatch;
import dev.permafrost.ports.catalog.MetaStore;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.hot.ColumnFamily;
import dev.permafrost.ports.hot.HotBatch;
import dev.permafrost.ports.hot.HotStore;
import dev.permafrost.ports.roots.DatabaseLook;
import dev.permafrost.ports.vfs.Vfs;
import dev.permafrost.ports.vfs.VfsFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Each rule of the simulated machine, as a test that says it. */
class MachineTest {

  private static final Path FILE = Path.of("/file");
  private static final Path CATALOG = Path.of("/catalog");
  private static final ChunkId CHUNK = new ChunkId(7);

  private final Machine machine = new Machine(CATALOG, Path.of("/hot"));
  private final Vfs vfs = machine.newProcess();

  // ---- files
  // -------------------------------------------------------------------------------------

  @Test
  void aSyncedFileInASyncedDirectorySurvivesInOneWayOnly() throws IOException {
    try (VfsFile file = vfs.create(FILE)) {
      write(file, "durable", 0);
      file.sync();
    }
    vfs.syncDirectory(Path.of("/"));

    assertThat(treesAfterPowerCut()).containsExactly("/file=durable");
    assertThat(machine.isDurable(FILE)).isTrue();
  }

  @Test
  void dataThatWasNotSyncedIsThereOrGoneOrOnlyItsSizeIsThere() throws IOException {
    makeDurable("old");
    try (VfsFile file = vfs.openWrite(FILE)) {
      write(file, "newer", 0);
    }

    assertThat(treesAfterPowerCut())
        .containsExactlyInAnyOrder("/file=old", "/file=newer", "/file=old\0\0");
    assertThat(machine.isDurable(FILE)).isFalse();
  }

  @Test
  void aWriteOverSeveralSectorsIsTornBetweenThemAndNeverInsideOne() throws IOException {
    makeDurable("");
    String content = "a".repeat(512) + "b".repeat(100);
    try (VfsFile file = vfs.openWrite(FILE)) {
      write(file, content, 0);
    }

    assertThat(treesAfterPowerCut())
        .containsExactlyInAnyOrder(
            "/file=",
            "/file=" + content,
            "/file=" + "\0".repeat(612),
            "/file=" + "a".repeat(512),
            "/file=" + "a".repeat(512) + "\0".repeat(100),
            "/file=" + "\0".repeat(512) + "b".repeat(100));
  }

  @Test
  void laterWritesMaySurviveWithoutEarlierOnes() throws IOException {
    makeDurable("....");
    try (VfsFile file = vfs.openWrite(FILE)) {
      write(file, "1", 0);
      write(file, "2", 1);
    }

    assertThat(treesAfterPowerCut())
        .containsExactlyInAnyOrder("/file=....", "/file=1...", "/file=.2..", "/file=12..");
  }

  @Test
  void aFailedSyncDropsWhatItCoveredAndASecondOneSucceedsWithoutIt() throws IOException {
    makeDurable("old");
    try (VfsFile file = vfs.openWrite(FILE)) {
      write(file, "new", 0);
      machine.failNextSync(FILE);
      assertThatThrownBy(file::sync).isInstanceOf(IOException.class);
      file.sync();

      assertThat(visible("/file")).isEqualTo("new");
    }
    assertThat(treesAfterPowerCut()).containsExactly("/file=old");
    assertThat(machine.isDurable(FILE)).isFalse();
  }

  // ---- directories
  // -------------------------------------------------------------------------------

  @Test
  void entriesThatWereNotSyncedSurviveEachOnItsOwn() throws IOException {
    createSynced("/a", "1");
    createSynced("/b", "2");

    assertThat(treesAfterPowerCut()).containsExactlyInAnyOrder("", "/a=1", "/b=2", "/a=1 /b=2");
  }

  @Test
  void aSyncedFileInADirectoryWhoseOwnEntryIsNotDurableMayBeUnreachable() throws IOException {
    vfs.makeDirectory(Path.of("/d"));
    createSynced("/d/a", "1");
    vfs.syncDirectory(Path.of("/d"));

    assertThat(treesAfterPowerCut()).containsExactlyInAnyOrder("", "/d /d/a=1");
    assertThat(machine.isDurable(Path.of("/d/a"))).isFalse();
  }

  @Test
  void anUnlinkedFileMayComeBackUntilItsDirectoryIsSynced() throws IOException {
    makeDurable("old");
    vfs.unlink(FILE);

    assertThat(treesAfterPowerCut()).containsExactlyInAnyOrder("", "/file=old");
    assertThat(machine.isDurable(FILE)).isFalse();

    vfs.syncDirectory(Path.of("/"));
    assertThat(treesAfterPowerCut()).containsExactly("");
    assertThat(machine.isDurable(FILE)).isTrue();
  }

  @Test
  void whatIsUnlinkedDurablyDoesNotComeBackThoughItsDirectoryMayBeLost() throws IOException {
    Path file = Path.of("/d/a");
    vfs.makeDirectory(Path.of("/d"));
    assertThat(machine.isDurable(file)).as("it never was there").isTrue();
    createSynced("/d/a", "1");
    vfs.unlink(file);
    assertThat(treesAfterPowerCut()).containsExactlyInAnyOrder("", "/d", "/d /d/a=1");
    assertThat(machine.isDurable(file)).isFalse();

    vfs.syncDirectory(Path.of("/d"));
    assertThat(treesAfterPowerCut()).containsExactlyInAnyOrder("", "/d");
    assertThat(machine.isDurable(file)).isTrue();
    assertThat(machine.isDurable(Path.of("/d"))).isFalse();
  }

  @Test
  void aFileOfADirectoryThatMayComeBackMayComeBackWithIt() throws IOException {
    Path file = Path.of("/d/a");
    vfs.makeDirectory(Path.of("/d"));
    createSynced("/d/a", "1");
    vfs.syncDirectory(Path.of("/d"));
    vfs.syncDirectory(Path.of("/"));
    vfs.unlink(file);
    vfs.removeDirectory(Path.of("/d"));
    assertThat(machine.isDurable(file)).isFalse();

    vfs.syncDirectory(Path.of("/"));
    assertThat(treesAfterPowerCut()).containsExactly("");
    assertThat(machine.isDurable(file)).isTrue();
  }

  @Test
  void aNamePassesOnlyThroughWhatItLedTo() throws IOException {
    makeDurable("old");
    vfs.unlink(FILE);
    createSynced("/file", "new");

    assertThat(treesAfterPowerCut()).containsExactlyInAnyOrder("", "/file=old", "/file=new");
  }

  @Test
  void aRemovedDirectoryMayComeBackWithAnyOfItsEntries() throws IOException {
    vfs.makeDirectory(Path.of("/d"));
    createSynced("/d/a", "1");
    createSynced("/d/b", "2");
    vfs.syncDirectory(Path.of("/d"));
    vfs.syncDirectory(Path.of("/"));
    vfs.unlink(Path.of("/d/a"));
    vfs.unlink(Path.of("/d/b"));
    vfs.removeDirectory(Path.of("/d"));

    assertThat(treesAfterPowerCut())
        .containsExactlyInAnyOrder("", "/d", "/d /d/a=1", "/d /d/b=2", "/d /d/a=1 /d/b=2");
  }

  @Test
  void aFailedDirectorySyncDropsItsEntriesForGood() throws IOException {
    createSynced("/a", "1");
    machine.failNextSync(Path.of("/"));
    assertThatThrownBy(() -> vfs.syncDirectory(Path.of("/"))).isInstanceOf(IOException.class);
    vfs.syncDirectory(Path.of("/"));

    assertThat(visible("/a")).isEqualTo("1");
    assertThat(treesAfterPowerCut()).containsExactly("");
  }

  // ---- several names
  // -----------------------------------------------------------------------------

  @Test
  void namesOfOneFileSurviveEachOnItsOwnAndLeadToOneContent() throws IOException {
    vfs.makeDirectory(Path.of("/d"));
    vfs.syncDirectory(Path.of("/"));
    makeDurable("old");
    vfs.link(FILE, Path.of("/d/second"));
    try (VfsFile file = vfs.openWrite(FILE)) {
      write(file, "new", 0);
    }

    assertThat(treesAfterPowerCut())
        .containsExactlyInAnyOrder(
            "/d /file=old",
            "/d /file=new",
            "/d /d/second=old /file=old",
            "/d /d/second=new /file=new");
    assertThat(machine.isDurable(Path.of("/d/second"))).isFalse();

    vfs.unlink(FILE);
    vfs.syncDirectory(Path.of("/"));
    assertThat(treesAfterPowerCut())
        .as("the name that was not synced is not what keeps the file")
        .contains("/d");

    vfs.syncDirectory(Path.of("/d"));
    assertThat(treesAfterPowerCut())
        .containsExactlyInAnyOrder("/d /d/second=old", "/d /d/second=new");
  }

  @Test
  void twoNamesOfOneFileAreOneFileAfterACutToo() throws IOException {
    makeDurable("x");
    vfs.link(FILE, Path.of("/second"));
    vfs.syncDirectory(Path.of("/"));
    Moment moment = machine.moment();
    Survivors survivors = moment.survivors(Relevance.ALL);

    for (Machine next :
        List.of(
            moment.afterProcessDeath(), moment.afterPowerCut(survivors, survivors.nothingNew()))) {
      Vfs process = next.newProcess();
      assertThat(process.stat(FILE).isSameFileAs(process.stat(Path.of("/second")))).isTrue();
      assertThat(process.stat(FILE).links()).isEqualTo(2);
      assertThat(process.stat(FILE)).isEqualTo(vfs.stat(FILE));
    }
  }

  @Test
  void aRenameLeavesItsNewNameTheOneFileOrTheOther() throws IOException {
    makeDurable("old");
    createSynced("/beside", "new");
    vfs.syncDirectory(Path.of("/"));
    vfs.rename(Path.of("/beside"), FILE);

    assertThat(treesAfterPowerCut())
        .containsExactlyInAnyOrder(
            "/file=old", "/file=new", "/beside=new /file=old", "/beside=new /file=new");
    assertThat(machine.isDurable(FILE)).isFalse();

    vfs.syncDirectory(Path.of("/"));
    assertThat(treesAfterPowerCut()).containsExactly("/file=new");
    assertThat(machine.isDurable(FILE)).isTrue();
  }

  @Test
  void aRenameIsDurableOnceBothDirectoriesAreSynced() throws IOException {
    vfs.makeDirectory(Path.of("/d"));
    createSynced("/file", "x");
    vfs.syncDirectory(Path.of("/"));
    vfs.rename(FILE, Path.of("/d/file"));

    assertThat(treesAfterPowerCut())
        .containsExactlyInAnyOrder("/d", "/d /file=x", "/d /d/file=x", "/d /d/file=x /file=x");
    vfs.syncDirectory(Path.of("/d"));
    assertThat(treesAfterPowerCut())
        .containsExactlyInAnyOrder("/d /d/file=x /file=x", "/d /d/file=x");
    vfs.syncDirectory(Path.of("/"));
    assertThat(treesAfterPowerCut()).containsExactly("/d /d/file=x");
  }

  @Test
  void aRenameDoesNotMakeTheDataOfItsFileDurable() throws IOException {
    makeDurable("old");
    try (VfsFile file = vfs.create(Path.of("/beside"))) {
      write(file, "new", 0);
    }
    vfs.rename(Path.of("/beside"), FILE);
    vfs.syncDirectory(Path.of("/"));

    assertThat(treesAfterPowerCut())
        .containsExactlyInAnyOrder("/file=", "/file=\0\0\0", "/file=new");
  }

  // ---- past the cache
  // ----------------------------------------------------------------------------

  @Test
  void whatAFailedSyncDroppedIsSeenAndNotReadPastTheCache() throws IOException {
    makeDurable("old");
    try (VfsFile file = vfs.openWrite(FILE)) {
      write(file, "newer", 0);
      machine.failNextSync(FILE);
      assertThatThrownBy(file::sync).isInstanceOf(IOException.class);
      file.sync();
    }

    assertThat(visible("/file")).isEqualTo("newer");
    assertThat(readPastCache()).isEqualTo("old");
  }

  @Test
  void whatWasSyncedIsReadPastTheCache() throws IOException {
    makeDurable("old");
    try (VfsFile file = vfs.openWrite(FILE)) {
      write(file, "newer", 0);
      assertThat(readPastCache()).isEqualTo("old");
      file.sync();
      assertThat(readPastCache()).isEqualTo("newer");
    }
  }

  @Test
  void aMachineWithoutDirectReadsHasNoneAfterItsRestartEither() throws IOException {
    makeDurable("x");
    machine.readsPastCache(false);

    assertThat(vfs.openReadPastCache(FILE)).isEmpty();
    assertThat(machine.moment().afterProcessDeath().newProcess().openReadPastCache(FILE)).isEmpty();
    assertThat(machine.openHandles()).isZero();
  }

  private String readPastCache() throws IOException {
    try (VfsFile file = vfs.openReadPastCache(FILE).orElseThrow()) {
      ByteBuffer content = ByteBuffer.allocate((int) file.sizeBytes());
      assertThat(file.readAt(content, 0)).isEqualTo(content.capacity());
      return UTF_8.decode(content.flip()).toString();
    }
  }

  // ---- stores
  // ------------------------------------------------------------------------------------

  @Test
  void aBatchThatReturnedSurvivesAndOneUnderWayIsWholeOrNotThere() {
    List<Optional<String>> seen = new ArrayList<>();
    try (MetaStore store = makeCatalog()) {
      machine.observe(
          step -> {
            if (step.name().startsWith("catalog commit")) {
              Moment moment = machine.moment();
              Machine rebooted =
                  moment.afterPowerCut(
                      moment.survivors(Relevance.ALL),
                      moment.survivors(Relevance.ALL).nothingNew());
              seen.add(rebooted.catalogEntries().map(entries -> entries.toString()));
            }
          });
      store.commit(MetaBatch.builder().put("a", "1").put("b", "2").build());
    }
    assertThat(seen).containsExactly(Optional.of("{}"), Optional.of("{a=1, b=2}"));
  }

  @Test
  void aDatabaseIsLostWithItsDirectoryHoweverDurableItsBatchesAre() {
    try (HotStore store =
        machine.hot().create(CHUNK, Set.of(ColumnFamily.DEFAULT, ColumnFamily.LEDGERS), 1)) {
      store.commit(
          new HotBatch()
              .put(ColumnFamily.LEDGERS, ByteBuffer.wrap(new byte[4]), ByteBuffer.allocate(1)));
    }
    Moment moment = machine.moment();
    Survivors survivors = moment.survivors(Relevance.ALL);
    Set<DatabaseLook> looks = new TreeSet<>();
    for (Survival survival : survivors.upTo(1_000, new Random(1))) {
      looks.add(moment.afterPowerCut(survivors, survival).hot().look(CHUNK));
    }

    assertThat(looks).containsExactlyInAnyOrder(DatabaseLook.values());
    assertThat(machine.hotContent(CHUNK)).isPresent();
  }

  // ---- processes
  // ---------------------------------------------------------------------------------

  @Test
  void aDeadProcessLosesNothingVisibleAndMakesNothingDurable() throws IOException {
    makeDurable("old");
    try (VfsFile file = vfs.openWrite(FILE)) {
      write(file, "new", 0);
      assertThat(file.tryLock(false)).isPresent();
      Machine rebooted = machine.moment().afterProcessDeath();

      assertThat(treeOf(rebooted)).isEqualTo("/file=new");
      assertThat(treesAfterPowerCut(rebooted)).containsExactlyInAnyOrder("/file=old", "/file=new");
      try (VfsFile again = rebooted.newProcess().openWrite(FILE)) {
        assertThat(again.tryLock(false)).as("locks end with their process").isPresent();
      }
    }
  }

  // ---- the tools
  // ---------------------------------------------------------------------------------

  @Test
  void everyOperationOfEveryPortIsCountedAndToldOnce() throws IOException {
    List<String> told = new ArrayList<>();
    machine.observe(step -> told.add(step.number() + " " + step.name()));
    createSynced("/a", "1");
    DatabaseLook look = machine.catalog().look();

    assertThat(look).isEqualTo(DatabaseLook.MISSING);
    assertThat(told).containsExactly("0 create", "1 writeAt", "2 sync", "3 catalog look", "4 stat");
    assertThat(machine.steps()).isEqualTo(5);

    machine.quietly(() -> machine.catalog().look());
    assertThat(machine.steps()).isEqualTo(5);
  }

  @Test
  void aSurvivalCanBeWrittenDownAndReadAgain() throws IOException {
    createSynced("/a", "1");
    createSynced("/b", "2");
    Moment moment = machine.moment();
    Survivors survivors = moment.survivors(Relevance.ALL);

    for (Survival survival : survivors.upTo(4, new Random(1))) {
      assertThat(Survival.parse(survival.toString())).isEqualTo(survival);
    }
    assertThat(survivors.describe(Survival.parse("0.1")))
        .containsExactly("entry /a: not there, as before", "entry /b: there");
    assertThatThrownBy(() -> survivors.describe(Survival.parse("0")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> survivors.describe(Survival.parse("0.2")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Survival.parse("0.x")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void tooManySurvivorsAreSampledWithBothEndsInTheSample() throws IOException {
    for (int i = 0; i < 12; i++) {
      createSynced("/" + (char) ('a' + i), "x");
    }
    Moment moment = machine.moment();
    Survivors survivors = moment.survivors(Relevance.ALL);
    List<Survival> sample = survivors.upTo(64, new Random(5));

    assertThat(survivors.count()).isEqualTo(4_096);
    assertThat(sample).hasSize(64).doesNotHaveDuplicates();
    assertThat(treeOf(moment.afterPowerCut(survivors, sample.get(0)))).isEmpty();
    assertThat(treeOf(moment.afterPowerCut(survivors, sample.get(1)))).isEqualTo(treeOf(machine));
    assertThat(survivors.upTo(64, new Random(5))).isEqualTo(sample);
  }

  @Test
  void digestsTellStatesApartAndIgnoreWhatIsSaidToBeIrrelevant() throws IOException {
    makeDurable("old");
    long before = machine.moment().digest(Relevance.ALL);
    try (VfsFile file = vfs.openWrite(FILE)) {
      write(file, "new", 0);
      long volatileNow = machine.moment().digest(Relevance.ALL);
      file.sync();
      long durableNow = machine.moment().digest(Relevance.ALL);

      assertThat(Set.of(before, volatileNow, durableNow)).hasSize(3);
    }
    Relevance nothing = (name, content) -> new byte[0];
    long blind = machine.moment().digest(nothing);
    try (VfsFile file = vfs.openWrite(FILE)) {
      write(file, "yet", 0);
      file.sync();
    }
    assertThat(machine.moment().digest(nothing)).isEqualTo(blind);
  }

  @Test
  void databasesCountByWhatTheyHold() {
    long first = digestOfNewCatalog("a");
    assertThat(digestOfNewCatalog("a")).isEqualTo(first);
    assertThat(digestOfNewCatalog("b")).isNotEqualTo(first);
  }

  private static long digestOfNewCatalog(String key) {
    Machine other = new Machine(CATALOG, Path.of("/hot"));
    try (MetaStore store = other.catalog().create()) {
      store.commit(MetaBatch.builder().put(key, "1").build());
    }
    return other.moment().digest(Relevance.ALL);
  }

  @SuppressWarnings("MustBeClosedChecker") // handed to the caller
  private MetaStore makeCatalog() {
    MetaStore store = machine.catalog().create();
    try {
      vfs.syncDirectory(CATALOG.resolve("rocksdb"));
      vfs.syncDirectory(CATALOG);
      vfs.syncDirectory(Path.of("/"));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return store;
  }

  private void makeDurable(String content) throws IOException {
    createSynced("/file", content);
    vfs.syncDirectory(Path.of("/"));
  }

  private void createSynced(String path, String content) throws IOException {
    try (VfsFile file = vfs.create(Path.of(path))) {
      write(file, content, 0);
      file.sync();
    }
  }

  private static void write(VfsFile file, String content, long offsetBytes) throws IOException {
    file.writeAt(ByteBuffer.wrap(content.getBytes(UTF_8)), offsetBytes);
  }

  private String visible(String path) {
    return UTF_8
        .decode(machine.tree().getOrDefault(path, Optional.empty()).orElseThrow())
        .toString();
  }

  private Set<String> treesAfterPowerCut() {
    return treesAfterPowerCut(machine);
  }

  private static Set<String> treesAfterPowerCut(Machine machine) {
    Moment moment = machine.moment();
    Survivors survivors = moment.survivors(Relevance.ALL);
    Set<String> trees = new TreeSet<>();
    for (Survival survival : survivors.upTo(10_000, new Random(1))) {
      Machine rebooted = moment.afterPowerCut(survivors, survival);
      trees.add(treeOf(rebooted));
      assertThat(treesOfDurable(rebooted)).isOne();
    }
    return trees;
  }

  private static long treesOfDurable(Machine rebooted) {
    return rebooted.moment().survivors(Relevance.ALL).count();
  }

  private static String treeOf(Machine machine) {
    List<String> lines = new ArrayList<>();
    machine
        .tree()
        .forEach(
            (path, content) ->
                lines.add(
                    path + content.map(bytes -> "=" + UTF_8.decode(bytes.duplicate())).orElse("")));
    return String.join(" ", lines);
  }
}
