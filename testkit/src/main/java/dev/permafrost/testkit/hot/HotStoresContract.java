package dev.permafrost.testkit.hot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.failure.HotStoreDamaged;
import dev.permafrost.ports.failure.HotStoreUnavailable;
import dev.permafrost.ports.failure.OtherColumnFamilies;
import dev.permafrost.ports.hot.ColumnFamily;
import dev.permafrost.ports.hot.HotBatch;
import dev.permafrost.ports.hot.HotCursor;
import dev.permafrost.ports.hot.HotStore;
import dev.permafrost.ports.hot.HotStores;
import dev.permafrost.ports.hot.HotView;
import dev.permafrost.ports.roots.DatabaseLook;
import dev.permafrost.testkit.disk.DiskTree;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What every {@link HotStores} must do: directories, opening, batches and cursors. The witness has
 * a contract of its own, {@link HotWitnessContract}.
 *
 * <p>An adapter's test extends it and says where its databases are; each test begins with a hot
 * root that is there and empty. Damage that only one kind of database can suffer is its own
 * adapter's test.
 */
public abstract class HotStoresContract {

  private static final ChunkId CHUNK = new ChunkId(7);
  private static final ChunkId NEIGHBOUR = new ChunkId(8);
  private static final String DIRECTORY = "00000007";
  private static final long BEFORE_FIRST = 70_001;
  private static final ColumnFamily OTHER = new ColumnFamily("other");
  private static final Set<ColumnFamily> FAMILIES =
      Set.of(ColumnFamily.DEFAULT, ColumnFamily.LEDGERS);
  private static final Set<ColumnFamily> THREE =
      Set.of(ColumnFamily.DEFAULT, ColumnFamily.LEDGERS, OTHER);

  /** For subclasses. */
  protected HotStoresContract() {}

  /** The databases under test; within a test always over the same place. */
  protected abstract HotStores stores();

  /** The tree below the hot root. */
  protected abstract DiskTree disk();

  /**
   * How many handles of the databases are open: files, native objects, whatever the adapter has.
   * After each test there must be none.
   */
  protected abstract long openHandles();

  @AfterEach
  final void everyHandleIsClosed() {
    assertThat(openHandles()).as("handles that were left open").isZero();
  }

  // Directories.

  @Test
  final void looksMissingGuttedAndPresentAndChangesNothing() {
    assertThat(stores().look(CHUNK)).isEqualTo(DatabaseLook.MISSING);
    assertThat(disk().snapshot()).isEmpty();

    disk().makeDirectory(DIRECTORY);
    Map<String, String> gutted = disk().snapshot();
    assertThat(stores().look(CHUNK)).isEqualTo(DatabaseLook.GUTTED);
    assertThat(disk().snapshot()).isEqualTo(gutted);

    create(FAMILIES);
    Map<String, String> present = disk().snapshot();
    assertThat(stores().look(CHUNK)).isEqualTo(DatabaseLook.PRESENT);
    assertThat(stores().look(NEIGHBOUR)).isEqualTo(DatabaseLook.MISSING);
    assertThat(disk().snapshot()).isEqualTo(present);

    disk().remove(DIRECTORY + "/CURRENT");
    assertThat(stores().look(CHUNK)).isEqualTo(DatabaseLook.GUTTED);
  }

  @Test
  final void eachChunkHasADirectoryOfItsOwnNamedByEightDigits() {
    assertThat(stores().locate(CHUNK)).endsWith(DIRECTORY);
    assertThat(stores().locate(new ChunkId(ChunkId.MAX_VALUE))).endsWith("99999999");
    try (HotStore seventh = stores().create(CHUNK, FAMILIES, BEFORE_FIRST);
        HotStore eighth = stores().create(NEIGHBOUR, FAMILIES, 80_001)) {
      commit(seventh, 70_002, "seventh");
      assertThat(eighth.highestKey(ColumnFamily.LEDGERS)).isEmpty();
      assertThat(seventh.chunk()).isEqualTo(CHUNK);
      assertThat(seventh.location()).isEqualTo(stores().locate(CHUNK));
      assertThat(eighth.chunk()).isEqualTo(NEIGHBOUR);
    }
    assertThat(disk().snapshot()).containsKeys(DIRECTORY, "00000008");
  }

