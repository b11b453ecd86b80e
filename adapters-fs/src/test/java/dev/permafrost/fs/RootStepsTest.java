package dev.permafrost.fs;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.mockito.AdditionalAnswers.delegatesTo;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyBoolean;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;

import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.failure.DurabilityFailure;
import dev.permafrost.ports.failure.NoSpace;
import dev.permafrost.ports.failure.PermissionDenied;
import dev.permafrost.ports.failure.Remedy;
import dev.permafrost.ports.failure.RootLocked;
import dev.permafrost.ports.failure.StorageFailure;
import dev.permafrost.ports.failure.StorageUnavailable;
import dev.permafrost.ports.failure.UnfitFileSystem;
import dev.permafrost.ports.roots.RootRole;
import dev.permafrost.ports.roots.RootSighting;
import dev.permafrost.ports.roots.StoreId;
import dev.permafrost.ports.roots.StoreRoots;
import dev.permafrost.ports.vfs.Vfs;
import dev.permafrost.ports.vfs.VfsFile;
import dev.permafrost.ports.vfs.VfsFile.VfsLock;
import dev.permafrost.testkit.machine.MemoryVfs;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Roots on a simulated machine with several processes. */
class RootStepsTest {

  private static final StoreId STORE = new StoreId("00112233445566778899aabbccddeeff");
  private static final RootPaths PATHS = RootPaths.under(Path.of("/volume/store"));
  private static final Path IDENTITY = Path.of("/volume/store/hot/PERMAFROST");
  private static final long MY_PID = 100;
  private static final long OTHER_PID = 200;

  private final MemoryVfs mine = new MemoryVfs();
  private final MemoryVfs other = mine.otherProcess();
  private final List<StoreRoots> opened = new ArrayList<>();

  @AfterEach
  void nothingStaysOpen() {
    opened.forEach(StoreRoots::close);
    assertThat(mine.openFiles()).isZero();
    assertThat(other.openFiles()).isZero();
  }

  private StoreRoots open(Vfs process, long pid) {
    StoreRoots roots = FileStores.roots(process, PATHS, Set.of(ArtifactKind.LEDGERS), pid);
    opened.add(roots);
    return roots;
  }

  private StoreRoots named(Vfs process, long pid) {
    StoreRoots roots = open(process, pid);
    roots.claim(RootRole.HOT);
    roots.name(RootRole.HOT, STORE);
    return roots;
  }

  @Test
  void aSecondProcessIsToldWhichRootAndWhosePid() {
    named(mine, MY_PID);
    StoreRoots second = open(other, OTHER_PID);

    for (Runnable attempt :
        List.<Runnable>of(() -> second.claim(RootRole.HOT), () -> second.share(RootRole.HOT))) {
      assertThatExceptionOfType(RootLocked.class)
          .isThrownBy(attempt::run)
          .satisfies(
              failure -> {
                assertThat(failure.root()).isEqualTo("hot");
                assertThat(failure.path()).isEqualTo("/volume/store/hot");
                assertThat(failure.pid()).hasValue(MY_PID);
              });
    }
    assertThat(second.look(RootRole.HOT)).isEqualTo(RootSighting.named(STORE, RootRole.HOT));
  }

  @Test
  void aKilledProcessHoldsNothing() {
    named(other, OTHER_PID);

    other.kill();

    open(mine, MY_PID).claim(RootRole.HOT);
  }

  @Test
  void readersKeepAWriterOutAndNobodyIsBlamedByName() {
    named(other, OTHER_PID);
    // Killed, so that its pid stays in the file: it must not be taken for the holder's.
    other.kill();
    StoreRoots reader = open(mine, MY_PID);
    reader.share(RootRole.HOT);
    MemoryVfs third = mine.otherProcess();
    StoreRoots writer = open(third, 300);

    assertThatExceptionOfType(RootLocked.class)
        .isThrownBy(() -> writer.claim(RootRole.HOT))
        .satisfies(failure -> assertThat(failure.pid()).isEmpty());

    StoreRoots secondReader = open(third, 300);
    secondReader.share(RootRole.HOT);
    reader.close();
    secondReader.close();
    writer.claim(RootRole.HOT);
  }

