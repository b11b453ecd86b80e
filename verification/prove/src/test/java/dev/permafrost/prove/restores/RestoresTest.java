package dev.permafrost.prove.restores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.permafrost.domain.audit.Audit;
import dev.permafrost.domain.audit.AuditRequest;
import dev.permafrost.domain.audit.Finding;
import dev.permafrost.domain.audit.Violation;
import dev.permafrost.domain.catalog.CatalogKey;
import dev.permafrost.domain.chunk.Geometry;
import dev.permafrost.domain.recover.OrphanRemoval;
import dev.permafrost.domain.store.CatalogRecovery;
import dev.permafrost.domain.store.Store;
import dev.permafrost.domain.store.StoreView;
import dev.permafrost.fs.FileStores;
import dev.permafrost.fs.RootPaths;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.artifact.PackCandidates;
import dev.permafrost.ports.catalog.MetaBatch;
import dev.permafrost.ports.catalog.MetaStore;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.events.StorageEvents;
import dev.permafrost.ports.failure.CatalogDamaged;
import dev.permafrost.ports.failure.CatalogLost;
import dev.permafrost.ports.failure.HotVolumeLost;
import dev.permafrost.ports.failure.MissingArtifact;
import dev.permafrost.ports.failure.OnlyCopy;
import dev.permafrost.ports.failure.OperatorStep;
import dev.permafrost.ports.failure.SharedFiles;
import dev.permafrost.ports.failure.UnadoptedArtifact;
import dev.permafrost.ports.failure.UnadoptedHotData;
import dev.permafrost.ports.failure.WrongStore;
import dev.permafrost.ports.work.CancelToken;
import dev.permafrost.prove.disk.ForgedSource;
import dev.permafrost.prove.disk.RealStores;
import dev.permafrost.prove.disk.WorkDirectory;
import dev.permafrost.rocksdb.RocksDbStores;
import dev.permafrost.wiring.OpenStore;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The table of restores ({@code docs/restores.md}), row by row, on the real adapters and without a
 * lake: what is said, what mends it, and that nothing more is lost than the table says.
 */
@SuppressWarnings("MustBeClosedChecker") // opening and closing are what is tested
final class RestoresTest {

  private static final Geometry GEOMETRY = new Geometry(8);
  private static final ChunkId ZERO = new ChunkId(0);
  private static final String NETWORK = "Restored Network ; 2026";
  private static final Set<ArtifactKind> LEDGERS = Set.of(ArtifactKind.LEDGERS);
  private static final ForgedSource SOURCE = ForgedSource.of(new LedgerRange(2, 17));
  private final RealStores stores = new RealStores(GEOMETRY);

  @TempDir Path temporary;
  private Path data;
  private Path saved;

  @BeforeEach
  void places() {
    data = temporary.resolve("data");
    saved = temporary.resolve("saved");
  }

  // ---- helpers ---------------------------------------------------------------------------------

  private RootPaths roots() {
    return RootPaths.under(data);
  }

  private void with(Consumer<Store> body) {
    try (OpenStore<Store> opened = stores.open(roots(), StorageEvents.NONE)) {
      Store store = opened.store();
      body.accept(store);
    }
  }

  private void ingest(long until) {
    with(store -> ingest(store, until));
  }

  private static void ingest(Store store, long until) {
    store
        .ingest()
        .ingest(ZERO, OptionalLong.of(until), SOURCE, Optional.of(NETWORK), CancelToken.NEVER);
  }

  private static void freeze(Store store) {
    store.freezer().processChunk(ZERO, LEDGERS, CancelToken.NEVER);
  }

  private static void freezeAndDiscard(Store store) {
    freeze(store);
    store.hot().discardHotDBForChunk(ZERO);
  }

  private void ingestFreezeDiscard() {
    ingest(9);
    with(RestoresTest::freezeAndDiscard);
  }

  /** Gives the pack up; the hot data stays. */
  private static void giveUpPack(Store store) {
    store.recovery().carryOut(store.recovery().plan(List.of(ZERO), false, LEDGERS));
  }

  private static void giveUpAndSweep(Store store) {
    giveUpPack(store);
    store.sweep().sweepAll(CancelToken.NEVER);
  }

  /** What makes the pack again of hot data. */
  private static void makeAgain(Store store) {
    giveUpPack(store);
    freeze(store);
  }

