package dev.permafrost.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.ports.artifact.ArtifactBuilder;
import dev.permafrost.ports.artifact.ArtifactFormat;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.artifact.ArtifactStore;
import dev.permafrost.ports.artifact.ArtifactWriter;
import dev.permafrost.ports.artifact.LedgerPack;
import dev.permafrost.ports.buffer.DirectBuffers;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.failure.DurabilityFailure;
import dev.permafrost.ports.failure.ForeignEntry;
import dev.permafrost.ports.failure.NoSpace;
import dev.permafrost.ports.failure.StorageFailure;
import dev.permafrost.ports.failure.StorageUnavailable;
import dev.permafrost.ports.vfs.FileStat;
import dev.permafrost.ports.vfs.VfsFile;
import dev.permafrost.testkit.machine.MemoryVfs;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The steps of the artifact store on a file system that records them and fails on request. */
class ArtifactStepsTest {

  private static final ArtifactKind LEDGERS = ArtifactKind.LEDGERS;
  private static final ChunkId CHUNK = new ChunkId(1005);
  private static final Path FILE = Path.of("/cold/ledgers/00001/00001005.pack");

  private final MemoryVfs vfs = new MemoryVfs();
  private final DirectBuffers buffers = DirectBuffers.aligned(0);
  private final ArtifactStore store =
      new FileArtifactStore(
          new Disk(vfs), Path.of("/cold"), List.of(FileStores.packFormat()), buffers);

  @BeforeEach
  void makeRoot() throws IOException {
    vfs.makeDirectory(Path.of("/cold"));
  }

  @AfterEach
  void nothingStaysOpen() {
    assertThat(vfs.openFiles()).isZero();
    assertThat(buffers.lentCount()).isZero();
  }

  private void write(int bytes) {
    try (ArtifactWriter writer = store.create(LEDGERS, CHUNK)) {
      writer.append(ByteBuffer.allocateDirect(bytes));
      writer.finish();
      writer.makeDurable();
    }
  }

  private List<String> changesAndSyncs() {
    return vfs.operations().stream()
        .filter(
            operation ->
                operation.name().startsWith("sync")
                    || operation.name().startsWith("make")
                    || operation.name().startsWith("remove")
                    || operation.name().equals("create")
                    || operation.name().equals("unlink")
                    || operation.name().equals("rename")
                    || operation.name().equals("writeAt"))
        .map(MemoryVfs.Operation::toString)
        .toList();
  }

  /** An unmounted volume, under a store that is open: what is written would not be found. */
  @Test
  @SuppressWarnings("MustBeClosedChecker") // closed immediately, if it were created
  void aRootThatIsGoneIsNotMadeAnew() throws IOException {
    vfs.removeDirectory(Path.of("/cold"));

    assertThatExceptionOfType(StorageUnavailable.class)
        .isThrownBy(() -> store.create(LEDGERS, CHUNK).close());

    assertThat(vfs.stat(Path.of("/cold")).type()).isEqualTo(FileStat.Type.MISSING);
  }

  @Test
  void theFirstArtifactOfAnEmptyStoreSyncsFileBucketKindAndRoot() {
    vfs.forgetOperations();

    write(3);

    assertThat(changesAndSyncs())
        .containsExactly(
            "makeDirectory /cold/ledgers",
            "makeDirectory /cold/ledgers/00001",
            "create " + FILE,
            "writeAt " + FILE,
            "sync " + FILE,
            "syncDirectory /cold/ledgers/00001",
            "syncDirectory /cold/ledgers",
            "syncDirectory /cold");
  }

  @Test
  void aFileBesideIsSyncedThenRenamedThenItsDirectoriesAreSynced() {
    write(3);
    vfs.forgetOperations();

    replace();

    assertThat(changesAndSyncs())
        .containsExactly(
            "create " + FILE + ".beside-1",
            "writeAt " + FILE + ".beside-1",
            "sync " + FILE + ".beside-1",
            "rename " + FILE,
            "syncDirectory /cold/ledgers/00001",
            "syncDirectory /cold/ledgers",
            "syncDirectory /cold");
  }

