package dev.permafrost.domain.verify;

import static dev.permafrost.domain.store.TestMachine.ONE;
import static dev.permafrost.domain.store.TestMachine.TWO;
import static dev.permafrost.domain.store.TestMachine.ZERO;
import static dev.permafrost.ports.artifact.ArtifactKind.LEDGERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.permafrost.domain.catalog.ChunkRow;
import dev.permafrost.domain.catalog.ChunkState;
import dev.permafrost.domain.hot.HotRecord;
import dev.permafrost.domain.hot.HotWriter;
import dev.permafrost.domain.store.Store;
import dev.permafrost.domain.store.StoreView;
import dev.permafrost.domain.store.TestMachine;
import dev.permafrost.forge.ForgedLedger;
import dev.permafrost.forge.LedgerForge;
import dev.permafrost.fs.FileStores;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.catalog.MetaBatch;
import dev.permafrost.ports.catalog.MetaStore;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.events.Attempt;
import dev.permafrost.ports.events.Operation;
import dev.permafrost.ports.events.Outcome;
import dev.permafrost.ports.failure.BrokenChain;
import dev.permafrost.ports.failure.Cancelled;
import dev.permafrost.ports.failure.CorruptArtifact;
import dev.permafrost.ports.failure.HotStoreDamaged;
import dev.permafrost.ports.failure.MissingArtifact;
import dev.permafrost.ports.failure.StorageFailure;
import dev.permafrost.ports.failure.StorageUnavailable;
import dev.permafrost.ports.failure.UnknownCatalogEntry;
import dev.permafrost.ports.hot.ColumnFamily;
import dev.permafrost.ports.hot.HotBatch;
import dev.permafrost.ports.hot.HotStore;
import dev.permafrost.ports.work.CancelSource;
import dev.permafrost.ports.work.CancelToken;
import dev.permafrost.testkit.hot.MemoryHotStores;
import dev.permafrost.testkit.kind.TinyKind;
import dev.permafrost.testkit.work.LateWork;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Stored ledgers are checked one by one, reported chunk by chunk, and left unchanged. */
final class VerificationTest {

  private final TestMachine machine = new TestMachine();

  @AfterEach
  void nothingIsLeftOpen() {
    machine.requireNothingOpen();
  }

  // ---- what is sound ---------------------------------------------------------------------------

  @Test
  void everyLedgerIsCheckedHoweverLateItComesOutOfTheLine() {
    machine.work(new LateWork());
    try (Store store = machine.open()) {
      freeze(store, ZERO);
      ChunkReport report = verify(store, ZERO);
      assertThat(report.isClean()).isTrue();
      assertThat(report.ledgers()).isEqualTo(4);
    }
  }

  @Test
  void aSoundPackIsCleanAndItsLedgersAreCounted() {
    try (Store store = machine.open()) {
      freeze(store, ZERO);
      ChunkReport report = verify(store, ZERO);
      assertThat(report.isClean()).isTrue();
      assertThat(report.state()).isEqualTo(ChunkState.FROZEN);
      assertThat(report.part()).isEqualTo("pack");
      assertThat(report.ledgers()).isEqualTo(4);
      assertThat(report.rawBytes()).isEqualTo(rawBytes(2, 5));
      Attempt attempt = machine.events.onlyAttemptAt(Operation.VERIFY);
      assertThat(attempt.outcome()).isEqualTo(Outcome.DONE);
      assertThat(attempt.source()).isEqualTo("pack");
      assertThat(attempt.ledgers()).isEqualTo(4);
    }
  }

  @Test
  void aSoundHotDatabaseIsCleanHoweverFarItIsFilled() {
    try (Store store = machine.open()) {
      for (long until = 2; until <= 5; until++) {
        store.ingest().ingestFromLake(ZERO, OptionalLong.of(until), CancelToken.NEVER);
        ChunkReport report = verify(store, ZERO);
        assertThat(report.isClean()).isTrue();
        assertThat(report.state()).isEqualTo(ChunkState.READY);
        assertThat(report.part()).isEqualTo("hot");
        assertThat(report.ledgers()).isEqualTo(until - 1);
        assertThat(report.rawBytes()).isEqualTo(rawBytes(2, until));
      }
    }
  }