  @Test
  final void itsSizeIsThatOfItsFilesAndZeroWhereThereIsNone() {
    assertThat(stores().sizeBytes(CHUNK)).isZero();
    disk().makeDirectory(DIRECTORY);
    assertThat(stores().sizeBytes(CHUNK)).isZero();
    create(FAMILIES);
    Map<String, String> before = disk().snapshot();
    assertThat(stores().sizeBytes(CHUNK)).isPositive();
    assertThat(disk().snapshot()).isEqualTo(before);
  }

  @Test
  final void whatADatabaseMakesHasAKnownName() {
    create(FAMILIES);
    openExisting(FAMILIES);
    for (String path : disk().snapshot().keySet()) {
      if (path.startsWith(DIRECTORY + "/")) {
        assertThat(stores().isKnownName(path.substring(DIRECTORY.length() + 1))).as(path).isTrue();
      }
    }
    assertThat(stores().foreignEntries(CHUNK)).isEmpty();
    assertThat(stores().isKnownName(".nfs000000000123abcd00000001")).isTrue();
  }

  @Test
  final void whatNoDatabaseMakesHasNoKnownName() {
    for (String name :
        List.of(
            "",
            "notes.txt",
            "WITNESS.bak",
            "CURRENT~",
            "current",
            "x000004.log",
            "1.sst",
            "000004.log.gz",
            "MANIFEST-",
            "OPTIONS-000007.txt",
            "PERMAFROST",
            ".nfs",
            "LOG.old")) {
      assertThat(stores().isKnownName(name)).as(name).isFalse();
    }
  }

  @Test
  final void whatIsForeignInADirectoryIsNamedAndLeftAsItWas() {
    assertThat(stores().foreignEntries(CHUNK)).isEmpty();
    create(FAMILIES);
    disk().write(DIRECTORY + "/notes.txt", new byte[] {1});
    disk().makeDirectory(DIRECTORY + "/000099.sst");
    disk().makeDirectory(DIRECTORY + "/lost");
    disk().write(DIRECTORY + "/lost/000005.log", new byte[] {1});
    Map<String, String> before = disk().snapshot();
    String path = stores().locate(CHUNK);
    assertThat(stores().foreignEntries(CHUNK))
        .containsExactly(path + "/000099.sst", path + "/lost", path + "/notes.txt");
    assertThat(stores().foreignEntries(NEIGHBOUR)).isEmpty();
    assertThat(disk().snapshot()).isEqualTo(before);
  }

  @Test
  final void whatStandsInThePlaceOfADirectoryIsForeignItself() {
    disk().makeDirectory("00000008");
    disk().write(DIRECTORY, new byte[] {1});
    assertThat(stores().foreignEntries(CHUNK)).containsExactly(stores().locate(CHUNK));
    assertThat(stores().sharedFiles(CHUNK)).isEmpty();
  }

  @Test
  final void filesThatACopySharesAreNamed() {
    assertThat(stores().sharedFiles(CHUNK)).isEmpty();
    create(FAMILIES);
    assertThat(stores().sharedFiles(CHUNK)).isEmpty();
    disk().link(DIRECTORY + "/WITNESS", "copy of the witness");
    disk().link(DIRECTORY + "/CURRENT", "copy of current");
    Map<String, String> before = disk().snapshot();
    String path = stores().locate(CHUNK);
    assertThat(stores().sharedFiles(CHUNK)).containsExactly(path + "/CURRENT", path + "/WITNESS");
    assertThat(disk().snapshot()).isEqualTo(before);
    disk().remove("copy of current");
    assertThat(stores().sharedFiles(CHUNK)).containsExactly(path + "/WITNESS");
  }

  // Creation.

  @Test
  final void aNewDatabaseIsEmptyInEachOfItsFamilies() {
    try (HotStore store = stores().create(CHUNK, THREE, BEFORE_FIRST)) {
      for (ColumnFamily family : THREE) {
        assertThat(store.highestKey(family)).isEmpty();
        assertThat(value(store, family, key(1))).isEmpty();
        assertThat(entries(store, family, key(0))).isEmpty();
      }
    }
  }