  @Test
  void whatWasLeftBesideIsUnlinkedWhenTheNewFileIsDurableInItsPlace() throws IOException {
    write(3);
    new StoreFixture(vfs).write(Path.of(FILE + ".beside-1"), new byte[1]);
    vfs.makeDirectory(Path.of(FILE + ".beside-2"));
    new StoreFixture(vfs).write(Path.of(FILE + ".beside-3"), new byte[1]);
    vfs.forgetOperations();

    replace();

    assertThat(changesAndSyncs())
        .containsExactly(
            "create " + FILE + ".beside-4",
            "writeAt " + FILE + ".beside-4",
            "sync " + FILE + ".beside-4",
            "rename " + FILE,
            "syncDirectory /cold/ledgers/00001",
            "syncDirectory /cold/ledgers",
            "syncDirectory /cold",
            "unlink " + FILE + ".beside-1",
            "unlink " + FILE + ".beside-3",
            "syncDirectory /cold/ledgers/00001");
  }

  /** A crash may take any of several removals back. */
  @Test
  void whatWasLeftBesideIsFoundBehindAGapAndByAFileThatReplacesNone() throws IOException {
    new StoreFixture(vfs).write(Path.of(FILE + ".beside-2"), new byte[1]);
    new StoreFixture(vfs).write(Path.of(FILE + ".beside-x"), new byte[1]);
    vfs.forgetOperations();

    write(3);

    assertThat(changesAndSyncs())
        .containsExactly(
            "create " + FILE,
            "writeAt " + FILE,
            "sync " + FILE,
            "syncDirectory /cold/ledgers/00001",
            "syncDirectory /cold/ledgers",
            "syncDirectory /cold",
            "unlink " + FILE + ".beside-2",
            "syncDirectory /cold/ledgers/00001");
  }

  private void replace() {
    replace(store);
  }

  private static void replace(ArtifactStore store) {
    try (ArtifactWriter writer = store.createBeside(LEDGERS, CHUNK)) {
      writer.append(ByteBuffer.allocate(5));
      writer.finish();
      writer.makeDurable();
    }
  }

  /** In every case there is the old file or the new one at its place, and nothing next to it. */
  @Test
  void whicheverOperationFailsTheOldFileOrTheNewOneIsInPlace() throws IOException {
    boolean isThrough = false;
    int steps = 0;
    for (; !isThrough; steps++) {
      vfs.hook(MemoryVfs.Hook.NONE);
      write(3);
      int[] left = {steps};
      vfs.hook(
          (operation, path) -> {
            if (left[0]-- == 0) {
              throw new FileSystemException(path.toString(), null, "Input/output error");
            }
          });
      try {
        // A failed sync of a directory is final for the store that met it.
        replace(FileStores.artifacts(vfs, Path.of("/cold"), List.of(FileStores.packFormat())));
        isThrough = true;
      } catch (StorageUnavailable | DurabilityFailure expected) {
        isThrough = false;
      }
      vfs.hook(MemoryVfs.Hook.NONE);
      assertThat(store.look(LEDGERS, CHUNK).orElseThrow()).isIn(3L, 5L);
      assertThat(vfs.list(Path.of("/cold/ledgers/00001"))).containsExactly("00001005.pack");
      new StoreFixture(vfs).removeTree(Path.of("/cold"));
      makeRoot();
    }
    assertThat(steps).isGreaterThan(8);
  }

  @Test
  void whatIsInPlaceIsSyncedAndThenEveryDirectoryUpToTheRoot() {
    write(3);
    vfs.forgetOperations();

    store.makeDurableInPlace(LEDGERS, CHUNK);
    store.makeDurableInPlace(LEDGERS, CHUNK);

    List<String> once =
        List.of(
            "sync " + FILE,
            "syncDirectory /cold/ledgers/00001",
            "syncDirectory /cold/ledgers",
            "syncDirectory /cold");
    List<String> twice = new ArrayList<>(once);
    twice.addAll(once);
    assertThat(changesAndSyncs()).isEqualTo(twice);
  }