  @Test
  void ofAChunkThatIsBothHotAndFrozenBothAreChecked() {
    try (Store store = machine.open()) {
      ingest(store, ZERO);
      freeze(store, ZERO);
      ChunkReport report = verify(store, ZERO);
      assertThat(report.isClean()).isTrue();
      assertThat(report.part()).isEqualTo("pack+hot");
      assertThat(report.ledgers()).isEqualTo(8);
      assertThat(report.headers()).isPresent();
      spoilHot(ZERO, 4, 70);
      report = verify(store, ZERO);
      assertThat(report.headers()).isEmpty();
      assertThat(report.failure()).containsInstanceOf(HotStoreDamaged.class);
      assertThat(report.ledgers()).isEqualTo(4 + 2);
    }
  }

  @Test
  void theHeadersOfTheReportAreThoseOfThePackWhereThereIsOne() {
    try (Store store = machine.open()) {
      store.ingest().ingestFromLake(ZERO, OptionalLong.of(3), CancelToken.NEVER);
      assertThat(verify(store, ZERO).headers().orElseThrow().ledgers())
          .isEqualTo(new LedgerRange(2, 3));
      freeze(store, ZERO);
      ChunkReport report = verify(store, ZERO);
      assertThat(report.part()).isEqualTo("pack+hot");
      assertThat(report.headers().orElseThrow().ledgers()).isEqualTo(new LedgerRange(2, 5));
      assertThat(report.headers().orElseThrow().lastHash()).isEqualTo(TestMachine.ledger(5).hash());
    }
  }

  @Test
  void progressIsToldAfterEachLedgerOfEachPart() {
    try (Store store = machine.open()) {
      store.ingest().ingestFromLake(ONE, OptionalLong.of(8), CancelToken.NEVER);
      freeze(store, ONE);
      machine.events.clear();
      verify(store, ONE);
      assertThat(machine.events.progress())
          .extracting(progress -> progress.ledgersDone() + "/" + progress.ledgersTotal())
          .containsExactly("1/4", "2/4", "3/4", "4/4", "1/3", "2/3", "3/3");
      assertThat(machine.events.progress())
          .allSatisfy(progress -> assertThat(progress.operation()).isEqualTo(Operation.VERIFY));
    }
  }

  @Test
  void whereThereIsNothingToCheckNothingIsWrong() {
    try (Store store = machine.open()) {
      TestMachine.changing(store).markFreezing(ONE, Set.of(LEDGERS), Optional.empty());
      try (HotWriter writer = store.hot().openHotDBForChunk(TWO, Optional.empty())) {
        assertThat(writer.highest()).isEmpty();
      }
      for (ChunkId chunk : List.of(ZERO, ONE, TWO)) {
        ChunkReport report = verify(store, chunk);
        assertThat(report.isClean()).isTrue();
        assertThat(report.part()).isEmpty();
        assertThat(report.ledgers()).isZero();
      }
      assertThat(machine.events.attemptsAt(Operation.VERIFY))
          .extracting(Attempt::outcome)
          .containsOnly(Outcome.NOTHING_TO_DO);
    }
  }

  // ---- what is not -----------------------------------------------------------------------------