  @Test
  final void aDatabaseIsMadeInADirectoryThatIsThereAndEmpty() {
    disk().makeDirectory(DIRECTORY);
    create(FAMILIES);
    assertThat(stores().look(CHUNK)).isEqualTo(DatabaseLook.PRESENT);
  }

  @Test
  final void aDatabaseIsNeverMadeWhereAnythingLies() {
    disk().makeDirectory(DIRECTORY);
    disk().write(DIRECTORY + "/something", new byte[] {1});
    Map<String, String> before = disk().snapshot();
    assertThatThrownBy(() -> create(FAMILIES)).isInstanceOf(IllegalStateException.class);
    assertThat(disk().snapshot()).isEqualTo(before);

    disk().remove(DIRECTORY);
    create(FAMILIES);
    before = disk().snapshot();
    assertThatThrownBy(() -> create(FAMILIES)).isInstanceOf(IllegalStateException.class);
    assertThat(disk().snapshot()).isEqualTo(before);
  }

  @Test
  final void aDatabaseWithoutTheFamilyOfFactsIsABug() {
    assertThatIllegalArgumentException().isThrownBy(() -> create(Set.of(ColumnFamily.LEDGERS)));
    assertThat(disk().snapshot()).isEmpty();
  }

  // Opening.

  @Test
  final void openingWhatIsNotThereFailsAndCreatesNothing() {
    assertRefusedUntouched(HotStoreDamaged.class, FAMILIES);
    assertThat(disk().snapshot()).isEmpty();
  }

  @Test
  final void openingWhatIsGuttedFailsAndLeavesItAsItWas() {
    disk().makeDirectory(DIRECTORY);
    assertRefusedUntouched(HotStoreDamaged.class, FAMILIES);
    disk().remove(DIRECTORY);

    create(FAMILIES);
    disk().remove(DIRECTORY + "/CURRENT");
    assertRefusedUntouched(HotStoreDamaged.class, FAMILIES);
  }

  @Test
  final void openingWithOtherFamiliesNamesBothAndLeavesItAsItWas() {
    create(FAMILIES);
    for (Set<ColumnFamily> asked :
        List.of(THREE, Set.of(ColumnFamily.DEFAULT), Set.of(ColumnFamily.DEFAULT, OTHER))) {
      assertRefusedUntouched(OtherColumnFamilies.class, asked);
    }
    OtherColumnFamilies failure =
        catchThrowableOfType(OtherColumnFamilies.class, () -> openExisting(THREE));
    assertThat(failure.chunk()).isEqualTo(CHUNK);
    assertThat(failure.path()).isEqualTo(stores().locate(CHUNK));
    assertThat(failure.expected()).containsExactlyInAnyOrder("default", "ledgers", "other");
    assertThat(failure.found()).containsExactlyInAnyOrder("default", "ledgers");
  }

  @Test
  final void anOpeningThatFailedLeavesNoLock() {
    create(FAMILIES);
    for (int round = 0; round < 3; round++) {
      assertThatThrownBy(() -> openExisting(THREE)).isInstanceOf(OtherColumnFamilies.class);
      assertThat(openHandles()).isZero();
      openExisting(FAMILIES);
    }
  }

  @Test
  final void aSecondOpeningForWritingIsUnavailableAndLeavesTheFirstUnharmed() {
    try (HotStore first = stores().create(CHUNK, FAMILIES, BEFORE_FIRST)) {
      commit(first, 70_002, "before");
      HotStoreUnavailable failure =
          catchThrowableOfType(HotStoreUnavailable.class, () -> openExisting(FAMILIES));
      assertThat(failure.chunk()).isEqualTo(CHUNK);
      assertThat(failure.path()).isEqualTo(stores().locate(CHUNK));
      commit(first, 70_003, "after");
      first.recordWitness(70_003);
    }
    try (HotStore again = stores().openExisting(CHUNK, FAMILIES)) {
      assertThat(text(again, 70_002)).isEqualTo("before");
      assertThat(text(again, 70_003)).isEqualTo("after");
    }
  }

