package dev.permafrost.testkit.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.permafrost.ports.catalog.MetaBatch;
import dev.permafrost.ports.catalog.MetaStore;
import dev.permafrost.ports.catalog.MetaStore.Entry;
import dev.permafrost.ports.catalog.MetaStores;
import dev.permafrost.ports.failure.CatalogDamaged;
import dev.permafrost.ports.failure.ForeignEntry;
import dev.permafrost.ports.failure.StorageFailure;
import dev.permafrost.ports.hot.WitnessReading;
import dev.permafrost.ports.roots.DatabaseLook;
import dev.permafrost.testkit.disk.DiskTree;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What every {@link MetaStores} must do. An adapter's test extends it and says where its store is;
 * each test begins with a catalog root that is there and empty.
 */
public abstract class MetaStoreContract {

  /** For subclasses. */
  protected MetaStoreContract() {}

  /** The store under test; within a test always over the same place. */
  protected abstract MetaStores stores();

  /** The tree below the catalog root. */
  protected abstract DiskTree disk();

  /** The path of the store's directory, relative to {@link #disk()}. */
  protected String directory() {
    return "rocksdb";
  }

  /** Makes the witness of the store, which is not open, say this, behind the store's back. */
  protected abstract void witnessSays(WitnessReading reading);

  /**
   * How many handles of the store are open: files, native objects, whatever the adapter has. After
   * each test there must be none.
   */
  protected abstract long openHandles();

  @AfterEach
  final void everyHandleIsClosed() {
    assertThat(openHandles()).as("handles that were left open").isZero();
  }

  @Test
  final void looksMissingGuttedAndPresentAndChangesNothing() {
    assertThat(stores().look()).isEqualTo(DatabaseLook.MISSING);
    assertThat(disk().snapshot()).isEmpty();

    disk().makeDirectory(directory());
    Map<String, String> gutted = disk().snapshot();
    assertThat(stores().look()).isEqualTo(DatabaseLook.GUTTED);
    assertThat(disk().snapshot()).isEqualTo(gutted);

    createWith("key", "value");
    Map<String, String> present = disk().snapshot();
    assertThat(stores().look()).isEqualTo(DatabaseLook.PRESENT);
    assertThat(disk().snapshot()).isEqualTo(present);
  }

  @Test
  final void itsLocationNamesItsDirectory() {
    assertThat(stores().location()).endsWith(directory());
  }

  @Test
  final void aNewStoreIsEmpty() {
    try (MetaStore store = stores().create()) {
      assertThat(store.scan("")).isEmpty();
      assertThat(store.get("key")).isEmpty();
    }
  }

  @Test
  final void creationRemovesWhatOneThatWasCutShortLeft() {
    disk().makeDirectory(directory());
    disk().write(directory() + "/OPTIONS-987654", new byte[] {1});
    disk().write(directory() + "/MANIFEST-000001", new byte[] {2});
    disk().write(directory() + "/000004.log", new byte[0]);

    createWith("key", "value");

    assertThat(disk().snapshot()).doesNotContainKey(directory() + "/OPTIONS-987654");
    assertThat(stored()).containsExactly(new Entry("key", "value"));
  }

  @Test
  final void creationRefusesWhatNoStoreMakesAndRemovesNothing() {
    disk().makeDirectory(directory());
    disk().write(directory() + "/000004.log", new byte[0]);
    for (String foreign : List.of("notes.txt", "MANIFEST-000001.bak", "1.log", "CURRENT~")) {
      disk().write(directory() + "/" + foreign, new byte[] {1});
      assertCreationRefuses(directory() + "/" + foreign);
    }
    for (String foreign : List.of("lost", "000007.sst")) {
      disk().makeDirectory(directory() + "/" + foreign);
      assertCreationRefuses(directory() + "/" + foreign);
    }
    disk().remove(directory());
    disk().write(directory(), new byte[] {1});
    assertCreationRefuses(directory());
    createWith("key", "value");
  }

  /** Also removes it. */
  private void assertCreationRefuses(String foreign) {
    Map<String, String> before = disk().snapshot();
    assertThatThrownBy(this::createEmpty)
        .isInstanceOfSatisfying(
            ForeignEntry.class, failure -> assertThat(failure.path()).endsWith(foreign));
    assertThat(disk().snapshot()).isEqualTo(before);
    disk().remove(foreign);
  }