  private void adopt() {
    with(store -> store.adoption().inPlace(ZERO, Optional.of(NETWORK), CancelToken.NEVER));
  }

  /** The pack that lies there is adopted as it is, and then all is well. */
  private void assertAdopts(byte[] pack) {
    adopt();
    assertThat(packBytes()).isEqualTo(pack);
    assertWhole(9);
  }

  private void adoptHot() {
    with(store -> store.adoption().hot(ZERO, Optional.of(NETWORK), CancelToken.NEVER));
  }

  /** Leaves a key as a process does that ends there. */
  private void leave(String key, String value) {
    try (MetaStore catalog = RocksDbStores.metaStores(roots().catalog()).openExisting()) {
      catalog.commit(MetaBatch.builder().put(key, value).build());
    }
  }

  private void save() {
    WorkDirectory.copy(data, saved);
  }

  /** Puts a volume back to the moment of the copy. */
  private void restore(String below) {
    WorkDirectory.remove(data.resolve(below));
    if (Files.exists(saved.resolve(below))) {
      WorkDirectory.copy(saved.resolve(below), data.resolve(below));
    }
  }

  /** The same, but for one file, which stays as it is now. */
  private void restoreAllBut(String below, Path kept) throws IOException {
    byte[] now = Files.readAllBytes(kept);
    restore(below);
    Files.write(kept, now);
  }

  /** Changes the store, and puts one of its volumes back to the moment before. */
  private void undo(String below, Consumer<Store> change) {
    save();
    with(change);
    restore(below);
  }

  private Path pack() {
    return data.resolve("ledgers/00000/00000000.pack");
  }