  /**
   * Lesson 23. Where a flip inside a frame is not found, the frame decodes to the very same ledger:
   * compressed bytes are not unique (a match may be copied from either of two equal places), and
   * the checksum is that of the content.
   */
  @Test
  @Tag("exhaustive")
  void everySingleFlippedByteOfAPackIsFoundOrChangesNoByteOfAnyLedger() {
    try (Store store = machine.open()) {
      freeze(store, ZERO);
      byte[] pack = machine.bytes(machine.pack(ZERO));
      int harmless = 0;
      for (int offset = 0; offset < pack.length; offset++) {
        byte[] flipped = pack.clone();
        flipped[offset] ^= (byte) (1 << offset % 8);
        machine.write(machine.pack(ZERO), flipped);
        ChunkReport report = verify(store, ZERO);
        if (report.isClean()) {
          harmless++;
          assertReadBack(store, 2, 5);
        } else {
          assertThat(report.failure())
              .as("byte %s of %s", offset, pack.length)
              .containsInstanceOf(CorruptArtifact.class);
        }
      }
      assertThat(pack.length).isGreaterThan(3_000);
      assertThat(harmless).isLessThan(pack.length / 100);
      machine.write(machine.pack(ZERO), pack);
      assertThat(verify(store, ZERO).isClean()).isTrue();
    }
  }

  /** Outside of the frames there is nothing that may change unseen. */
  @Test
  void everySingleFlippedBitOfAPacksIndexAppDataAndTrailerIsFound() {
    try (Store store = machine.open()) {
      freeze(store, ZERO);
      byte[] pack = machine.bytes(machine.pack(ZERO));
      int frames = 0;
      for (long sequence = 2; sequence <= 5; sequence++) {
        frames += TestMachine.checked(sequence).frame().remaining();
      }
      assertThat(pack.length - frames).isBetween(76, 200);
      for (int bit = frames * 8; bit < pack.length * 8; bit++) {
        byte[] flipped = pack.clone();
        flipped[bit / 8] ^= (byte) (1 << bit % 8);
        machine.write(machine.pack(ZERO), flipped);
        assertThat(verify(store, ZERO).failure())
            .as("bit %s of byte %s of %s", bit % 8, bit / 8, pack.length)
            .containsInstanceOf(CorruptArtifact.class);
      }
    }
  }

  @Test
  @Tag("exhaustive")
  void everySingleFlippedByteOfALedgerInAHotDatabaseIsFoundOrChangesNoByteOfIt() {
    try (Store store = machine.open()) {
      ingest(store, ZERO);
    }
    byte[] sound = hotValue(ZERO, 4);
    int harmless = 0;
    for (int block = 0; block < sound.length; block += 100) {
      // A new machine now and then: each remembers what it was asked.
      TestMachine fresh = new TestMachine();
      try (Store store = fresh.open()) {
        ingest(store, ZERO);
        for (int offset = block; offset < Math.min(block + 100, sound.length); offset++) {
          byte[] flipped = sound.clone();
          flipped[offset] ^= (byte) (1 << offset % 8);
          store.hot().close();
          putHot(fresh, ZERO, 4, flipped);
          ChunkReport report = verify(store, ZERO);
          if (report.isClean()) {
            harmless++;
            assertThat(offset).isGreaterThanOrEqualTo(HotRecord.PREFIX_BYTES);
            assertReadBack(store, 4, 4);
          } else {
            assertThat(report.failure())
                .as("byte %s of %s", offset, sound.length)
                .containsInstanceOf(HotStoreDamaged.class);
            assertThat(report.ledgers()).isEqualTo(2);
          }
        }
      }
      fresh.requireNothingOpen();
    }
    assertThat(sound.length).isGreaterThan(500);
    assertThat(harmless).isLessThan(sound.length / 50);
  }

  /** Lesson 12. */
  @Test
  void aLedgerThatIsMissingBelowTheHighestIsFoundByItsKey() {
    try (Store store = machine.open()) {
      store.ingest().ingestFromLake(ZERO, OptionalLong.of(3), CancelToken.NEVER);
      putHot(ZERO, 5, hotValue(ZERO, 3));
      ChunkReport report = verify(store, ZERO);
      assertThat(report.failure()).containsInstanceOf(HotStoreDamaged.class);
      assertThat(report.failure().orElseThrow())
          .hasMessageContaining("ledger 4 is missing below the highest, found ledger 5 instead");
      assertThat(report.ledgers()).isEqualTo(2);
    }
  }

