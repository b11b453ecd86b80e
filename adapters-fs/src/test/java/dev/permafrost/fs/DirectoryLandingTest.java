package dev.permafrost.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.permafrost.ports.artifact.LedgerPack;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.failure.DurabilityFailure;
import dev.permafrost.ports.failure.ForeignEntry;
import dev.permafrost.ports.failure.NoSpace;
import dev.permafrost.ports.failure.StorageFailure;
import dev.permafrost.ports.failure.StorageUnavailable;
import dev.permafrost.ports.failure.UnfitFileSystem;
import dev.permafrost.ports.landing.Landing;
import dev.permafrost.ports.landing.LandingWriter;
import dev.permafrost.ports.vfs.FileStat;
import dev.permafrost.ports.vfs.Vfs;
import dev.permafrost.testkit.machine.Machine;
import dev.permafrost.testkit.machine.MemoryVfs;
import dev.permafrost.testkit.machine.Moment;
import dev.permafrost.testkit.machine.Relevance;
import dev.permafrost.testkit.machine.Survival;
import dev.permafrost.testkit.machine.Survivors;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The steps of a landing in a directory, failed and cut at each of them. */
class DirectoryLandingTest {

  private static final Path DIRECTORY = Path.of("/landing");
  private static final ChunkId CHUNK = new ChunkId(0);
  private static final Path PLACE = DIRECTORY.resolve("00000000.pack");

  private final MemoryVfs vfs = new MemoryVfs();
  private final GoldenPack golden = GoldenPack.load("tiny-3");
  private final Landing landing = FileStores.landing(vfs, DIRECTORY);

  @BeforeEach
  void makeDirectory() throws IOException {
    vfs.makeDirectory(DIRECTORY);
  }

  @AfterEach
  void nothingStaysOpen() {
    assertThat(vfs.openFiles()).isZero();
  }

  private void publish(Landing into, String attempt) {
    try (LandingWriter writer = into.begin(CHUNK, attempt)) {
      writer.append(ByteBuffer.wrap(golden.pack()));
      writer.publish();
    }
  }

  private List<String> changesAndSyncs() {
    return vfs.operations().stream()
        .filter(
            operation ->
                operation.name().startsWith("sync")
                    || List.of("create", "link", "unlink", "rename", "writeAt")
                        .contains(operation.name()))
        .map(MemoryVfs.Operation::toString)
        .toList();
  }

  private void failOnce(String operation, IOException failure) {
    boolean[] failed = {false};
    vfs.hook(
        (name, path) -> {
          if (name.equals(operation) && !failed[0]) {
            failed[0] = true;
            throw failure;
          }
        });
  }

  @Test
  void theFileIsSyncedThenLinkedThenItsDirectoryIsSyncedThenItsOwnNameGoes() {
    vfs.forgetOperations();

    publish(landing, "x1");

    assertThat(changesAndSyncs())
        .containsExactly(
            "create " + PLACE + ".attempt-x1",
            "writeAt " + PLACE + ".attempt-x1",
            "sync " + PLACE + ".attempt-x1",
            "link " + PLACE,
            "syncDirectory " + DIRECTORY,
            "unlink " + PLACE + ".attempt-x1");
  }

  @Test
  void anEqualFileThatIsThereIsSyncedBeforeItIsReliedOn() {
    publish(landing, "x1");
    vfs.forgetOperations();

    publish(landing, "x2");

    assertThat(changesAndSyncs())
        .containsSubsequence(
            "sync " + PLACE, "syncDirectory " + DIRECTORY, "unlink " + PLACE + ".attempt-x2");
  }

  @Test
  void aPublishedPackIsMadeDurableBeforeItIsOpened() throws IOException {
    new StoreFixture(vfs).write(PLACE, golden.pack());
    vfs.forgetOperations();

    try (LedgerPack pack = landing.openPublished(CHUNK, golden.range()).orElseThrow()) {
      assertThat(pack.sizeBytes()).isEqualTo(golden.pack().length);
    }
    assertThat(changesAndSyncs()).containsExactly("sync " + PLACE, "syncDirectory " + DIRECTORY);
  }

  @Test
  @SuppressWarnings("MustBeClosedChecker") // closed immediately, if it were created
  void aDirectoryThatIsGoneIsNotMade() throws IOException {
    vfs.removeDirectory(DIRECTORY);

    assertThatExceptionOfType(StorageUnavailable.class)
        .isThrownBy(() -> landing.begin(CHUNK, "x1").close());

    assertThat(vfs.stat(DIRECTORY).type()).isEqualTo(FileStat.Type.MISSING);
  }

  @Test
  void whatIsNoFileUnderTheNameIsForeignAndStays() throws IOException {
    vfs.makeDirectory(PLACE);

    assertThatExceptionOfType(ForeignEntry.class).isThrownBy(() -> publish(landing, "x1"));
    assertThatExceptionOfType(ForeignEntry.class)
        .isThrownBy(() -> landing.openPublished(CHUNK, golden.range()));
    assertThat(vfs.list(DIRECTORY)).containsExactly("00000000.pack");
  }

  @Test
  void aFailedSyncOfTheFilePublishesNothing() throws IOException {
    failOnce("sync", new FileSystemException("a", null, "Input/output error"));

    assertThatExceptionOfType(DurabilityFailure.class).isThrownBy(() -> publish(landing, "x1"));

    assertThat(vfs.list(DIRECTORY)).isEmpty();
  }