  @Test
  void aFileWhereADirectoryBelongsIsForeign() throws IOException {
    vfs.makeDirectory(Path.of("/cold/ledgers"));
    new StoreFixture(vfs).write(Path.of("/cold/ledgers/00001"), new byte[1]);

    assertThatExceptionOfType(ForeignEntry.class)
        .isThrownBy(() -> write(3))
        .satisfies(
            failure -> {
              assertThat(failure.path()).isEqualTo("/cold/ledgers/00001");
              assertThat(failure.found()).isEqualTo("a file");
            });
  }

  @Test
  void bytesAreGatheredInASmallBufferAndThenInLargeOnes() throws IOException {
    int small = 64 << 10;
    int large = 4 << 20;
    for (int bytes : new int[] {small, small + 1, small + large, small + 3 * large + 1}) {
      vfs.forgetOperations();
      ByteBuffer content = ByteBuffer.allocate(bytes);
      for (int i = 0; i < bytes; i += 997) {
        content.put(i, (byte) i);
      }
      try (ArtifactWriter writer = store.create(LEDGERS, CHUNK)) {
        while (content.hasRemaining()) {
          int length = Math.min(content.remaining(), 300_007);
          writer.append(content.slice().limit(length));
          content.position(content.position() + length);
        }
        assertThat(writer.sizeBytes()).isEqualTo(bytes);
        writer.finish();
      }
      int largeOnes = (bytes - small + large - 1) / large;
      assertThat(changesAndSyncs().stream().filter(step -> step.startsWith("writeAt")))
          .hasSize(1 + largeOnes);
      ByteBuffer read = ByteBuffer.allocate(bytes);
      try (VfsFile file = vfs.openRead(FILE)) {
        file.readAt(read, 0);
      }
      assertThat(read.flip().equals(content.flip())).isTrue();
      vfs.unlink(FILE);
    }
  }

  @Test
  void whatIsNotWrittenFailsTheFinishingAtTheLatestAndLeavesNoFile() {
    failOn("writeAt " + FILE, "No space left on device");

    try (ArtifactWriter writer = store.create(LEDGERS, CHUNK)) {
      writer.append(ByteBuffer.allocate(3));
      assertThatExceptionOfType(NoSpace.class)
          .isThrownBy(writer::finish)
          .withMessageContaining(FILE.toString());
    }

    assertThat(store.look(LEDGERS, CHUNK)).isEmpty();
  }

  @Test
  void ofAnEmptyFileNothingIsWritten() {
    write(0);
    assertThat(changesAndSyncs()).contains("create " + FILE).doesNotContain("writeAt " + FILE);
    assertThat(store.look(LEDGERS, CHUNK)).hasValue(0);
  }

  @Test
  void aDirectoryThatAnotherProcessMakesMeanwhileIsTakenAsItIs() {
    String made = "/cold/ledgers";
    boolean[] raced = {false};
    vfs.hook(
        (operation, path) -> {
          if (operation.equals("makeDirectory") && path.toString().equals(made) && !raced[0]) {
            raced[0] = true;
            vfs.makeDirectory(path);
          }
        });
    write(3);
    assertThat(raced[0]).isTrue();
    assertThat(store.look(LEDGERS, CHUNK)).hasValue(3);
  }

  @Test
  void noSyncIsSkippedBecauseEverythingIsThereAlready() {
    write(3);
    vfs.forgetOperations();

    write(3);

    assertThat(changesAndSyncs())
        .containsExactly(
            "unlink " + FILE,
            "create " + FILE,
            "writeAt " + FILE,
            "sync " + FILE,
            "syncDirectory /cold/ledgers/00001",
            "syncDirectory /cold/ledgers",
            "syncDirectory /cold");
  }

  @Test
  void aRemovalUnlinksAndSyncsTheDirectoryEvenWhereTheFileIsGone() {
    write(3);
    vfs.forgetOperations();
    store.unlink(LEDGERS, CHUNK);
    store.makeUnlinkDurable(LEDGERS, CHUNK);
    store.unlink(LEDGERS, CHUNK);
    store.makeUnlinkDurable(LEDGERS, CHUNK);

    assertThat(changesAndSyncs())
        .containsExactly(
            "unlink " + FILE,
            "syncDirectory /cold/ledgers/00001",
            "syncDirectory /cold/ledgers/00001");
  }