  private byte[] packBytes() {
    try {
      return Files.readAllBytes(pack());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private List<Finding> audit() {
    try (OpenStore<StoreView> opened = stores.view(roots())) {
      StoreView view = opened.store();
      return view.audit()
          .run(AuditRequest.ofEverything().deeply(), new Audit.Listener() {}, CancelToken.NEVER)
          .violations();
    }
  }

  private void assertRepair(Violation violation, OperatorStep step) {
    assertThat(
            audit().stream()
                .filter(finding -> finding.violation() == violation)
                .findFirst()
                .flatMap(Finding::repair))
        .contains(step);
  }

  /** Every ledger of the chunk can be read, byte for byte, and the audit finds nothing. */
  private void assertWhole(long until) {
    assertThat(audit()).isEmpty();
    try (OpenStore<StoreView> opened = stores.view(roots())) {
      StoreView view = opened.store();
      for (long sequence = 2; sequence <= until; sequence++) {
        long one = sequence;
        byte[] expected = new byte[SOURCE.raw(one).remaining()];
        SOURCE.raw(one).duplicate().get(expected);
        view.ledgers()
            .withLedger(
                one,
                raw -> {
                  byte[] found = new byte[raw.remaining()];
                  raw.duplicate().get(found);
                  assertThat(found).as("ledger %s", one).isEqualTo(expected);
                  return one;
                });
      }
    }
  }

  // ---- the catalog is older --------------------------------------------------------------------

  @Test
  void r1CatalogFromBeforeTheIngestion() {
    with(store -> {});
    save();
    ingest(5);
    restore("catalog");

    with(store -> assertThatThrownBy(() -> ingest(store, 9)).isInstanceOf(UnadoptedHotData.class));
    assertRepair(Violation.HOT_WITHOUT_KEY, new OperatorStep.AdoptHot(ZERO));
    adoptHot();
    assertWhole(5);
  }

  @Test
  void r2CatalogFromBeforeTheFreeze() {
    ingest(9);
    undo("catalog", RestoresTest::freeze);
    byte[] pack = packBytes();

    with(store -> assertThatThrownBy(() -> freeze(store)).isInstanceOf(UnadoptedArtifact.class));
    assertRepair(Violation.FILE_WITHOUT_KEY, new OperatorStep.AdoptPack(ZERO));
    assertAdopts(pack);
  }

  @Test
  void r3CatalogFromBeforeTheFreezeAndTheDiscard() {
    ingest(9);
    undo("catalog", RestoresTest::freezeAndDiscard);
    byte[] pack = packBytes();

    with(
        store -> {
          assertThatThrownBy(() -> freeze(store)).isInstanceOf(UnadoptedArtifact.class);
          assertThatThrownBy(() -> store.hot().discardHotDBForChunk(ZERO))
              .isInstanceOf(HotVolumeLost.class);
        });
    assertRepair(Violation.HOT_LOST, new OperatorStep.AdoptPack(ZERO));
    assertAdopts(pack);
  }

  @Test
  void r4CatalogFromTheMiddleOfTheFreeze() {
    ingest(9);
    leave(new CatalogKey.Artifact(ZERO, ArtifactKind.LEDGERS).text(), "freezing");
    undo("catalog", RestoresTest::freezeAndDiscard);
    byte[] pack = packBytes();
    with(
        store -> {
          // Its hot data is lost for this catalog; that the pack is whole is looked at first.
          freeze(store);
          store.adoption().inPlace(ZERO, Optional.empty(), CancelToken.NEVER);
        });
    assertThat(packBytes()).isEqualTo(pack);
    assertWhole(9);
  }

  @Test
  void r5CatalogFromTheMomentInWhichTheHotDatabaseWasMade() {
    with(store -> {});
    leave(CatalogKey.NETWORK, NETWORK);
    leave(new CatalogKey.Hot(ZERO).text(), "transient");
    save();
    ingest(5);
    restore("catalog");

    with(
        store -> {
          assertThatThrownBy(() -> ingest(store, 9)).isInstanceOf(UnadoptedHotData.class);
          assertThatThrownBy(() -> store.hot().discardHotDBForChunk(ZERO))
              .isInstanceOf(OnlyCopy.class);
        });
    assertRepair(Violation.LEFT_TRANSIENT, new OperatorStep.AdoptHot(ZERO));
    adoptHot();
    assertWhole(5);
  }

  @Test
  void r6CatalogFromBeforeAnArtifactWasGivenUp() {
    ingest(9);
    with(RestoresTest::freeze);
    undo("catalog", RestoresTest::giveUpAndSweep);

    assertRepair(
        Violation.FROZEN_WITHOUT_FILE, new OperatorStep.MakeAgain(ZERO, LEDGERS, true, true));
    with(RestoresTest::makeAgain);
    assertWhole(9);
  }

  @Test
  void r7CatalogFromBeforeAPackWasMadeAgain() {
    ingestFreezeDiscard();
    with(RestoresTest::giveUpPack);
    save();
    byte[] pack = packBytes();

    // A removal that was meant cannot be told from one that was undone since.
    assertAdopts(pack);
    restore("catalog");
    with(store -> store.sweep().sweepAll(CancelToken.NEVER));
    assertThat(pack()).doesNotExist();
  }

  @Test
  void r8CatalogGone() {
    ingestFreezeDiscard();
    byte[] pack = packBytes();
    WorkDirectory.remove(data.resolve("catalog"));

    assertThatThrownBy(() -> with(store -> {}))
        .isInstanceOfAny(CatalogLost.class, WrongStore.class);
    assertThat(stores.planCatalogRecovery(roots()).need()).isEqualTo(CatalogRecovery.Need.MAKE);
    assertThat(stores.recoverCatalog(roots()).need()).isEqualTo(CatalogRecovery.Need.MAKE);
    assertRepair(Violation.FILE_WITHOUT_KEY, new OperatorStep.AdoptPack(ZERO));
    assertAdopts(pack);
  }

  @Test
  void r9CatalogCopiedWhileAWriterRan() throws IOException {
    ingest(9);
    save();
    with(RestoresTest::freezeAndDiscard);
    byte[] pack = packBytes();
    restoreAllBut("catalog", data.resolve("catalog/rocksdb/WITNESS"));

    assertThatThrownBy(() -> with(store -> {}))
        .isInstanceOfSatisfying(
            CatalogDamaged.class,
            e ->
                assertThat(e.notice().orElseThrow().steps())
                    .contains(new OperatorStep.RecoverCatalog()));
    CatalogRecovery.Plan plan = stores.planCatalogRecovery(roots());
    assertThat(plan.need()).isEqualTo(CatalogRecovery.Need.ACCEPT);
    assertThat(plan.missing()).contains("changes that were acknowledged");
    stores.recoverCatalog(roots());
    assertAdopts(pack);
  }

  // ---- the hot volume is older -----------------------------------------------------------------

  @Test
  void r10HotVolumeFromBeforeTheIngestion() {
    with(store -> {});
    save();
    ingest(5);
    restore("hot");

    with(store -> assertThatThrownBy(() -> ingest(store, 9)).isInstanceOf(HotVolumeLost.class));
    assertRepair(Violation.HOT_LOST, new OperatorStep.GiveUpHot(ZERO, false));
    with(
        store -> {
          store.recovery().carryOut(store.recovery().plan(List.of(ZERO), true, Set.of()));
          store.hot().discardLosingTheOnlyCopy(ZERO);
          ingest(store, 5);
        });
    assertWhole(5);
  }

  @Test
  void r11HotDataAndItsWitnessFromAnEarlierMoment() {
    ingest(4);
    save();
    ingest(9);
    restore("hot");

    // Nothing inside the store can tell; the age of the newest ledger can.
    assertWhole(4);
    try (OpenStore<StoreView> opened = stores.view(roots())) {
      StoreView view = opened.store();
      assertThat(view.inventory().newest().orElseThrow().sequence()).isEqualTo(4);
    }
    ingest(9);
    assertWhole(9);
  }

  @Test
  void r12HotDataFromAnEarlierMomentThanItsWitness() throws IOException {
    ingest(4);
    save();
    ingest(9);
    restoreAllBut("hot", data.resolve("hot/00000000/WITNESS"));

    with(
        store ->
            assertThatThrownBy(() -> ingest(store, 9))
                .isInstanceOfSatisfying(
                    HotVolumeLost.class, e -> assertThat(e.highestLeft()).hasValue(4)));
    assertRepair(Violation.HOT_LOST, new OperatorStep.RewriteWitness(ZERO));
    with(
        store -> {
          store.recovery().rewriteWitness(ZERO);
          ingest(store, 9);
        });
    assertWhole(9);
  }

  @Test
  void r13HotVolumeFromBeforeADiscard() {
    ingest(9);
    undo("hot", RestoresTest::freezeAndDiscard);

    assertRepair(Violation.HOT_WITHOUT_KEY, new OperatorStep.AdoptHot(ZERO));
    adoptHot();
    assertWhole(9);
    with(store -> store.hot().discardHotDBForChunk(ZERO));
    assertWhole(9);
  }

  // ---- the cold volume is older ----------------------------------------------------------------

  @Test
  void r14ColdVolumeFromBeforeTheFreezeWhileTheHotDataIsThere() {
    ingest(9);
    undo("ledgers", RestoresTest::freeze);

    with(
        store ->
            assertThatThrownBy(() -> store.hot().discardHotDBForChunk(ZERO))
                .isInstanceOf(MissingArtifact.class));
    assertRepair(
        Violation.FROZEN_WITHOUT_FILE, new OperatorStep.MakeAgain(ZERO, LEDGERS, true, true));
    with(
        store -> {
          makeAgain(store);
          store.hot().discardHotDBForChunk(ZERO);
        });
    assertWhole(9);
  }

  @Test
  void r15ColdVolumeFromBeforeTheFreezeAndTheHotDataIsGone() {
    ingest(9);
    save();
    with(RestoresTest::freezeAndDiscard);
    WorkDirectory.copy(data.resolve("ledgers"), temporary.resolve("elsewhere"));
    restore("ledgers");

    assertRepair(
        Violation.FROZEN_WITHOUT_FILE, new OperatorStep.MakeAgain(ZERO, LEDGERS, true, false));
    with(
        store -> {
          giveUpAndSweep(store);
          adoptFrom(store, temporary.resolve("elsewhere"), false);
        });
    assertWhole(9);
  }

  @Test
  void r16ColdVolumeFromBeforeAPackWasGivenUp() {
    ingest(9);
    with(RestoresTest::freeze);
    undo("ledgers", RestoresTest::giveUpAndSweep);

    assertRepair(Violation.FILE_WITHOUT_KEY, new OperatorStep.AdoptPack(ZERO));
    with(
        store -> {
          var found = store.orphans().find(CancelToken.NEVER);
          assertThat(store.orphans().remove(found, OrphanRemoval.Scope.CAREFUL, CancelToken.NEVER))
              .noneMatch(OrphanRemoval.Outcome::removed);
        });
    adopt();
    assertWhole(9);
  }

  // ---- kinds of copies -------------------------------------------------------------------------

  @Test
  void r17SnapshotOfAllVolumesAtOneMoment() {
    ingest(9);
    with(RestoresTest::freeze);
    save();
    with(store -> store.hot().discardHotDBForChunk(ZERO));
    WorkDirectory.remove(data);
    WorkDirectory.copy(saved, data);

    assertWhole(9);
    with(store -> store.hot().discardHotDBForChunk(ZERO));
    assertWhole(9);
  }

  @Test
  void r18CopyMadeOfHardLinks() throws IOException {
    ingest(5);
    for (Path file : WorkDirectory.walk(data)) {
      Path copy = saved.resolve(data.relativize(file).toString());
      if (Files.isDirectory(file)) {
        Files.createDirectories(copy);
      } else {
        Files.createLink(copy, file);
      }
    }
    List<byte[]> before = contents(saved);

    assertThatThrownBy(() -> with(store -> {}))
        .isInstanceOfSatisfying(
            SharedFiles.class,
            e -> assertThat(e.paths()).contains(data.resolve("PERMAFROST").toString()));
    assertThat(contents(saved)).usingRecursiveComparison().isEqualTo(before);
    // The way out: copies that are copies, swapped for the links.
    WorkDirectory.copy(data, temporary.resolve("real"));
    WorkDirectory.remove(data);
    WorkDirectory.copy(temporary.resolve("real"), data);
    ingest(9);
    assertThat(contents(saved)).usingRecursiveComparison().isEqualTo(before);
    assertWhole(9);
  }

  private static List<byte[]> contents(Path tree) throws IOException {
    List<byte[]> contents = new ArrayList<>();
    for (Path file : WorkDirectory.walk(tree)) {
      if (Files.isRegularFile(file)) {
        contents.add(Files.readAllBytes(file));
      }
    }
    return contents;
  }

  @Test
  void r19PacksBesideANewStore() {
    ingestFreezeDiscard();
    byte[] pack = packBytes();
    Path old = data.resolve("ledgers");
    data = temporary.resolve("new");
    with(store -> adoptFrom(store, old, false));
    assertThat(packBytes()).isEqualTo(pack);
    assertWhole(9);
    data = temporary.resolve("another");
    Path taken = temporary.resolve("taken");
    WorkDirectory.copy(old, taken);
    with(store -> adoptFrom(store, taken, true));
    assertThat(packBytes()).isEqualTo(pack);
    assertThat(taken.resolve("00000/00000000.pack")).doesNotExist();
    assertWhole(9);
  }

  @Test
  void r20PacksAloneInADirectory() {
    ingestFreezeDiscard();
    byte[] pack = packBytes();
    Path old = data.resolve("ledgers");
    data = temporary.resolve("new");
    WorkDirectory.copy(old, data.resolve("ledgers"));

    assertThatThrownBy(() -> with(store -> {})).isInstanceOf(CatalogLost.class);
    assertThat(stores.recoverCatalog(roots()).need()).isEqualTo(CatalogRecovery.Need.FOUND);
    assertAdopts(pack);
  }

  private void adoptFrom(Store store, Path from, boolean moves) {
    try (PackCandidates candidates =
        FileStores.packCandidates(FileStores.posix(), roots().cold(), from, moves)) {
      if (moves) {
        store.adoption().move(candidates.candidate(ZERO), Optional.of(NETWORK), CancelToken.NEVER);
      } else {
        store.adoption().copy(candidates.candidate(ZERO), Optional.of(NETWORK), CancelToken.NEVER);
      }
    }
  }

  // ---- the table -------------------------------------------------------------------------------

  @Test
  void everyRowOfTheTableIsATest() throws IOException {
    Set<String> tests = new TreeSet<>();
    for (Method method : RestoresTest.class.getDeclaredMethods()) {
      Matcher row = Pattern.compile("r([0-9]+)[A-Z].*").matcher(method.getName());
      if (row.matches()) {
        tests.add("R" + row.group(1));
      }
    }
    Set<String> rows = new TreeSet<>();
    Matcher table =
        Pattern.compile("(?m)^\\| (R[0-9]+) \\|")
            .matcher(Files.readString(Path.of("..", "..", "docs", "restores.md")));
    while (table.find()) {
      rows.add(table.group(1));
    }
    assertThat(rows).isEqualTo(tests).isNotEmpty();
  }
}