  @Test
  void lookingAndBeingRefusedWithinTheOwnersProcessKeepItsLock() {
    named(mine, MY_PID);
    StoreRoots guest = open(mine, MY_PID);

    guest.look(RootRole.HOT);
    assertThatExceptionOfType(RootLocked.class).isThrownBy(() -> guest.claim(RootRole.HOT));
    assertThatExceptionOfType(RootLocked.class).isThrownBy(() -> guest.share(RootRole.HOT));
    guest.close();

    StoreRoots second = open(other, OTHER_PID);
    assertThatExceptionOfType(RootLocked.class).isThrownBy(() -> second.claim(RootRole.HOT));
  }

  @Test
  void aRootUnderAnotherSpellingIsTheSameRoot() {
    named(mine, MY_PID);
    RootPaths spelled =
        new RootPaths(
            Path.of("/volume/./store/catalog"),
            Path.of("/volume/x/../store/hot"),
            Path.of("/volume/store"));
    StoreRoots second = FileStores.roots(mine, spelled, Set.of(ArtifactKind.LEDGERS), MY_PID);
    opened.add(second);

    assertThatExceptionOfType(RootLocked.class).isThrownBy(() -> second.claim(RootRole.HOT));
  }

  @Test
  void theIdentityCanBeReadByPeople() throws IOException {
    named(mine, MY_PID);

    String text = new String(new StoreFixture(mine).read(IDENTITY), US_ASCII);

    assertThat(text).hasSize(1024);
    assertThat(text.lines().map(String::strip))
        .startsWith("PERMAFROST 1", "store 00112233445566778899aabbccddeeff", "role hot")
        .contains("writer 100");
  }

  @Test
  void aWriterTakesItsNameOutWhenItLeaves() throws IOException {
    named(mine, MY_PID).close();

    assertThat(new String(new StoreFixture(mine).read(IDENTITY), US_ASCII))
        .doesNotContain("writer");
  }

  @Test
  void anyChangedByteOfTheIdentityMakesItUnsoundAndOfThePidDoesNot() throws IOException {
    named(mine, MY_PID).close();
    byte[] sound = new StoreFixture(mine).read(IDENTITY);
    StoreRoots roots = open(mine, MY_PID);
    for (int at = 0; at < sound.length; at++) {
      byte[] changed = sound.clone();
      changed[at] ^= 1;
      overwrite(changed);
      assertThat(roots.look(RootRole.HOT).state())
          .as("byte %s", at)
          .isEqualTo(at < 512 ? RootSighting.State.UNSOUND : RootSighting.State.NAMED);
    }
  }

  @Test
  void aNamingCutShortIsUnsoundAndCanBeDoneAgain() throws IOException {
    named(mine, MY_PID).close();
    byte[] cut = new StoreFixture(mine).read(IDENTITY);
    Arrays.fill(cut, 40, 1024, (byte) 0);
    overwrite(cut);
    StoreRoots roots = open(mine, MY_PID);

    assertThat(roots.look(RootRole.HOT).state()).isEqualTo(RootSighting.State.UNSOUND);
    roots.claim(RootRole.HOT);
    roots.name(RootRole.HOT, STORE);
    assertThat(roots.look(RootRole.HOT)).isEqualTo(RootSighting.named(STORE, RootRole.HOT));
  }

  private void overwrite(byte[] content) throws IOException {
    try (VfsFile file = mine.openWrite(IDENTITY)) {
      file.writeAt(ByteBuffer.wrap(content), 0);
    }
  }

  private List<String> writesAndSyncs() {
    return mine.operations().stream()
        .filter(
            operation -> operation.name().startsWith("sync") || operation.name().equals("writeAt"))
        .map(MemoryVfs.Operation::toString)
        .toList();
  }

  @Test
  void namingWritesAndSyncsTheFileAndThenItsDirectoryHoweverOften() {
    StoreRoots roots = open(mine, MY_PID);
    roots.claim(RootRole.HOT);
    mine.forgetOperations();

    roots.name(RootRole.HOT, STORE);
    roots.name(RootRole.HOT, STORE);

    assertThat(writesAndSyncs())
        .containsExactly(
            "writeAt " + IDENTITY,
            "sync " + IDENTITY,
            "syncDirectory /volume/store/hot",
            "writeAt " + IDENTITY,
            "sync " + IDENTITY,
            "syncDirectory /volume/store/hot");
  }