  @Test
  void aRemovalWhereNoDirectoryIsSyncsTheNearestOneAbove() throws IOException {
    vfs.forgetOperations();
    store.makeUnlinkDurable(LEDGERS, CHUNK);
    vfs.makeDirectory(Path.of("/cold/ledgers"));
    store.makeUnlinkDurable(LEDGERS, CHUNK);

    assertThat(changesAndSyncs())
        .containsExactly(
            "syncDirectory /cold", "makeDirectory /cold/ledgers", "syncDirectory /cold/ledgers");
  }

  @Test
  void anOpenReaderKeepsThePackThatIsReplacedOrRemoved() {
    GoldenPack golden = GoldenPack.load("tiny-3");
    try (ArtifactWriter writer = store.create(LEDGERS, CHUNK)) {
      PackBytes.build(golden.range(), golden.frames(), writer);
      writer.finish();
    }
    try (LedgerPack old =
        FileStores.ledgerPacks(vfs, Path.of("/cold")).open(CHUNK, golden.range())) {
      write(1);
      store.unlink(LEDGERS, CHUNK);

      assertThat(old.withFrame(4, GoldenPacksTest::decode)).isEqualTo(golden.items().get(2));
    }
  }

  @Test
  void aFullDiskIsNoSpaceLeavesNoFileAndCanBeTriedAgain() {
    for (int pages = 0; pages < 3; pages++) {
      vfs.capacityBytes(pages * 4096L);
      assertThatExceptionOfType(NoSpace.class).isThrownBy(() -> write(3 * 4096));
      assertThat(store.look(LEDGERS, CHUNK)).isEmpty();
      assertThat(vfs.usedBytes()).isZero();
    }
    vfs.capacityBytes(3 * 4096L);
    write(3 * 4096);
    assertThat(store.look(LEDGERS, CHUNK)).hasValue(3 * 4096);
  }

  @Test
  void aWriterThatFailedTakesNothingMore() {
    try (ArtifactWriter writer = store.create(LEDGERS, CHUNK)) {
      vfs.capacityBytes(0);
      assertThatExceptionOfType(NoSpace.class)
          .isThrownBy(() -> writer.append(ByteBuffer.allocateDirect(9 << 20)));
      vfs.capacityBytes(Long.MAX_VALUE);
      assertThatIllegalStateException().isThrownBy(() -> writer.append(ByteBuffer.allocate(1)));
      assertThatIllegalStateException().isThrownBy(writer::finish);
    }
    assertThat(store.look(LEDGERS, CHUNK)).isEmpty();
  }

  @Test
  void aFailedSyncOfAnyStepIsFinalAndNeverTriedAgain() {
    List<String> syncs =
        List.of(
            "sync " + FILE,
            "syncDirectory /cold/ledgers/00001",
            "syncDirectory /cold/ledgers",
            "syncDirectory /cold");
    for (String failing : syncs) {
      failOn(failing, "Input/output error");
      try (ArtifactWriter writer = store.create(LEDGERS, CHUNK)) {
        writer.finish();
        assertThatExceptionOfType(DurabilityFailure.class).isThrownBy(writer::makeDurable);
        vfs.hook(MemoryVfs.Hook.NONE);
        vfs.forgetOperations();
        assertThatIllegalStateException().isThrownBy(writer::makeDurable);
        writer.abandon();
        assertThat(store.look(LEDGERS, CHUNK)).isEmpty();
      }
      assertThat(changesAndSyncs()).containsExactly("unlink " + FILE);
    }
  }

  @Test
  void whicheverOperationFailsTheFailureIsTypedAndTheNextAttemptSucceeds() throws IOException {
    int steps = 0;
    for (; !writesWithFailureAt(steps); steps++) {
      assertThat(vfs.openFiles()).isZero();
      vfs.hook(MemoryVfs.Hook.NONE);
      assertThatCode(() -> write(5000)).doesNotThrowAnyException();
      new StoreFixture(vfs).removeTree(Path.of("/cold"));
      makeRoot();
    }
    assertThat(steps).isGreaterThan(10);
  }