  @Test
  final void openingForReadingSeesEveryCommittedBatchAndChangesNothing() {
    try (HotStore store = stores().create(CHUNK, FAMILIES, BEFORE_FIRST)) {
      commit(store, 70_002, "one");
      commit(store, 70_003, "two");
    }
    Map<String, String> closed = disk().snapshot();
    try (HotView view = stores().openReadOnly(CHUNK, FAMILIES)) {
      assertThat(view.chunk()).isEqualTo(CHUNK);
      assertThat(view.location()).isEqualTo(stores().locate(CHUNK));
      assertThat(view.highestKey(ColumnFamily.LEDGERS)).contains(key(70_003));
      assertThat(text(view, 70_002)).isEqualTo("one");
      assertThat(entries(view, ColumnFamily.LEDGERS, new byte[0])).hasSize(2);
      assertThat(disk().snapshot()).isEqualTo(closed);
    }
    assertThat(disk().snapshot()).isEqualTo(closed);
  }

  @Test
  final void openingForReadingTakesNoLockAndIsASnapshotOfItsMoment() {
    try (HotStore writer = stores().create(CHUNK, FAMILIES, BEFORE_FIRST)) {
      commit(writer, 70_002, "one");
      try (HotView early = stores().openReadOnly(CHUNK, FAMILIES)) {
        commit(writer, 70_003, "two");
        assertThat(early.highestKey(ColumnFamily.LEDGERS)).contains(key(70_002));
        assertThat(value(early, ColumnFamily.LEDGERS, key(70_003))).isEmpty();
        try (HotView late = stores().openReadOnly(CHUNK, FAMILIES)) {
          assertThat(late.highestKey(ColumnFamily.LEDGERS)).contains(key(70_003));
        }
      }
      commit(writer, 70_004, "three");
      assertThat(text(writer, 70_004)).isEqualTo("three");
    }
  }

  // Closing.

  @Test
  final void whatWasCommittedIsThereInEveryFamilyAfterReopening() {
    long sequence = BEFORE_FIRST;
    create(THREE);
    for (int round = 0; round < 4; round++) {
      try (HotStore store = stores().openExisting(CHUNK, THREE)) {
        for (int i = 0; i < 25; i++) {
          sequence++;
          HotBatch batch = new HotBatch();
          for (ColumnFamily family : THREE) {
            batch.put(family, heap(key(sequence)), heap(bytes(family.name() + sequence)));
          }
          store.commit(batch);
        }
      }
      try (HotView view = stores().openReadOnly(CHUNK, THREE)) {
        for (ColumnFamily family : THREE) {
          assertThat(entries(view, family, new byte[0])).hasSize((round + 1) * 25);
          assertThat(value(view, family, key(sequence))).contains(bytes(family.name() + sequence));
        }
      }
    }
  }

  @Test
  final void closingTwiceIsHarmlessAndUsingWhatIsClosedIsABug() {
    try (HotStore store = stores().create(CHUNK, FAMILIES, BEFORE_FIRST)) {
      commit(store, 70_002, "one");
      closeEarly(store);
      assertThatIllegalStateException().isThrownBy(() -> commit(store, 70_003, "two"));
      assertThatThrownBy(() -> value(store, ColumnFamily.LEDGERS, key(70_002)))
          .isInstanceOf(IllegalStateException.class);
      assertThatIllegalStateException().isThrownBy(() -> store.highestKey(ColumnFamily.LEDGERS));
      assertThatThrownBy(() -> entries(store, ColumnFamily.LEDGERS, new byte[0]))
          .isInstanceOf(IllegalStateException.class);
      assertThatIllegalStateException().isThrownBy(() -> store.recordWitness(70_003));
      assertThatThrownBy(store::syncWitness).isInstanceOf(IllegalStateException.class);
    }
    openExisting(FAMILIES);
  }

  @Test
  final void closingUnderAnOpenCursorIsReportedAsABugAndFreesEverything() {
    create(FAMILIES);
    assertThatThrownBy(this::closeUnderAnOpenCursor)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("cursor");
    assertThat(openHandles()).isZero();
    openExisting(FAMILIES);
  }