  @Test
  void aRootIsMadeReachableUpToTheTopOfItsFileSystemAndNoFurther() throws IOException {
    mine.mount(Path.of("/volume"));
    StoreRoots roots = open(mine, MY_PID);
    roots.claim(RootRole.HOT);
    mine.forgetOperations();

    roots.makeReachable(RootRole.HOT);

    assertThat(writesAndSyncs())
        .containsExactly(
            "syncDirectory /volume/store/hot",
            "syncDirectory /volume/store",
            "syncDirectory /volume");
  }

  @Test
  void aRootOnTheFirstFileSystemIsMadeReachableUpToItsTop() {
    StoreRoots roots = open(mine, MY_PID);
    roots.claim(RootRole.HOT);
    mine.forgetOperations();

    roots.makeReachable(RootRole.HOT);

    assertThat(writesAndSyncs()).hasSize(4).last().isEqualTo("syncDirectory /");
  }

  // ---- D1 ---------------------------------------------------------------------------------------

  /** The directories above the root, created by another process. */
  private void makeAbove() throws IOException {
    new StoreFixture(mine).makeDirectories(Path.of("/volume/store"));
  }

  private void close(String directory, IOException answer) {
    mine.hook(
        (operation, path) -> {
          if (operation.equals("syncDirectory") && path.equals(Path.of(directory))) {
            throw answer;
          }
        });
  }

  @Test
  void d1AnAncestorThatMayBeEnteredAndNotReadIsLeftOutWithOneNoteARoot() throws IOException {
    makeAbove();
    StoreRoots roots = open(mine, MY_PID);
    roots.claim(RootRole.COLD);
    for (String ancestor : List.of("/volume", "/")) {
      close(ancestor, new AccessDeniedException(ancestor));

      assertThat(roots.makeReachable(RootRole.COLD))
          .singleElement(InstanceOfAssertFactories.STRING)
          .contains("/volume/store")
          .endsWith("are not synced: " + ancestor);
    }
    mine.hook((operation, path) -> {});
    assertThat(roots.makeReachable(RootRole.COLD)).isEmpty();
  }

  @Test
  void d1TheParentIsLeftOutTooUnlessThisProcessMadeTheRootInIt() throws IOException {
    makeAbove();
    StoreRoots first = open(mine, MY_PID);
    first.claim(RootRole.HOT);
    close("/volume/store", new AccessDeniedException("/volume/store"));

    assertThatExceptionOfType(PermissionDenied.class)
        .isThrownBy(() -> first.makeReachable(RootRole.HOT))
        .satisfies(failure -> assertThat(failure.path()).isEqualTo("/volume/store"));
    first.close();
    StoreRoots again = open(mine, MY_PID);
    again.claim(RootRole.HOT);
    assertThatExceptionOfType(PermissionDenied.class)
        .as("it is still this process that made it")
        .isThrownBy(() -> again.makeReachable(RootRole.HOT));
    again.close();
    other.hook(
        (operation, path) -> {
          if (operation.equals("syncDirectory") && path.equals(Path.of("/volume/store"))) {
            throw new AccessDeniedException("/volume/store");
          }
        });
    StoreRoots another = open(other, OTHER_PID);
    another.claim(RootRole.HOT);
    assertThat(another.makeReachable(RootRole.HOT)).hasSize(1);
  }

  @Test
  void d1WhatThisProcessMadeOnTheWayIsNeverLeftOut() {
    StoreRoots roots = open(mine, MY_PID);
    roots.claim(RootRole.HOT);
    close("/volume", new AccessDeniedException("/volume"));

    assertThatExceptionOfType(PermissionDenied.class)
        .isThrownBy(() -> roots.makeReachable(RootRole.HOT))
        .satisfies(failure -> assertThat(failure.path()).isEqualTo("/volume"));
  }

  @Test
  void d1AnErrorOfTheDiskIsNeverToleratedNorTheRootItself() throws IOException {
    makeAbove();
    StoreRoots roots = open(mine, MY_PID);
    roots.claim(RootRole.COLD);
    close("/", new IOException("Input/output error"));
    assertThatExceptionOfType(DurabilityFailure.class)
        .isThrownBy(() -> roots.makeReachable(RootRole.COLD));

    StoreRoots named = open(other, OTHER_PID);
    close("/volume/store", new AccessDeniedException("/volume/store"));
    roots.close();
    named.claim(RootRole.COLD);
    other.hook(
        (operation, path) -> {
          if (operation.equals("syncDirectory")) {
            throw new AccessDeniedException(path.toString());
          }
        });
    assertThatExceptionOfType(PermissionDenied.class)
        .isThrownBy(() -> named.makeReachable(RootRole.COLD))
        .satisfies(failure -> assertThat(failure.path()).isEqualTo("/volume/store"));
  }