  /** Whether a write came through although its n-th operation was to fail. */
  private boolean writesWithFailureAt(int n) {
    int[] left = {n};
    vfs.hook(
        (operation, path) -> {
          if (left[0]-- == 0) {
            throw new FileSystemException(path.toString(), null, "Too many open files");
          }
        });
    try {
      write(5000);
      return true;
    } catch (StorageUnavailable | DurabilityFailure expected) {
      return false;
    }
  }

  @Test
  void theFirstFailureWinsAndThatOfTheRemovalIsSuppressedOntoIt() {
    assertThatExceptionOfType(NoSpace.class)
        .isThrownBy(
            () -> {
              try (ArtifactWriter writer = store.create(LEDGERS, CHUNK)) {
                vfs.capacityBytes(0);
                failOn("unlink " + FILE, "Input/output error");
                writer.append(ByteBuffer.allocateDirect(9 << 20));
              }
            })
        .satisfies(
            failure ->
                assertThat(failure.getSuppressed())
                    .singleElement()
                    .isInstanceOf(StorageUnavailable.class));
    vfs.hook(MemoryVfs.Hook.NONE);
  }

  /** No file system of ours fails to close: after a failed write-back a real one may. */
  @Test
  void aFileThatCannotBeClosedIsRemovedUnlessItWasFinished() throws IOException {
    for (boolean finished : new boolean[] {false, true}) {
      new StoreFixture(vfs).write(FILE, new byte[3]);
      try (ArtifactWriter writer = unclosable()) {
        if (finished) {
          writer.finish();
        }
        assertThatExceptionOfType(StorageUnavailable.class).isThrownBy(writer::close);
        // A second time there is nothing left to do.
      }
      assertThat(store.look(LEDGERS, CHUNK).isPresent()).isEqualTo(finished);
    }
  }

  @Test
  void thatAnUnfinishedFileCanNeitherBeClosedNorRemovedIsToldTogether() throws IOException {
    new StoreFixture(vfs).write(FILE, new byte[3]);
    failOn("unlink " + FILE, "Input/output error");
    try (ArtifactWriter writer = unclosable()) {
      assertThatExceptionOfType(StorageUnavailable.class)
          .isThrownBy(writer::close)
          .withMessageContaining("close")
          .satisfies(
              failure ->
                  assertThat(failure.getSuppressed())
                      .singleElement()
                      .satisfies(later -> assertThat(later).hasMessageContaining("remove")));
    }
    vfs.hook(MemoryVfs.Hook.NONE);
  }

  @MustBeClosed
  private ArtifactWriter unclosable() throws IOException {
    VfsFile file = mock(VfsFile.class);
    doThrow(new FileSystemException(FILE.toString(), null, "Input/output error"))
        .when(file)
        .close();
    return new FileArtifactWriter(
        new Disk(vfs),
        new DiskFile(new MemoryVfs(), file, FILE),
        new ArtifactPlace(FILE, FILE, List.of(), List.of()),
        buffers);
  }

  @Test
  void whatStandsInTheWayOfADirectoryIsAFailureWithItsPath() throws IOException {
    new StoreFixture(vfs).write(Path.of("/cold/ledgers"), new byte[0]);

    assertThatExceptionOfType(StorageFailure.class)
        .isThrownBy(() -> write(1))
        .withMessageContaining("/cold/ledgers");
  }