  private void closeUnderAnOpenCursor() {
    try (HotStore store = stores().openExisting(CHUNK, FAMILIES)) {
      commit(store, 70_002, "one");
      try (HotCursor cursor = store.cursor(ColumnFamily.LEDGERS, new byte[0])) {
        assertThat(cursor.next()).isTrue();
        try {
          closeEarly(store);
        } finally {
          assertThat(openHandles()).isZero();
          assertThatThrownBy(cursor::next).isInstanceOf(IllegalStateException.class);
          assertThatCode(() -> closeEarly(store)).as("once more").doesNotThrowAnyException();
        }
      }
    }
  }

  // Batches.

  @Test
  final void aBatchIsSeenWholeOverItsFamiliesAtWhateverMoment() throws Exception {
    int rounds = 150;
    ExecutorService threads = Executors.newSingleThreadExecutor();
    try (HotStore writer = stores().create(CHUNK, THREE, BEFORE_FIRST)) {
      Callable<Boolean> write =
          () -> {
            for (int i = 1; i <= rounds; i++) {
              HotBatch batch = new HotBatch();
              for (ColumnFamily family : THREE) {
                batch.put(family, heap(key(i)), heap(bytes("value")));
              }
              writer.commit(batch);
            }
            return true;
          };
      Future<Boolean> written = threads.submit(write);
      for (boolean last = false; !last; ) {
        last = written.isDone();
        try (HotView moment = stores().openReadOnly(CHUNK, THREE)) {
          List<byte[]> highest = new ArrayList<>();
          for (ColumnFamily family : THREE) {
            highest.add(moment.highestKey(family).orElse(new byte[0]));
          }
          assertThat(highest).allSatisfy(each -> assertThat(each).isEqualTo(highest.get(0)));
        }
      }
      assertThat(written.get()).isTrue();
      assertThat(writer.highestKey(OTHER)).contains(key(rounds));
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  final void aBatchOfAFamilyThatIsNotThereIsABugAndWritesNothing() {
    create(FAMILIES);
    try (HotStore store = stores().openExisting(CHUNK, FAMILIES)) {
      HotBatch batch =
          new HotBatch()
              .put(ColumnFamily.LEDGERS, heap(key(70_002)), heap(bytes("one")))
              .put(OTHER, heap(key(70_002)), heap(bytes("one")));
      assertThatThrownBy(() -> store.commit(batch)).isInstanceOf(IllegalArgumentException.class);
      assertThatIllegalArgumentException().isThrownBy(() -> value(store, OTHER, key(1)));
      assertThat(store.highestKey(ColumnFamily.LEDGERS)).isEmpty();
    }
    try (HotView view = stores().openReadOnly(CHUNK, FAMILIES)) {
      assertThat(view.highestKey(ColumnFamily.LEDGERS)).isEmpty();
    }
  }

  @Test
  final void keysAndValuesMayLieOnTheHeapOrNotAndAreLeftAsTheyWere() {
    try (HotStore store = stores().create(CHUNK, FAMILIES, BEFORE_FIRST)) {
      int number = 0;
      for (boolean directKey : new boolean[] {false, true}) {
        for (boolean directValue : new boolean[] {false, true}) {
          number++;
          ByteBuffer borrowedKey = within(key(number), directKey);
          ByteBuffer borrowedValue = within(bytes("value" + number), directValue);
          int keyPosition = borrowedKey.position();
          int valuePosition = borrowedValue.position();
          HotBatch batch = new HotBatch().put(ColumnFamily.LEDGERS, borrowedKey, borrowedValue);

          store.commit(batch);

          assertThat(borrowedKey.position()).isEqualTo(keyPosition);
          assertThat(borrowedValue.position()).isEqualTo(valuePosition);
          assertThat(batch.puts().get(0).borrowedKey()).isEqualTo(heap(key(number)));
          assertThat(batch.puts().get(0).borrowedValue()).isEqualTo(heap(bytes("value" + number)));
          overwrite(borrowedKey);
          overwrite(borrowedValue);
          assertThat(text(store, number)).isEqualTo("value" + number);
        }
      }
      assertThat(entries(store, ColumnFamily.LEDGERS, new byte[0])).hasSize(4);
    }
  }

  @Test
  final void valuesMayBeEmptyOrSeveralMegabytes() {
    byte[] large = new byte[5 << 20];
    new Random(42).nextBytes(large);
    List<byte[]> values = List.of(new byte[0], large, bytes("small"), new byte[0], large);
    try (HotStore store = stores().create(CHUNK, FAMILIES, BEFORE_FIRST)) {
      for (int i = 0; i < values.size(); i++) {
        store.commit(new HotBatch().put(ColumnFamily.LEDGERS, heap(key(i)), heap(values.get(i))));
      }
      assertValues(store, values);
    }
    try (HotView view = stores().openReadOnly(CHUNK, FAMILIES)) {
      assertValues(view, values);
    }
  }

  private static void assertValues(HotView view, List<byte[]> values) {
    for (int i = 0; i < values.size(); i++) {
      assertThat(value(view, ColumnFamily.LEDGERS, key(i))).contains(values.get(i));
    }
    List<Map.Entry<byte[], byte[]>> seen = entries(view, ColumnFamily.LEDGERS, new byte[0]);
    assertThat(seen).hasSameSizeAs(values);
    for (int i = 0; i < values.size(); i++) {
      assertThat(seen.get(i).getKey()).isEqualTo(key(i));
      assertThat(seen.get(i).getValue()).isEqualTo(values.get(i));
    }
  }

  @Test
  final void theLaterPutOfAKeyWins() {
    try (HotStore store = stores().create(CHUNK, FAMILIES, BEFORE_FIRST)) {
      commit(store, 70_002, "one");
      commit(store, 70_002, "two");
      assertThat(text(store, 70_002)).isEqualTo("two");
      store.commit(
          new HotBatch()
              .put(ColumnFamily.LEDGERS, heap(key(70_002)), heap(bytes("three")))
              .put(ColumnFamily.LEDGERS, heap(key(70_002)), heap(bytes("four"))));
      assertThat(text(store, 70_002)).isEqualTo("four");
      assertThat(entries(store, ColumnFamily.LEDGERS, new byte[0])).hasSize(1);
    }
  }

  // Reading.

  @Test
  final void keysAreOrderedByTheirBytesAsUnsignedNumbers() {
    List<Long> sequences = List.of(0L, 1L, 0x7FL, 0x80L, 0xFFL, 0x100L, 0x7FFF_FFFFL, 0xFFFF_FFFFL);
    try (HotStore store = stores().create(CHUNK, FAMILIES, BEFORE_FIRST)) {
      for (long sequence :
          List.of(0x100L, 0xFFFF_FFFFL, 0L, 0x80L, 1L, 0x7FFF_FFFFL, 0xFFL, 0x7FL)) {
        commit(store, sequence, "value");
      }
      assertThat(entries(store, ColumnFamily.LEDGERS, new byte[0]))
          .extracting(entry -> Integer.toUnsignedLong(ByteBuffer.wrap(entry.getKey()).getInt()))
          .isEqualTo(sequences);
      assertThat(store.highestKey(ColumnFamily.LEDGERS)).contains(key(0xFFFF_FFFFL));
      assertThat(store.highestKey(ColumnFamily.DEFAULT)).isEmpty();
    }
  }

  @Test
  final void whatIsReadIsTheReadersOwn() {
    try (HotStore store = stores().create(CHUNK, FAMILIES, BEFORE_FIRST)) {
      commit(store, 70_002, "value");
      byte[] value = value(store, ColumnFamily.LEDGERS, key(70_002)).orElseThrow();
      byte[] highest = store.highestKey(ColumnFamily.LEDGERS).orElseThrow();
      value[0]++;
      highest[0]++;
      assertThat(text(store, 70_002)).isEqualTo("value");
      assertThat(store.highestKey(ColumnFamily.LEDGERS)).contains(key(70_002));
    }
  }

  @Test
  final void aCursorBeginsAtTheLowestKeyAtOrAboveTheOneItIsGiven() {
    try (HotStore store = stores().create(CHUNK, FAMILIES, BEFORE_FIRST)) {
      for (long sequence = 10; sequence <= 50; sequence += 10) {
        commit(store, sequence, "v" + sequence);
      }
      assertThat(sequences(store, new byte[0])).containsExactly(10L, 20L, 30L, 40L, 50L);
      assertThat(sequences(store, key(30))).containsExactly(30L, 40L, 50L);
      assertThat(sequences(store, key(31))).containsExactly(40L, 50L);
      assertThat(sequences(store, key(50))).containsExactly(50L);
      assertThat(sequences(store, key(51))).isEmpty();
    }
  }

  @Test
  final void aCursorCopiesTheKeyItBeginsAt() {
    try (HotStore store = stores().create(CHUNK, FAMILIES, BEFORE_FIRST)) {
      commit(store, 10, "ten");
      commit(store, 20, "twenty");
      byte[] from = key(20);
      try (HotCursor cursor = store.cursor(ColumnFamily.LEDGERS, from)) {
        from[3] = 0;
        assertThat(cursor.next()).isTrue();
        assertThat(copy(cursor.borrowedKey())).isEqualTo(key(20));
      }
    }
  }

  @Test
  final void aCursorLendsReadOnlyDirectBuffers() {
    try (HotStore store = stores().create(CHUNK, FAMILIES, BEFORE_FIRST)) {
      commit(store, 10, "ten");
      commit(store, 20, "");
      try (HotCursor cursor = store.cursor(ColumnFamily.LEDGERS, new byte[0])) {
        assertThatThrownBy(cursor::borrowedKey).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(cursor::borrowedValue).isInstanceOf(IllegalStateException.class);
        while (cursor.next()) {
          for (ByteBuffer lent : List.of(cursor.borrowedKey(), cursor.borrowedValue())) {
            assertThat(lent.isDirect()).isTrue();
            assertThat(lent.isReadOnly()).isTrue();
            assertThat(lent.position()).isZero();
          }
        }
        assertThatThrownBy(cursor::borrowedKey).isInstanceOf(IllegalStateException.class);
        assertThat(cursor.next()).isFalse();
      }
    }
  }

  @Test
  final void aCursorThatIsClosedIsUsedNoMoreAndClosedTwiceHarmlessly() {
    try (HotStore store = stores().create(CHUNK, FAMILIES, BEFORE_FIRST)) {
      commit(store, 10, "ten");
      try (HotCursor cursor = store.cursor(ColumnFamily.LEDGERS, new byte[0])) {
        assertThat(cursor.next()).isTrue();
        closeEarly(cursor);
        assertThatThrownBy(cursor::next).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(cursor::borrowedValue).isInstanceOf(IllegalStateException.class);
      }
      assertThat(text(store, 10)).isEqualTo("ten");
    }
  }

  @Test
  final void aCursorSeesTheDatabaseAsItWasWhenItWasOpened() {
    try (HotStore store = stores().create(CHUNK, FAMILIES, BEFORE_FIRST)) {
      commit(store, 10, "ten");
      commit(store, 20, "twenty");
      try (HotCursor cursor = store.cursor(ColumnFamily.LEDGERS, new byte[0])) {
        commit(store, 15, "fifteen");
        commit(store, 20, "changed");
        commit(store, 30, "thirty");
        assertThat(rest(cursor))
            .extracting(entry -> new String(entry.getValue(), StandardCharsets.UTF_8))
            .containsExactly("ten", "twenty");
      }
      assertThat(sequences(store, new byte[0])).containsExactly(10L, 15L, 20L, 30L);
    }
  }

  @Test
  final void severalThreadsReadWhileOneWrites() throws Exception {
    int last = 300;
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try (HotStore store = stores().create(CHUNK, FAMILIES, BEFORE_FIRST)) {
      Callable<Boolean> read =
          () -> {
            for (long highest = 0; highest < last; ) {
              byte[] key = store.highestKey(ColumnFamily.LEDGERS).orElse(key(0));
              highest = ByteBuffer.wrap(key).getInt();
              List<Long> seen = sequences(store, new byte[0]);
              assertThat(seen).hasSizeGreaterThanOrEqualTo((int) highest);
              for (int i = 0; i < seen.size(); i++) {
                assertThat(seen.get(i)).isEqualTo(i + 1);
              }
              if (highest > 0) {
                assertThat(text(store, highest)).isEqualTo("v" + highest);
              }
            }
            return true;
          };
      Callable<Boolean> write =
          () -> {
            for (int i = 1; i <= last; i++) {
              commit(store, i, "v" + i);
            }
            return true;
          };
      List<Future<Boolean>> done =
          List.of(threads.submit(read), threads.submit(read), threads.submit(write));
      for (Future<Boolean> each : done) {
        assertThat(each.get()).isTrue();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  // What the tests are made of.

  private void assertRefusedUntouched(
      Class<? extends Throwable> failure, Set<ColumnFamily> families) {
    Map<String, String> before = disk().snapshot();
    assertThatThrownBy(() -> openExisting(families)).isInstanceOf(failure);
    assertThat(disk().snapshot()).isEqualTo(before);
    assertThatThrownBy(() -> openReadOnly(families)).isInstanceOf(failure);
    assertThat(disk().snapshot()).isEqualTo(before);
    assertThat(openHandles()).isZero();
  }

  private void create(Set<ColumnFamily> families) {
    try (HotStore store = stores().create(CHUNK, families, BEFORE_FIRST)) {
      assertThat(store.chunk()).isEqualTo(CHUNK);
    }
  }

  private void openExisting(Set<ColumnFamily> families) {
    try (HotStore store = stores().openExisting(CHUNK, families)) {
      assertThat(store.chunk()).isEqualTo(CHUNK);
    }
  }

  private void openReadOnly(Set<ColumnFamily> families) {
    try (HotView view = stores().openReadOnly(CHUNK, families)) {
      assertThat(view.chunk()).isEqualTo(CHUNK);
    }
  }

  private static void closeEarly(HotView view) {
    view.close();
  }

  private static void closeEarly(HotCursor cursor) {
    cursor.close();
  }

  private static void commit(HotStore store, long sequence, String value) {
    store.commit(new HotBatch().put(ColumnFamily.LEDGERS, heap(key(sequence)), heap(bytes(value))));
  }

  private static String text(HotView view, long sequence) {
    return new String(
        value(view, ColumnFamily.LEDGERS, key(sequence)).orElseThrow(), StandardCharsets.UTF_8);
  }

  private static List<Long> sequences(HotView view, byte[] from) {
    return entries(view, ColumnFamily.LEDGERS, from).stream()
        .map(entry -> Integer.toUnsignedLong(ByteBuffer.wrap(entry.getKey()).getInt()))
        .toList();
  }

  private static List<Map.Entry<byte[], byte[]>> entries(
      HotView view, ColumnFamily family, byte[] from) {
    try (HotCursor cursor = view.cursor(family, from)) {
      return rest(cursor);
    }
  }

  private static List<Map.Entry<byte[], byte[]>> rest(HotCursor cursor) {
    List<Map.Entry<byte[], byte[]>> entries = new ArrayList<>();
    while (cursor.next()) {
      entries.add(Map.entry(copy(cursor.borrowedKey()), copy(cursor.borrowedValue())));
    }
    return entries;
  }

  private static byte[] copy(ByteBuffer borrowed) {
    byte[] copy = new byte[borrowed.remaining()];
    borrowed.duplicate().get(copy);
    return copy;
  }

  private static byte[] key(long sequence) {
    return ByteBuffer.allocate(Integer.BYTES).putInt((int) sequence).array();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static ByteBuffer heap(byte[] content) {
    return ByteBuffer.wrap(content);
  }

  /** The content in the middle of a larger buffer. */
  private static ByteBuffer within(byte[] content, boolean direct) {
    int size = content.length + 7;
    ByteBuffer buffer = direct ? ByteBuffer.allocateDirect(size) : ByteBuffer.allocate(size);
    buffer.position(3).put(content);
    return buffer.position(3).limit(3 + content.length);
  }

  private static void overwrite(ByteBuffer buffer) {
    for (int i = buffer.position(); i < buffer.limit(); i++) {
      buffer.put(i, (byte) 0xDB);
    }
  }

  /** The value of a key, if it is there. */
  private static Optional<byte[]> value(HotView view, ColumnFamily family, byte[] key) {
    try (HotCursor cursor = view.lookup(family, key)) {
      return cursor.next() && cursor.borrowedKey().equals(ByteBuffer.wrap(key))
          ? Optional.of(copy(cursor.borrowedValue()))
          : Optional.empty();
    }
  }
}