  @Test
  void aSoundLedgerInTheWrongPlaceIsFound() {
    try (Store store = machine.open()) {
      ingest(store, ZERO);
      putHot(ZERO, 4, hotValue(ZERO, 3));
      assertThat(verify(store, ZERO).failure().orElseThrow())
          .isInstanceOf(HotStoreDamaged.class)
          .hasMessageContaining("ledger 3 is in the place of 4");
    }
  }

  @Test
  void theFramesOfAnotherLedgerBesideTheHashesOfThisOneAreFound() {
    try (Store store = machine.open()) {
      ingest(store, ZERO);
      byte[] mixed = hotValue(ZERO, 4);
      mixed[0] ^= 1;
      putHot(ZERO, 4, mixed);
      assertThat(verify(store, ZERO).failure().orElseThrow())
          .isInstanceOf(HotStoreDamaged.class)
          .hasMessageContaining("hashes stored with its frame");
    }
  }

  /** Lesson 28: both packs are sound in themselves. */
  @Test
  void aBrokenLinkAcrossChunksIsFoundFromBothSides() {
    TestMachine other = new TestMachine();
    for (ForgedLedger stranger : LedgerForge.small(9).ledgers(new LedgerRange(6, 9))) {
      other.lake.replace(stranger.sequence(), List.of(stranger.toBytes()));
    }
    try (Store store = other.open()) {
      freeze(store, ONE);
      assertThat(verify(store, ONE).isClean()).isTrue();
    }
    try (Store store = machine.open()) {
      for (ChunkId chunk : List.of(ZERO, ONE, TWO)) {
        freeze(store, chunk);
      }
      machine.write(machine.pack(ONE), other.bytes(other.pack(ONE)));
      assertBroken(store, ZERO, 6);
      assertBroken(store, ONE, 6);
      assertBroken(store, TWO, 10);
    }
  }

  @Test
  void aBrokenLinkToAHotNeighbourIsFoundToo() {
    try (Store store = machine.open()) {
      ingest(store, ZERO);
      ingest(store, ONE);
      byte[] strayed = hotValue(ONE, 6);
      strayed[40] ^= 1;
      putHot(ONE, 6, strayed);
      assertBroken(store, ZERO, 6);
      assertThat(verify(store, ONE).failure()).containsInstanceOf(HotStoreDamaged.class);
    }
  }

  private static void assertBroken(Store store, ChunkId chunk, long sequence) {
    assertThat(verify(store, chunk).failure().orElseThrow())
        .isInstanceOfSatisfying(
            BrokenChain.class,
            e -> {
              assertThat(e.kind()).isEqualTo(BrokenChain.Kind.LINK);
              assertThat(e.sequence()).isEqualTo(sequence);
            });
  }

  @Test
  void aNeighbourThatCannotBeReadIsAWarningOfThisChunkAndAFailureOfItsOwn() {
    try (Store store = machine.open()) {
      freeze(store, ZERO);
      freeze(store, ONE);
      machine.damage(machine.pack(ZERO), machine.bytes(machine.pack(ZERO)).length - 1);
      assertThat(verify(store, ONE).isClean()).isTrue();
      assertThat(machine.events.remarks())
          .anyMatch(remark -> remark.text().contains("link to chunk 0 is not checked"));
      assertThat(verify(store, ZERO).isClean()).isFalse();
    }
  }

  @Test
  void aFrozenFileThatIsMissingIsFoundOfEveryKind() {
    for (ArtifactKind kind : List.of(LEDGERS, TinyKind.KIND)) {
      TestMachine one = new TestMachine();
      try (Store store = one.open()) {
        store.freezer().processChunk(ZERO, Set.of(LEDGERS, TinyKind.KIND), CancelToken.NEVER);
        one.lose(one.artifact(kind, ZERO));
        assertThat(verify(store, ZERO).failure().orElseThrow())
            .isInstanceOfSatisfying(
                MissingArtifact.class, e -> assertThat(e.kind()).isEqualTo(kind));
      }
      one.requireNothingOpen();
    }
  }