  @Test
  final void aStoreIsNeverMadeOverAnother() {
    createWith("key", "value");
    Map<String, String> before = disk().snapshot();

    assertThatThrownBy(this::createEmpty).isInstanceOf(IllegalStateException.class);

    assertThat(disk().snapshot()).isEqualTo(before);
    assertThat(stored()).containsExactly(new Entry("key", "value"));
  }

  @Test
  final void whatWasCommittedIsThereAtOnceAndAfterReopening() {
    try (MetaStore store = stores().create()) {
      store.commit(MetaBatch.builder().put("a", "1").put("b", "").build());
      assertThat(store.get("a")).contains("1");
      assertThat(store.get("b")).contains("");
    }
    for (int round = 0; round < 3; round++) {
      try (MetaStore store = stores().openExisting()) {
        assertThat(store.get("a")).contains("1");
        store.commit(MetaBatch.builder().put("round" + round, "x").build());
      }
    }
    assertThat(stored())
        .containsExactly(
            new Entry("a", "1"),
            new Entry("b", ""),
            new Entry("round0", "x"),
            new Entry("round1", "x"),
            new Entry("round2", "x"));
  }

  @Test
  final void theLastChangeOfAKeyWinsWithinABatch() {
    try (MetaStore store = stores().create()) {
      store.commit(
          MetaBatch.builder()
              .put("a", "1")
              .put("a", "2")
              .put("b", "1")
              .delete("b")
              .delete("c")
              .put("c", "3")
              .build());
      assertThat(store.scan("")).containsExactly(new Entry("a", "2"), new Entry("c", "3"));
    }
  }

  @Test
  final void deletingAKeyThatIsNotThereIsHarmless() {
    try (MetaStore store = stores().create()) {
      store.commit(MetaBatch.builder().delete("nothing").put("a", "1").build());
      store.commit(MetaBatch.builder().delete("a").build());
      store.commit(MetaBatch.builder().delete("a").build());
      assertThat(store.scan("")).isEmpty();
    }
    assertThat(stored()).isEmpty();
  }