  @Test
  void twoFormatsOfOneKindOrAnExtensionThatIsAPathAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                FileStores.artifacts(
                    vfs,
                    Path.of("/cold"),
                    List.of(FileStores.packFormat(), new OtherFormat(LEDGERS, "x"))));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                FileStores.artifacts(
                    vfs, Path.of("/cold"), List.of(new OtherFormat(LEDGERS, "../x"))));
  }

  /** They are what it stores; ledgers need not be decoded for it. */
  @Test
  void aPackIsMadeOfFramesAlone() {
    assertThat(FileStores.packFormat().reads()).containsExactly(ArtifactFormat.Reads.FRAME);
  }

  @Test
  void aPackNeedsExactlyTheLedgersOfItsRangeInOrder() {
    GoldenPack golden = GoldenPack.load("tiny-3");
    LedgerRange longer = new LedgerRange(2, 5);

    assertThatIllegalStateException()
        .isThrownBy(() -> PackBytes.of(longer, golden.frames()))
        .withMessageContaining("5-5");
    assertThatIllegalStateException()
        .isThrownBy(() -> PackBytes.of(new LedgerRange(2, 3), golden.frames()));
    assertThatIllegalStateException()
        .isThrownBy(() -> PackBytes.of(new LedgerRange(2, 2), List.of(new byte[0])));
  }

  @Test
  void aFinishedPackTakesNoLedgerAndIsNotFinishedAgain() {
    byte[] frame = GoldenPack.load("tiny-3").frames().get(0);
    PackBytes.Sink sink = new PackBytes.Sink();
    LedgerRange one = new LedgerRange(2, 2);
    try (ArtifactBuilder builder = FileStores.packFormat().begin(CHUNK, one, sink)) {
      builder.add(PackBytes.ledger(2, ByteBuffer.wrap(frame)));
      builder.finish();

      assertThatIllegalStateException()
          .isThrownBy(() -> builder.add(PackBytes.ledger(3, ByteBuffer.wrap(frame))))
          .withMessageContaining("finished");
      assertThatIllegalStateException().isThrownBy(builder::finish);
    }
    assertThat(sink.toBytes()).isEqualTo(PackBytes.of(one, List.of(frame)));
  }

  @Test
  void aFrameMayBeAsLargeAsAnyLedgersAndNotLarger() {
    LedgerRange one = new LedgerRange(2, 2);
    PackBytes.Sink sink = new PackBytes.Sink();
    try (ArtifactBuilder builder = FileStores.packFormat().begin(CHUNK, one, sink)) {
      ByteBuffer largest = ByteBuffer.allocate(LedgerPackRules.MAX_FRAME_BYTES + 1);

      assertThatIllegalStateException()
          .isThrownBy(() -> builder.add(PackBytes.ledger(2, largest)))
          .withMessageContaining("bytes");
      builder.add(PackBytes.ledger(2, largest.limit(LedgerPackRules.MAX_FRAME_BYTES)));
    }
    assertThat(sink.sizeBytes()).isEqualTo(LedgerPackRules.MAX_FRAME_BYTES);
  }

  private void failOn(String failing, String reason) {
    vfs.hook(
        (operation, path) -> {
          if (failing.equals(operation + " " + path)) {
            throw new FileSystemException(path.toString(), null, reason);
          }
        });
  }

  @Test
  void lookingSeesFilesAndNamesWhatElseStandsThere() throws IOException {
    new StoreFixture(vfs).makeDirectories(FILE);

    assertThat(vfs.stat(FILE).type()).isEqualTo(FileStat.Type.DIRECTORY);
    assertThatExceptionOfType(ForeignEntry.class)
        .isThrownBy(() -> store.look(LEDGERS, CHUNK))
        .satisfies(failure -> assertThat(failure.found()).isEqualTo("a directory"));
  }

  @Test
  void theDiskIsSetToWorkWhileMoreIsWrittenAndWhatFailsThenFailsTheSync() {
    List<String> started = new ArrayList<>();
    vfs.hook(
        (operation, path) -> {
          if (operation.equals("startSync")) {
            started.add(path.toString());
            throw new IOException("lost in the background");
          }
        });

    try (ArtifactWriter writer = store.create(LEDGERS, CHUNK)) {
      for (int mebibytes = 0; mebibytes < 33; mebibytes++) {
        writer.append(ByteBuffer.allocateDirect(1 << 20));
      }
      writer.finish();
      assertThatExceptionOfType(DurabilityFailure.class)
          .isThrownBy(writer::makeDurable)
          .withMessageContaining(FILE.toString());
    }

    assertThat(started).containsExactly(FILE.toString(), FILE.toString());
  }
}