  @Test
  void d1NotPermittedIsNotTheSameAsMayNotBeRead() throws IOException {
    makeAbove();
    StoreRoots roots = open(mine, MY_PID);
    roots.claim(RootRole.COLD);
    close("/", new FileSystemException("/", null, "Operation not permitted"));

    assertThatExceptionOfType(PermissionDenied.class)
        .isThrownBy(() -> roots.makeReachable(RootRole.COLD));
  }

  // ---- D2 ---------------------------------------------------------------------------------------

  @ParameterizedTest
  @ValueSource(strings = {"Invalid argument", "Operation not supported"})
  void d2AFileSystemThatCannotSyncDirectoriesIsFoundWhenTheRootIsMadeReachable(String words) {
    StoreRoots roots = open(mine, MY_PID);
    roots.claim(RootRole.HOT);
    close("/volume/store/hot", new IOException(words));

    assertThatExceptionOfType(UnfitFileSystem.class)
        .isThrownBy(() -> roots.makeReachable(RootRole.HOT))
        .withMessageContaining("this file system cannot sync directories")
        .satisfies(
            failure -> {
              assertThat(failure.lack()).isEqualTo(UnfitFileSystem.Lack.DIRECTORY_SYNC);
              assertThat(failure.remedy()).isEqualTo(Remedy.OPERATOR);
            });
  }

  @Test
  void d2AFileSystemWithoutDirectIoIsSaidOnceWhenTheRootIsMadeReachable() {
    mine.readsPastCache(false);
    StoreRoots roots = open(mine, MY_PID);
    for (RootRole role : RootRole.values()) {
      roots.claim(role);
    }

    assertThat(roots.makeReachable(RootRole.HOT))
        .singleElement(InstanceOfAssertFactories.STRING)
        .contains("/volume/store/hot")
        .contains("no direct I/O");
    assertThat(roots.makeReachable(RootRole.COLD)).hasSize(1);
    assertThat(roots.makeReachable(RootRole.CATALOG)).as("it needs none").isEmpty();
  }

  @Test
  void theCatalogIsMadeDurableFromItsDatabaseUpToItsRoot() throws IOException {
    StoreRoots roots = open(mine, MY_PID);
    roots.claim(RootRole.CATALOG);
    mine.makeDirectory(PATHS.catalog().resolve("rocksdb"));
    mine.forgetOperations();

    roots.makeCatalogDurable();

    assertThat(writesAndSyncs())
        .containsExactly(
            "syncDirectory /volume/store/catalog/rocksdb", "syncDirectory /volume/store/catalog");
  }

  @Test
  void aFullDiskOrTooManyFilesWhileClaimingLeaveNothingOpenOrLocked() {
    StoreRoots roots = open(mine, MY_PID);
    mine.capacityBytes(0);
    assertThatExceptionOfType(NoSpace.class).isThrownBy(() -> roots.claim(RootRole.HOT));
    mine.capacityBytes(Long.MAX_VALUE);
    failOn("tryLock", "Too many open files");
    assertThatExceptionOfType(StorageUnavailable.class).isThrownBy(() -> roots.claim(RootRole.HOT));
    mine.hook(MemoryVfs.Hook.NONE);
    assertThat(mine.openFiles()).isZero();

    open(other, OTHER_PID).claim(RootRole.HOT);
  }

  @Test
  void aFailedSyncOfANameIsADurabilityFailure() {
    StoreRoots roots = open(mine, MY_PID);
    roots.claim(RootRole.HOT);
    failOn("sync", "Input/output error");
    assertThatExceptionOfType(DurabilityFailure.class)
        .isThrownBy(() -> roots.name(RootRole.HOT, STORE));
    mine.hook(MemoryVfs.Hook.NONE);
  }

  @Test
  void aLockIsReleasedAlthoughTheWritersNameCannotBeTakenOut() {
    StoreRoots roots = named(mine, MY_PID);
    failOn("writeAt", "Input/output error");
    roots.close();
    mine.hook(MemoryVfs.Hook.NONE);

    open(other, OTHER_PID).claim(RootRole.HOT);
  }