  @Test
  final void anEmptyBatchIsABug() {
    try (MetaStore store = stores().create()) {
      assertThatThrownBy(() -> store.commit(MetaBatch.builder().build()))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  final void keysAndValuesArePrintableAscii() {
    try (MetaStore store = stores().create()) {
      for (String bad : List.of("a\nb", "caf\u00e9", "\u0000", "\u007f")) {
        assertThatThrownBy(
                () -> store.commit(MetaBatch.builder().put("k", "v").put(bad, "v").build()))
            .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.commit(MetaBatch.builder().put("k", bad).build()))
            .isInstanceOf(IllegalArgumentException.class);
      }
      assertThat(store.scan("")).isEmpty();
      store.commit(MetaBatch.builder().put(" ~", "~ ").build());
      assertThat(store.get(" ~")).contains("~ ");
    }
  }

  @Test
  final void aScanGivesThePrefixInTheOrderOfItsBytes() {
    try (MetaStore store = stores().create()) {
      store.commit(
          MetaBatch.builder()
              .put("hot:chunk:2", "z")
              .put("chunk:10:ledgers", "c")
              .put("chunk:1", "a")
              .put("chunk:2:ledgers", "d")
              .put("chunk:1:ledgers", "b")
              .put("chunk", "e")
              .put("chunk;", "f")
              .put("Chunk:1", "g")
              .build());
      assertThat(store.scan("chunk:"))
          .containsExactly(
              new Entry("chunk:1", "a"),
              new Entry("chunk:10:ledgers", "c"),
              new Entry("chunk:1:ledgers", "b"),
              new Entry("chunk:2:ledgers", "d"));
      assertThat(store.scan("chunk:1:")).containsExactly(new Entry("chunk:1:ledgers", "b"));
      assertThat(store.scan("Chunk:1")).containsExactly(new Entry("Chunk:1", "g"));
      assertThat(store.scan("nothing")).isEmpty();
      assertThat(store.scan("")).hasSize(8).isSortedAccordingTo(byKey());
    }
  }

  @Test
  final void openingWhatIsNotThereFailsAndCreatesNothing() {
    assertThatThrownBy(this::openExisting).isInstanceOf(StorageFailure.class);
    assertThatThrownBy(this::stored).isInstanceOf(StorageFailure.class);
    assertThat(disk().snapshot()).isEmpty();

    disk().makeDirectory(directory());
    Map<String, String> gutted = disk().snapshot();
    assertThatThrownBy(this::openExisting).isInstanceOf(StorageFailure.class);
    assertThatThrownBy(this::stored).isInstanceOf(StorageFailure.class);
    assertThat(disk().snapshot()).isEqualTo(gutted);
  }

  @Test
  final void aStoreThatHoldsAllThatItsWitnessSaysIsWhole() {
    createWith("b", "2");
    try (MetaStore store = stores().openExisting()) {
      store.commit(MetaBatch.builder().put("a", "1").delete("b").put("c", "").build());
    }
    Map<String, String> before = disk().snapshot();
    MetaStores.Reading reading = stores().readAsIs();
    assertThat(reading.isWhole()).isTrue();
    assertThat(reading.changes()).isEqualTo(4);
    assertThat(reading.witness()).isEqualTo(WitnessReading.sound(4));
    assertThat(reading.entries()).containsExactly(new Entry("a", "1"), new Entry("c", ""));
    assertThat(disk().snapshot()).isEqualTo(before);
  }

  @Test
  final void whatIsCommittedHasReachedTheWitness() {
    try (MetaStore store = stores().create()) {
      for (int i = 1; i <= 20; i++) {
        store.commit(MetaBatch.builder().put("a", "" + i).build());
        assertThat(stores().readAsIs().witness()).isEqualTo(WitnessReading.sound(i));
      }
    }
  }

  @Test
  final void aStoreWhoseWitnessDoesNotVouchForItIsRefusedReadAsItIsAndAccepted() {
    for (WitnessReading witness :
        List.of(WitnessReading.sound(99), WitnessReading.missing(), WitnessReading.unsound())) {
      createWith("a", "1");
      witnessSays(witness);
      Map<String, String> before = disk().snapshot();
      assertRefusedForItsWitness(this::openExisting);
      assertRefusedForItsWitness(this::stored);
      MetaStores.Reading reading = stores().readAsIs();
      assertThat(reading.isWhole()).isFalse();
      assertThat(reading.witness()).isEqualTo(witness);
      assertThat(reading.entries()).containsExactly(new Entry("a", "1"));
      assertThat(disk().snapshot()).as("untouched").isEqualTo(before);

      stores().acceptAsIs();
      assertThat(stores().readAsIs().isWhole()).isTrue();
      assertThat(stored()).containsExactly(new Entry("a", "1"));
      try (MetaStore store = stores().openExisting()) {
        store.commit(MetaBatch.builder().put("b", "2").build());
      }
      assertThat(stored()).containsExactly(new Entry("a", "1"), new Entry("b", "2"));
      disk().remove(directory());
    }
  }

  private void assertRefusedForItsWitness(ThrowingCallable opening) {
    CatalogDamaged failure = catchThrowableOfType(CatalogDamaged.class, opening);
    assertThat(failure.isReadable()).isTrue();
    assertThat(failure.damage()).contains("witness");
    assertThat(failure.path()).isEqualTo(stores().location());
  }

  @Test
  final void acceptingAStoreThatIsWholeChangesNothingThatItSays() {
    createWith("a", "1");
    stores().acceptAsIs();
    stores().acceptAsIs();
    assertThat(stores().readAsIs().witness()).isEqualTo(WitnessReading.sound(1));
    assertThat(stored()).containsExactly(new Entry("a", "1"));
  }

  @Test
  final void whatIsNotThereIsNeitherReadNorAcceptedAsItIs() {
    for (int round = 0; round < 2; round++) {
      Map<String, String> before = disk().snapshot();
      for (ThrowingCallable each :
          List.<ThrowingCallable>of(() -> stores().readAsIs(), () -> stores().acceptAsIs())) {
        CatalogDamaged failure = catchThrowableOfType(CatalogDamaged.class, each);
        assertThat(failure.isReadable()).isFalse();
        assertThat(disk().snapshot()).isEqualTo(before);
      }
      disk().makeDirectory(directory());
    }
  }

  @Test
  final void filesThatACopySharesAreNamed() {
    assertThat(stores().sharedFiles()).isEmpty();
    createWith("a", "1");
    assertThat(stores().sharedFiles()).isEmpty();
    disk().link(directory() + "/CURRENT", "copy");
    Map<String, String> before = disk().snapshot();
    assertThat(stores().sharedFiles()).containsExactly(stores().location() + "/CURRENT");
    assertThat(disk().snapshot()).isEqualTo(before);
    disk().remove("copy");
    assertThat(stores().sharedFiles()).isEmpty();
  }

  @Test
  final void openingForReadingSeesEveryCommittedBatchAndChangesNothing() {
    createWith("a", "1");
    Map<String, String> closed = disk().snapshot();
    try (MetaStore reader = stores().openReadOnly()) {
      assertThat(reader.get("a")).contains("1");
      assertThat(reader.scan("")).containsExactly(new Entry("a", "1"));
      assertThat(disk().snapshot()).isEqualTo(closed);
    }
    assertThat(disk().snapshot()).isEqualTo(closed);
  }

  @Test
  final void openingForReadingTakesNoLock() {
    try (MetaStore writer = stores().create()) {
      writer.commit(MetaBatch.builder().put("a", "1").build());
      assertThat(stored()).containsExactly(new Entry("a", "1"));
      writer.commit(MetaBatch.builder().put("b", "2").build());
      assertThat(stored()).containsExactly(new Entry("a", "1"), new Entry("b", "2"));
    }
  }

  @Test
  final void aSecondOpeningForWritingFailsAndLeavesTheFirstUnharmed() {
    try (MetaStore first = stores().create()) {
      first.commit(MetaBatch.builder().put("a", "1").build());
      assertThatThrownBy(this::openExisting).isInstanceOf(StorageFailure.class);
      first.commit(MetaBatch.builder().put("b", "2").build());
    }
    openExisting();
    assertThat(stored()).containsExactly(new Entry("a", "1"), new Entry("b", "2"));
  }

  @Test
  final void closingTwiceIsHarmlessAndUsingAClosedStoreIsABug() {
    try (MetaStore store = stores().create()) {
      store.commit(MetaBatch.builder().put("a", "1").build());
      closeEarly(store);
      assertThatThrownBy(() -> store.get("a")).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> store.scan("")).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> store.commit(MetaBatch.builder().put("b", "2").build()))
          .isInstanceOf(IllegalStateException.class);
    }
    assertThat(stored()).containsExactly(new Entry("a", "1"));
  }

  @Test
  final void aBatchIsSeenWholeByReadersInOtherThreads() throws Exception {
    int rounds = 200;
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try (MetaStore store = stores().create()) {
      store.commit(pair(0));
      Callable<Boolean> read =
          () -> {
            for (boolean last = false; !last; ) {
              List<Entry> seen = store.scan("pair:");
              assertThat(seen).hasSize(2);
              assertThat(seen.get(0).value()).isEqualTo(seen.get(1).value());
              last = seen.get(0).value().equals(Integer.toString(rounds));
            }
            return true;
          };
      Callable<Boolean> write =
          () -> {
            for (int i = 1; i <= rounds; i++) {
              store.commit(pair(i));
            }
            return true;
          };
      List<Future<Boolean>> done = new ArrayList<>();
      done.add(threads.submit(read));
      done.add(threads.submit(read));
      done.add(threads.submit(write));
      for (Future<Boolean> each : done) {
        assertThat(each.get()).isTrue();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static MetaBatch pair(int value) {
    String text = Integer.toString(value);
    return MetaBatch.builder().put("pair:a", text).put("pair:b", text).build();
  }

  private static Comparator<Entry> byKey() {
    return Comparator.comparing(Entry::key);
  }

  private static void closeEarly(MetaStore store) {
    store.close();
  }

  private void createEmpty() {
    try (MetaStore store = stores().create()) {
      assertThat(store.scan("")).isEmpty();
    }
  }

  private void createWith(String key, String value) {
    try (MetaStore store = stores().create()) {
      store.commit(MetaBatch.builder().put(key, value).build());
    }
  }

  private void openExisting() {
    try (MetaStore store = stores().openExisting()) {
      assertThat(store.get("no such key")).isEmpty();
    }
  }

  /** All that a store holds, opened for reading. */
  private List<Entry> stored() {
    try (MetaStore store = stores().openReadOnly()) {
      return store.scan("");
    }
  }
}