  @Test
  void aFullVolumeIsSaidAndLeavesNothing() throws IOException {
    failOnce("writeAt", new FileSystemException("a", null, "No space left on device"));

    assertThatExceptionOfType(NoSpace.class).isThrownBy(() -> publish(landing, "x1"));

    assertThat(vfs.list(DIRECTORY)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Operation not permitted", "Operation not supported"})
  void aFileSystemWithoutHardLinksIsSaid(String words) throws IOException {
    failOnce("link", new FileSystemException("a", "b", words));

    assertThatExceptionOfType(UnfitFileSystem.class)
        .isThrownBy(() -> publish(landing, "x1"))
        .satisfies(
            failure -> {
              assertThat(failure.lack()).isEqualTo(UnfitFileSystem.Lack.HARD_LINKS);
              assertThat(failure.notice()).isPresent();
            });
    assertThat(vfs.list(DIRECTORY)).isEmpty();
  }

  @Test
  void anErrorOfTheDiskWhileLinkingIsNoLackOfTheFileSystem() {
    failOnce("link", new FileSystemException("a", "b", "Input/output error"));

    assertThatExceptionOfType(StorageUnavailable.class).isThrownBy(() -> publish(landing, "x1"));
  }

  /** An adoption may move it away between the two looks. */
  @Test
  void aFileThatIsMovedAwayWhileItIsComparedIsPublishedAgain() throws IOException {
    publish(landing, "x1");
    boolean[] moved = moveAwayBeforeItIsRead();

    publish(landing, "x2");

    assertThat(moved[0]).isTrue();
    assertThat(new StoreFixture(vfs).read(PLACE)).isEqualTo(golden.pack());
  }

  @Test
  void aPackThatIsMovedAwayBeforeItIsOpenedIsNotThere() {
    publish(landing, "x1");
    boolean[] moved = moveAwayBeforeItIsRead();

    assertThat(landing.openPublished(CHUNK, golden.range())).isEmpty();

    assertThat(moved[0]).isTrue();
  }

  private boolean[] moveAwayBeforeItIsRead() {
    boolean[] moved = {false};
    vfs.hook(
        (name, path) -> {
          if (name.equals("openRead") && path.equals(PLACE) && !moved[0]) {
            moved[0] = true;
            vfs.otherProcess().unlink(PLACE);
          }
        });
    return moved;
  }

  @Test
  void afterAFailureAtAnyStepTheNameIsAbsentOrWholeAndTheNextAttemptSucceeds() throws IOException {
    for (int step = 0; true; step++) {
      MemoryVfs each = new MemoryVfs();
      each.makeDirectory(DIRECTORY);
      int failing = step;
      int[] count = {0};
      each.hook(
          (name, path) -> {
            if (count[0]++ == failing) {
              throw new FileSystemException(name, null, "Input/output error");
            }
          });
      boolean failed = false;
      try {
        publish(FileStores.landing(each, DIRECTORY), "x1");
      } catch (StorageFailure e) {
        failed = true;
      }
      each.hook((name, path) -> {});
      assertThat(each.openFiles()).as("step %d", step).isZero();
      assertAbsentOrWhole(each);
      publish(FileStores.landing(each, DIRECTORY), "x2");
      assertThat(new StoreFixture(each).read(PLACE)).isEqualTo(golden.pack());
      if (count[0] <= failing) {
        assertThat(failed).isFalse();
        assertThat(step).isGreaterThan(5);
        return;
      }
    }
  }

  private void assertAbsentOrWhole(Vfs each) throws IOException {
    if (each.stat(PLACE).type() != FileStat.Type.MISSING) {
      assertThat(new StoreFixture(each).read(PLACE)).isEqualTo(golden.pack());
    }
  }

  /** Every survivor of a power cut at every step, and what the next attempt makes of it. */
  @Test
  void afterAPowerCutAtAnyStepTheNameIsAbsentOrWholeAndTheNextAttemptSucceeds() throws Exception {
    Machine machine = machine();
    Vfs process = machine.newProcess();
    long[] survivals = {0};
    machine.observe(step -> survivals[0] += checkSurvivors(machine.moment(), false));

    publish(FileStores.landing(process, DIRECTORY), "x1");

    machine.observe(Machine.Observer.NONE);
    assertThat(survivals[0]).isGreaterThan(20);
    checkSurvivors(machine.moment(), true);
    assertThat(machine.isDurable(PLACE)).isTrue();
  }

  /** The first attempt may have died between its link and the sync of the directory. */
  @Test
  void anAttemptThatFindsAnEqualFileMakesItDurable() throws Exception {
    Machine machine = machine();
    Vfs process = machine.newProcess();
    new StoreFixture(process).write(PLACE, golden.pack());

    publish(FileStores.landing(process, DIRECTORY), "x1");

    assertThat(machine.isDurable(PLACE)).isTrue();
    checkSurvivors(machine.moment(), true);
  }

  private static Machine machine() throws IOException {
    Machine machine = new Machine(Path.of("/catalog"), Path.of("/hot"));
    Vfs process = machine.newProcess();
    process.makeDirectory(DIRECTORY);
    process.syncDirectory(Path.of("/"));
    return machine;
  }

  private long checkSurvivors(Moment moment, boolean isPublished) {
    Survivors survivors = moment.survivors(Relevance.ALL);
    long checked = 0;
    for (Survival survival : survivors.upTo(2_000, new Random(18))) {
      Vfs after = moment.afterPowerCut(survivors, survival).newProcess();
      try {
        if (isPublished) {
          assertThat(after.stat(PLACE).type()).isEqualTo(FileStat.Type.FILE);
        }
        assertAbsentOrWhole(after);
        publish(FileStores.landing(after, DIRECTORY), "x2");
        assertThat(new StoreFixture(after).read(PLACE)).isEqualTo(golden.pack());
      } catch (IOException e) {
        throw new AssertionError(e);
      }
      checked++;
    }
    return checked;
  }
}