  @Test
  void thePackOfAnotherChunkUnderThisOnesNameIsFound() {
    try (Store store = machine.open()) {
      freeze(store, ZERO);
      freeze(store, ONE);
      machine.write(machine.pack(ONE), machine.bytes(machine.pack(ZERO)));
      assertThat(verify(store, ONE).failure().orElseThrow())
          .isInstanceOf(CorruptArtifact.class)
          .hasMessageContaining("first ledger");
    }
  }

  /** Lesson 27. */
  @Test
  void whatCannotBeReadNowIsNotCalledDamage() {
    try (Store store = machine.open()) {
      freeze(store, ZERO);
      machine.vfs.hook(
          (operation, path) -> {
            if (operation.equals("openRead") && path.equals(machine.pack(ZERO))) {
              throw new IOException("Too many open files");
            }
          });
      assertThat(verify(store, ZERO).failure()).containsInstanceOf(StorageUnavailable.class);
      machine.vfs.hook((operation, path) -> {});
      assertThat(verify(store, ZERO).isClean()).isTrue();
    }
  }

  /** Lesson 31. */
  @Test
  void oneBadChunkHidesNoOther() {
    try (Store store = machine.open()) {
      for (int number = 0; number < 5; number++) {
        freeze(store, new ChunkId(number));
      }
      ingest(store, new ChunkId(6));
      machine.damage(machine.pack(ZERO), 10);
      machine.lose(machine.pack(TWO));
      machine.lose(machine.hotDirectory(new ChunkId(6)));
      List<String> found =
          store.catalog().scan().rows().stream()
              .map(ChunkRow::chunk)
              .map(chunk -> chunk + " " + failureName(verify(store, chunk)))
              .toList();
      assertThat(found)
          .containsExactly(
              "0 CorruptArtifact",
              "1 clean",
              "2 MissingArtifact",
              "3 clean",
              "4 clean",
              "6 HotVolumeLost");
    }
  }

  private static String failureName(ChunkReport report) {
    return report.failure().map(StorageFailure::getClass).map(Class::getSimpleName).orElse("clean");
  }

  @Test
  void anEntryThatNobodyKnowsIsInTheReportOfItsChunk() {
    try (Store store = machine.open()) {
      freeze(store, ZERO);
    }
    machine.kinds(List.of(FileStores.packFormat()), List.of());
    try (Store store = machine.open()) {
      assertThat(verify(store, ZERO).isClean()).isTrue();
    }
    try (MetaStore meta = machine.metaStores.openExisting()) {
      meta.commit(MetaBatch.builder().put("chunk:00000000:tiny", "frozen").build());
    }
    try (Store store = machine.open()) {
      assertThat(verify(store, ZERO).failure()).containsInstanceOf(UnknownCatalogEntry.class);
    }
  }

  // ---- and nothing else ------------------------------------------------------------------------

  /** Lesson 33. */
  @Test
  void verifyingChangesNothingWhateverItFinds() {
    try (Store store = machine.open()) {
      ingest(store, ZERO);
      freeze(store, ZERO);
      freeze(store, ONE);
      machine.damage(machine.pack(ONE), 10);
      ingest(store, TWO);
      machine.lose(machine.hotDirectory(TWO).resolve("WITNESS"));
    }
    var tree = machine.tree();
    try (StoreView view = machine.view()) {
      machine.steps.off();
      for (ChunkId chunk : List.of(ZERO, ONE, TWO)) {
        view.verification().verify(chunk, CancelToken.NEVER);
      }
      assertThat(machine.steps.seen())
          .isNotEmpty()
          .noneMatch(
              step ->
                  step.matches(
                      "(create|openWrite|writeAt|unlink|removeDirectory|makeDirectory|sync"
                          + "|syncDirectory|catalog commit|hot create|hot open [0-9]+).*"));
    }
    assertThat(machine.tree()).isEqualTo(tree);
  }

