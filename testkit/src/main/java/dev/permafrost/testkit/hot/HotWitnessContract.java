package dev.permafrost.testkit.hot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.failure.HotStoreDamaged;
import dev.permafrost.ports.hot.ColumnFamily;
import dev.permafrost.ports.hot.HotStore;
import dev.permafrost.ports.hot.HotStores;
import dev.permafrost.ports.hot.HotView;
import dev.permafrost.ports.hot.WitnessReading;
import dev.permafrost.testkit.disk.DiskTree;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What the witness of every {@link HotStores} must do: the file {@code WITNESS} in the directory of
 * the database, two checksummed slots, each within a sector of 512 bytes (docs/protocol.md, "The
 * witness"). Its tests begin as those of {@link HotStoresContract} do.
 */
public abstract class HotWitnessContract {

  private static final ChunkId CHUNK = new ChunkId(7);
  private static final ChunkId NEIGHBOUR = new ChunkId(8);
  private static final String WITNESS = "00000007/WITNESS";
  private static final long BEFORE_FIRST = 70_001;
  private static final int SLOT_BYTES = 512;
  private static final Set<ColumnFamily> FAMILIES =
      Set.of(ColumnFamily.DEFAULT, ColumnFamily.LEDGERS);

  /** For subclasses. */
  protected HotWitnessContract() {}

  /** The databases under test; within a test always over the same place. */
  protected abstract HotStores stores();

  /** The tree below the hot root. */
  protected abstract DiskTree disk();

  /** How many handles of the databases are open; after each test there must be none. */
  protected abstract long openHandles();

  @AfterEach
  final void everyHandleIsClosed() {
    assertThat(openHandles()).as("handles that were left open").isZero();
  }

  @Test
  final void aNewWitnessSaysWhatItWasGiven() {
    createAndRecord();
    assertThat(read()).isEqualTo(WitnessReading.sound(BEFORE_FIRST));
  }

  @Test
  final void aSlotLiesWithinASector() {
    createAndRecord();
    assertThat(disk().read(WITNESS)).hasSize(2 * SLOT_BYTES);
  }

  @Test
  final void readingChangesNothing() {
    createAndRecord(70_002);
    Map<String, String> before = disk().snapshot();
    assertThat(read()).isEqualTo(WitnessReading.sound(70_002));
    assertThat(disk().snapshot()).isEqualTo(before);
  }

  @Test
  final void whatIsRecordedIsReadAtOnceAndAfterReopening() {
    try (HotStore store = stores().create(CHUNK, FAMILIES, BEFORE_FIRST)) {
      for (long sequence = 70_002; sequence < 70_010; sequence++) {
        store.recordWitness(sequence);
        assertThat(read()).isEqualTo(WitnessReading.sound(sequence));
      }
      store.syncWitness();
      assertThat(read()).isEqualTo(WitnessReading.sound(70_009));
    }
    for (long sequence = 70_010; sequence < 70_013; sequence++) {
      reopenAndRecord(sequence);
      assertThat(read()).isEqualTo(WitnessReading.sound(sequence));
    }
  }

  @Test
  final void recordingTheSameAgainIsHarmlessAndGoingBackIsABug() {
    try (HotStore store = stores().create(CHUNK, FAMILIES, BEFORE_FIRST)) {
      store.recordWitness(70_005);
      store.recordWitness(70_005);
      assertThatIllegalArgumentException().isThrownBy(() -> store.recordWitness(70_004));
    }
    assertThat(read()).isEqualTo(WitnessReading.sound(70_005));
  }

  @Test
  final void theLargestSequenceIsAsGoodAsAny() {
    createAndRecord(0xFFFF_FFFFL);
    assertThat(read()).isEqualTo(WitnessReading.sound(0xFFFF_FFFFL));
  }

  @Test
  final void recordingWritesTheFileInPlace() {
    createAndRecord();
    int before = disk().read(WITNESS).length;
    reopenAndRecord(70_002);
    reopenAndRecord(70_003);
    assertThat(disk().read(WITNESS)).hasSize(before);
  }

  @Test
  final void aRecordThatWasTornLeavesTheOtherSlot() {
    createAndRecord(70_002, 70_003);
    byte[] sound = disk().read(WITNESS);
    Set<Long> readings = new TreeSet<>();
    for (int slot = 0; slot < 2; slot++) {
      for (int offset = 0; offset < SLOT_BYTES; offset++) {
        disk().write(WITNESS, sound);
        disk().invert(WITNESS, slot * SLOT_BYTES + offset);
        WitnessReading reading = read();
        assertThat(reading.state()).isEqualTo(WitnessReading.State.SOUND);
        readings.add(reading.sequence());
      }
    }
    assertThat(readings).containsExactly(70_002L, 70_003L);
  }

  @Test
  final void afterATornRecordTheNextOneRepairsTheSlotThatWasLost() {
    createAndRecord(70_002, 70_003);
    byte[] sound = disk().read(WITNESS);
    for (int slot = 0; slot < 2; slot++) {
      disk().write(WITNESS, sound);
      disk().invert(WITNESS, slot * SLOT_BYTES);
      reopenAndRecord(70_004);
      assertThat(read()).isEqualTo(WitnessReading.sound(70_004));
      disk().invert(WITNESS, slot * SLOT_BYTES);
      assertThat(read()).as("the slot that was sound before").isEqualTo(readingOf(sound, slot));
    }
  }

  /** What the sound witness says once the slot is lost. */
  private WitnessReading readingOf(byte[] sound, int lostSlot) {
    disk().write(WITNESS, sound);
    disk().invert(WITNESS, lostSlot * SLOT_BYTES);
    return read();
  }

  @Test
  final void aWitnessWithoutASoundSlotIsUnsound() {
    createAndRecord(70_002);
    disk().invert(WITNESS, 0);
    disk().invert(WITNESS, SLOT_BYTES);
    assertThat(read()).isEqualTo(WitnessReading.unsound());

    for (int length : new int[] {0, 1, SLOT_BYTES - 1, 2 * SLOT_BYTES}) {
      disk().write(WITNESS, new byte[length]);
      assertThat(read()).isEqualTo(WitnessReading.unsound());
    }
  }

  @Test
  final void aWitnessThatIsNotThereIsMissing() {
    assertThat(read()).isEqualTo(WitnessReading.missing());
    createAndRecord();
    disk().remove(WITNESS);
    assertThat(read()).isEqualTo(WitnessReading.missing());
  }

  @Test
  final void theWitnessOfAnotherChunkIsUnsound() {
    createAndRecord(70_002);
    try (HotStore other = stores().create(NEIGHBOUR, FAMILIES, 80_001)) {
      other.recordWitness(80_002);
    }
    disk().write(WITNESS, disk().read("00000008/WITNESS"));
    assertThat(read()).isEqualTo(WitnessReading.unsound());
  }

  @Test
  final void openingForWritingWithoutASoundWitnessIsDamageAndChangesNothing() {
    createAndRecord(70_002);
    disk().invert(WITNESS, 0);
    disk().invert(WITNESS, SLOT_BYTES);
    assertDamagedUntouched();
    disk().remove(WITNESS);
    assertDamagedUntouched();
  }

  private void assertDamagedUntouched() {
    Map<String, String> before = disk().snapshot();
    HotStoreDamaged failure =
        catchThrowableOfType(HotStoreDamaged.class, () -> reopenAndRecord(70_003));
    assertThat(failure.damage()).contains("witness");
    assertThat(failure.isOfWitness()).isTrue();
    assertThat(failure.chunk()).isEqualTo(CHUNK);
    assertThat(failure.path()).isEqualTo(stores().locate(CHUNK));
    assertThat(disk().snapshot()).isEqualTo(before);
    assertThat(openHandles()).isZero();
  }

  @Test
  final void openingForReadingAsksForNoWitness() {
    createAndRecord(70_002);
    disk().remove(WITNESS);
    try (HotView view = stores().openReadOnly(CHUNK, FAMILIES)) {
      assertThat(view.highestKey(ColumnFamily.LEDGERS)).isEmpty();
    }
  }

  @Test
  final void aWitnessIsWrittenAnewWhateverItWas() {
    createAndRecord(70_009);
    stores().rewriteWitness(CHUNK, 70_005);
    assertThat(read()).isEqualTo(WitnessReading.sound(70_005));
    for (int slot = 0; slot < 2; slot++) {
      byte[] sound = disk().read(WITNESS);
      disk().invert(WITNESS, slot * SLOT_BYTES);
      assertThat(read()).as("both slots say it").isEqualTo(WitnessReading.sound(70_005));
      disk().write(WITNESS, sound);
    }

    disk().write(WITNESS, new byte[3000]);
    stores().rewriteWitness(CHUNK, 70_006);
    assertThat(read()).isEqualTo(WitnessReading.sound(70_006));

    disk().remove(WITNESS);
    stores().rewriteWitness(CHUNK, 70_007);
    assertThat(read()).isEqualTo(WitnessReading.sound(70_007));
    reopenAndRecord(70_008);
    assertThat(read()).isEqualTo(WitnessReading.sound(70_008));
  }

  private void createAndRecord(long... sequences) {
    try (HotStore store = stores().create(CHUNK, FAMILIES, BEFORE_FIRST)) {
      for (long sequence : sequences) {
        store.recordWitness(sequence);
      }
    }
  }

  private void reopenAndRecord(long sequence) {
    try (HotStore store = stores().openExisting(CHUNK, FAMILIES)) {
      store.recordWitness(sequence);
    }
  }

  private WitnessReading read() {
    return stores().readWitness(CHUNK);
  }
}