  @Test
  @SuppressWarnings("MustBeClosedChecker") // the roots close what they open
  void locksThatCannotBeReleasedAreAllToldAndTheirFilesClosed() throws IOException {
    Vfs stuck = mock(Vfs.class, delegatesTo(mine));
    doAnswer(call -> unreleasable(mine.openWrite(call.getArgument(0))))
        .when(stuck)
        .openWrite(any());
    doAnswer(call -> unreleasable(mine.create(call.getArgument(0)))).when(stuck).create(any());
    StoreRoots roots = open(stuck, MY_PID);
    roots.claim(RootRole.HOT);
    roots.claim(RootRole.COLD);

    assertThatExceptionOfType(StorageUnavailable.class)
        .isThrownBy(roots::close)
        .satisfies(
            failure ->
                assertThat(failure.getSuppressed())
                    .singleElement()
                    .isInstanceOf(StorageUnavailable.class));
    assertThat(mine.openFiles()).isZero();
  }

  private static VfsFile unreleasable(VfsFile real) throws IOException {
    VfsFile file = mock(VfsFile.class, delegatesTo(real));
    doAnswer(
            call ->
                real.tryLock(call.getArgument(0))
                    .map(
                        lock ->
                            (VfsLock)
                                () -> {
                                  throw new IOException("cannot unlock");
                                }))
        .when(file)
        .tryLock(anyBoolean());
    return file;
  }

  @Test
  void closingTwiceReleasesNothingThatAnotherHolderTookMeanwhile() {
    StoreRoots first = named(mine, MY_PID);
    first.close();
    StoreRoots second = open(mine, MY_PID);
    second.claim(RootRole.HOT);
    first.close();

    StoreRoots stranger = open(other, OTHER_PID);
    assertThatExceptionOfType(RootLocked.class).isThrownBy(() -> stranger.claim(RootRole.HOT));
    second.close();
    first.claim(RootRole.HOT);
    assertThatExceptionOfType(RootLocked.class).isThrownBy(() -> stranger.claim(RootRole.HOT));
  }

  @Test
  @SuppressWarnings("MustBeClosedChecker") // closed immediately
  void anIdentityThatAnotherProcessMakesMeanwhileIsOpenedAndLocked() {
    boolean[] raced = {false};
    mine.hook(
        (operation, path) -> {
          if (operation.equals("create") && path.equals(IDENTITY) && !raced[0]) {
            raced[0] = true;
            other.create(path).close();
          }
        });
    open(mine, MY_PID).claim(RootRole.HOT);
    assertThat(raced[0]).isTrue();
    StoreRoots second = open(other, OTHER_PID);
    assertThatExceptionOfType(RootLocked.class).isThrownBy(() -> second.claim(RootRole.HOT));
  }

  @Test
  void anIdentityThatVanishesRightBeforeItIsLockedIsNoNamedRoot() {
    named(mine, MY_PID).close();
    StoreRoots reader = open(mine, MY_PID);
    vanishBeforeOpening(2);

    assertThatIllegalStateException()
        .isThrownBy(() -> reader.share(RootRole.HOT))
        .withMessageContaining("/volume/store/hot");
  }

  @Test
  void anIdentityThatVanishesRightBeforeItIsReadIsADirectoryWithoutAName() {
    named(mine, MY_PID).close();
    StoreRoots reader = open(mine, MY_PID);
    vanishBeforeOpening(1);

    assertThat(reader.look(RootRole.HOT))
        .isEqualTo(RootSighting.unnamed(RootSighting.State.UNNAMED));
  }

  /** Removes the identity right before it is opened for the n-th time. */
  private void vanishBeforeOpening(int n) {
    int[] left = {n};
    mine.hook(
        (operation, path) -> {
          if (operation.equals("openRead") && path.equals(IDENTITY) && --left[0] == 0) {
            mine.unlink(path);
          }
        });
  }

  private void failOn(String failing, String reason) {
    mine.hook(
        (operation, path) -> {
          if (operation.equals(failing)) {
            throw new FileSystemException(path.toString(), null, reason);
          }
        });
  }

  @Test
  void aFileWhereARootShouldBeIsAFailureThatNamesIt() throws IOException {
    new StoreFixture(mine).write(Path.of("/volume/store"), new byte[0]);
    StoreRoots[] roots = new StoreRoots[1];

    assertThatExceptionOfType(StorageFailure.class)
        .isThrownBy(
            () -> {
              roots[0] = open(mine, MY_PID);
              roots[0].claim(RootRole.HOT);
            })
        .withMessageContaining("/volume/store");
  }
}