  @Test
  void cancellationStopsItBetweenLedgers() {
    try (Store store = machine.open()) {
      freeze(store, ZERO);
      ingest(store, ONE);
      CancelSource cancel = new CancelSource();
      cancel.cancel();
      for (ChunkId chunk : List.of(ZERO, ONE)) {
        assertThatThrownBy(() -> store.verification().verify(chunk, cancel.token()))
            .isInstanceOf(Cancelled.class);
      }
      assertThat(machine.events.attemptsAt(Operation.VERIFY))
          .extracting(Attempt::outcome)
          .containsOnly(Outcome.CANCELLED);
    }
  }

  @Test
  void cancellationStopsItBetweenTheEntriesOfTheOtherFamilies() {
    try (Store store = machine.open()) {
      ingest(store, ZERO);
      CancelSource cancel = new CancelSource();
      cancel.cancel();
      long before = steps();
      assertThatThrownBy(() -> store.verification().verify(ZERO, cancel.token()))
          .isInstanceOf(Cancelled.class);
      assertThat(steps() - before).isEqualTo(1);
    }
  }

  /** How often a cursor over a hot database was moved. */
  private long steps() {
    return machine.faults.asked().stream()
        .filter(asked -> asked.startsWith(MemoryHotStores.NEXT + " "))
        .count();
  }

  @Test
  void aFailureIsToldOnceWithoutLedgers() {
    try (Store store = machine.open()) {
      freeze(store, ZERO);
      machine.damage(machine.pack(ZERO), machine.bytes(machine.pack(ZERO)).length / 2);
      verify(store, ZERO);
      Attempt attempt = machine.events.onlyAttemptAt(Operation.VERIFY);
      assertThat(attempt.outcome()).isEqualTo(Outcome.FAILED);
      assertThat(attempt.ledgers()).isZero();
      assertThat(attempt.failure()).containsInstanceOf(CorruptArtifact.class);
    }
  }

  // ----------------------------------------------------------------------------------------------

  private byte[] hotValue(ChunkId chunk, long sequence) {
    String key = "ledgers " + String.format("%08x", sequence);
    return HexFormat.of().parseHex(machine.hot(chunk).getOrDefault(key, ""));
  }

  private void spoilHot(ChunkId chunk, long sequence, int offset) {
    byte[] value = hotValue(chunk, sequence);
    value[offset] ^= 0x20;
    putHot(chunk, sequence, value);
  }

  /** Changes a database as only a fault could. */
  private void putHot(ChunkId chunk, long sequence, byte[] value) {
    putHot(machine, chunk, sequence, value);
  }

  private static void putHot(TestMachine machine, ChunkId chunk, long sequence, byte[] value) {
    try (HotStore hot = machine.hotStores.openExisting(chunk, machine.families())) {
      ByteBuffer key = ByteBuffer.allocate(4).putInt((int) sequence).flip();
      hot.commit(new HotBatch().put(ColumnFamily.LEDGERS, key, ByteBuffer.wrap(value)));
    }
  }

  private static void assertReadBack(Store store, long first, long last) {
    for (long sequence = first; sequence <= last; sequence++) {
      ByteBuffer expected = TestMachine.ledger(sequence).raw();
      assertThat(store.ledgers().<Boolean>withLedger(sequence, expected::equals)).isTrue();
    }
  }

  private static long rawBytes(long first, long last) {
    long bytes = 0;
    for (long sequence = first; sequence <= last; sequence++) {
      bytes += TestMachine.ledger(sequence).sizeBytes();
    }
    return bytes;
  }

  private static ChunkReport verify(Store store, ChunkId chunk) {
    return store.verification().verify(chunk, CancelToken.NEVER);
  }

  private static void ingest(Store store, ChunkId chunk) {
    store.ingest().ingestFromLake(chunk, OptionalLong.empty(), CancelToken.NEVER);
  }

  private static void freeze(Store store, ChunkId chunk) {
    store.freezer().processChunk(chunk, Set.of(LEDGERS), CancelToken.NEVER);
  }
}
