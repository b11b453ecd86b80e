package dev.permafrost.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.artifact.LedgerPack;
import dev.permafrost.ports.artifact.PackCandidate;
import dev.permafrost.ports.artifact.PackCandidate.Place;
import dev.permafrost.ports.artifact.PackCandidates;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.failure.NotMovable;
import dev.permafrost.ports.failure.RootLocked;
import dev.permafrost.ports.failure.SharedFiles;
import dev.permafrost.ports.failure.StorageUnavailable;
import dev.permafrost.ports.failure.UnadoptedArtifact;
import dev.permafrost.ports.roots.RootRole;
import dev.permafrost.ports.roots.StoreRoots;
import dev.permafrost.testkit.machine.MemoryVfs;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where candidates are looked for, whose lock is taken, and what leads to one file twice. */
class FilePackCandidatesTest {

  private static final ChunkId CHUNK = new ChunkId(1005);
  private static final String NAME = "00001005.pack";
  private static final Path COLD = Path.of("/store/data");
  private static final Path OTHER = Path.of("/other/data");
  private static final Path PLACE = COLD.resolve("ledgers/00001").resolve(NAME);

  private final MemoryVfs vfs = new MemoryVfs();
  private final StoreFixture fixture = new StoreFixture(vfs);
  private final GoldenPack golden = GoldenPack.load("tiny-3");

  @BeforeEach
  void makeRoots() throws IOException {
    fixture.makeDirectories(COLD);
    fixture.makeDirectories(OTHER);
  }

  private PackCandidates open(Path from, boolean exclusively) {
    return FileStores.packCandidates(vfs, COLD, from, exclusively, 7);
  }

  private static StoreRoots roots(MemoryVfs process, Path data, long pid) {
    return FileStores.roots(process, RootPaths.under(data), Set.of(ArtifactKind.LEDGERS), pid);
  }

  private void name(Path data) {
    try (StoreRoots roots = roots(vfs, data, 7)) {
      roots.claim(RootRole.COLD);
      roots.name(RootRole.COLD, StoreHolder.STORE);
    }
  }

  // ---- where
  // -------------------------------------------------------------------------------------

  @Test
  void aColdRootItsLedgersABucketAndAFlatDirectoryAreSearched() throws IOException {
    fixture.write(OTHER.resolve("ledgers/00001").resolve(NAME), golden.pack());
    Path flat = Path.of("/flat");
    fixture.write(flat.resolve(NAME), golden.pack());

    for (Path from :
        List.of(OTHER, OTHER.resolve("ledgers"), OTHER.resolve("ledgers/00001"), flat)) {
      try (PackCandidates candidates = open(from, true)) {
        PackCandidate candidate = candidates.candidate(CHUNK);
        assertThat(candidate.look()).as("%s", from).isEqualTo(Place.ELSEWHERE);
        try (LedgerPack pack = candidate.open(golden.range())) {
          assertThat(pack.location()).endsWith(NAME);
        }
        assertThat(candidates.candidate(new ChunkId(1006)).look()).isEqualTo(Place.MISSING);
      }
    }
    assertThat(vfs.openFiles()).isZero();
  }

  @Test
  void aDirectoryThatIsGoneHoldsNothing() {
    try (PackCandidates candidates = open(Path.of("/nowhere/at/all"), true)) {
      assertThat(candidates.candidate(CHUNK).look()).isEqualTo(Place.MISSING);
    }
  }

  @Test
  void whatWasSeenAtOnePathIsNotLookedForAtAnother() throws IOException {
    Path first = OTHER.resolve("ledgers/00001").resolve(NAME);
    fixture.write(first, golden.pack());
    fixture.write(OTHER.resolve(NAME), new byte[3]);
    try (PackCandidates candidates = open(OTHER, true)) {
      PackCandidate candidate = candidates.candidate(CHUNK);
      assertThat(candidate.look()).isEqualTo(Place.ELSEWHERE);
      candidate.link();
      candidate.unlink();

      assertThat(candidate.look()).isEqualTo(Place.MISSING);
      candidate.unlink();
    }
    assertThat(fixture.read(OTHER.resolve(NAME))).hasSize(3);
  }

  /** D2: found where a pack is to be moved, which alone needs a link. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Operation not permitted",
        "Operation not supported",
        "Function not implemented",
        "Ung\u00fcltiger Link \u00fcber Ger\u00e4tegrenzen hinweg"
      })
  void d2AFileSystemWithoutHardLinksIsSaidAndThePackCanBeCopied(String words) throws IOException {
    fixture.makeDirectories(OTHER);
    fixture.write(OTHER.resolve(NAME), golden.pack());
    failLink(new FileSystemException("a", "b", words));
    try (PackCandidates candidates = open(OTHER, true)) {
      assertThatExceptionOfType(NotMovable.class)
          .isThrownBy(candidates.candidate(CHUNK)::link)
          .withMessageContaining("hard links");
    }
  }

  @Test
  void d2AnErrorOfTheDiskWhileLinkingIsNoLackOfTheFileSystem() throws IOException {
    fixture.makeDirectories(OTHER);
    fixture.write(OTHER.resolve(NAME), golden.pack());
    failLink(new FileSystemException("a", "b", "Input/output error"));
    try (PackCandidates candidates = open(OTHER, true)) {
      assertThatExceptionOfType(StorageUnavailable.class)
          .isThrownBy(candidates.candidate(CHUNK)::link);
    }
  }

  private void failLink(IOException answer) {
    vfs.hook(
        (operation, path) -> {
          if (operation.equals("link")) {
            throw answer;
          }
        });
  }

  @Test
  void aFileOfAnotherFileSystemIsNotMoved() throws IOException {
    vfs.mount(Path.of("/volume"));
    fixture.write(Path.of("/volume").resolve(NAME), golden.pack());
    try (PackCandidates candidates = open(Path.of("/volume"), true)) {
      PackCandidate candidate = candidates.candidate(CHUNK);

      assertThat(candidate.isMovable()).isFalse();
      assertThatExceptionOfType(NotMovable.class)
          .isThrownBy(candidate::link)
          .satisfies(failure -> assertThat(failure.to()).isEqualTo(PLACE.toString()));
      assertThatIllegalStateException().isThrownBy(candidate::unlink);
    }
    assertThat(fixture.read(Path.of("/volume").resolve(NAME))).isEqualTo(golden.pack());
  }

  @Test
  void aFolderOfPacksThatIsAVolumeOfItsOwnDecides() throws IOException {
    vfs.mount(COLD.resolve("ledgers"));
    fixture.write(OTHER.resolve(NAME), golden.pack());
    try (PackCandidates candidates = open(OTHER, true)) {
      assertThat(candidates.candidate(CHUNK).isMovable()).isFalse();
    }
  }

  @Test
  void theStepsOfAMoveAreTheOnesThatTheyAreNamedBy() throws IOException {
    fixture.write(OTHER.resolve(NAME), golden.pack());
    try (PackCandidates candidates = open(OTHER, true)) {
      PackCandidate candidate = candidates.candidate(CHUNK);
      vfs.forgetOperations();
      candidate.sync();
      candidate.link();
      candidate.unlink();
      candidate.makeUnlinkDurable();
    }

    assertThat(vfs.operations().stream().map(MemoryVfs.Operation::toString))
        .filteredOn(step -> !step.startsWith("stat ") && !step.startsWith("realPath "))
        .containsExactly(
            "openRead /other/data/" + NAME,
            "sync /other/data/" + NAME,
            "makeDirectory /store/data/ledgers",
            "makeDirectory /store/data/ledgers/00001",
            "link " + PLACE,
            "unlink /other/data/" + NAME,
            "syncDirectory /other/data");
  }

  @Test
  void anOldNameThatTurnsOutToBeTheOnlyOneIsNotRemoved() throws IOException {
    fixture.write(OTHER.resolve(NAME), golden.pack());
    try (PackCandidates candidates = open(OTHER, true)) {
      PackCandidate candidate = candidates.candidate(CHUNK);
      candidate.link();
      // What the count of names says is what counts, not what two paths lead to.
      vfs.unlink(PLACE);
      assertThatExceptionOfType(StorageUnavailable.class).isThrownBy(candidate::unlink);
    }
    assertThat(fixture.read(OTHER.resolve(NAME))).isEqualTo(golden.pack());
  }

  // ---- locks
  // -------------------------------------------------------------------------------------

  @Test
  void aRootThatPacksAreTakenFromIsLockedAgainstAll() {
    name(OTHER);
    MemoryVfs process = vfs.otherProcess();
    for (String below : List.of("", "ledgers", "ledgers/00001")) {
      Path from = OTHER.resolve(below);
      try (StoreRoots theirs = roots(process, OTHER, 8)) {
        try (PackCandidates candidates = openThere(from, true)) {
          assertThat(candidates.location()).isEqualTo(from.toString());
          assertLocked(() -> theirs.claim(RootRole.COLD), 7);
          assertLocked(() -> theirs.share(RootRole.COLD), 7);
        }
        theirs.claim(RootRole.COLD);
      }
    }
    assertThat(vfs.openFiles()).isZero();
  }

  @Test
  void aRootThatPacksAreCopiedFromIsLockedAgainstWritersOnly() {
    name(OTHER);
    MemoryVfs process = vfs.otherProcess();
    try (StoreRoots theirs = roots(process, OTHER, 8)) {
      try (PackCandidates candidates = open(OTHER, false)) {
        assertThat(candidates.location()).isEqualTo(OTHER.toString());
        try (StoreRoots readers = roots(process, OTHER, 8)) {
          readers.share(RootRole.COLD);
        }
        assertThatExceptionOfType(RootLocked.class).isThrownBy(() -> theirs.claim(RootRole.COLD));
      }
      theirs.claim(RootRole.COLD);
    }
  }

  @Test
  void aRootThatSomebodyElseHoldsIsRefusedAndLeftAlone() {
    name(OTHER);
    MemoryVfs process = vfs.otherProcess();
    try (StoreRoots theirs = roots(process, OTHER, 8)) {
      theirs.claim(RootRole.COLD);

      assertLocked(() -> open(OTHER, false).close(), 8);
      assertLocked(() -> open(OTHER.resolve(""), true).close(), 8);
      assertThat(vfs.openFiles()).isZero();
    }
  }

  @Test
  void aRootThatAnotherStoreOfThisProcessHoldsIsRefusedAndStaysLocked() {
    name(OTHER);
    try (StoreRoots mine = roots(vfs, OTHER, 7);
        StoreRoots theirs = roots(vfs.otherProcess(), OTHER, 8)) {
      mine.claim(RootRole.COLD);

      assertLocked(() -> open(OTHER, true).close(), 7);
      assertLocked(() -> open(OTHER, false).close(), 7);

      assertLocked(() -> theirs.claim(RootRole.COLD), 7);
    }
  }

  /** Closing a second opening of the identity file would drop the lock. */
  @Test
  void theStoresOwnRootIsNeverOpenedAgainUnderWhateverName() throws IOException {
    name(COLD);
    vfs.link(COLD.resolve("PERMAFROST"), OTHER.resolve("PERMAFROST"));
    fixture.makeDirectories(COLD.resolve("ledgers/00001"));
    try (StoreRoots mine = roots(vfs, COLD, 7);
        StoreRoots theirs = roots(vfs.otherProcess(), COLD, 8)) {
      mine.claim(RootRole.COLD);
      for (Path from :
          List.of(COLD, COLD.resolve("ledgers"), COLD.resolve("ledgers/00001"), OTHER)) {
        for (boolean exclusively : new boolean[] {true, false}) {
          open(from, exclusively).close();
          assertLocked(() -> theirs.claim(RootRole.COLD), 7);
        }
      }
    }
  }

  @Test
  void packsAreNotTakenFromARootThatSharesItsIdentityWithACopy() throws IOException {
    name(OTHER);
    vfs.link(OTHER.resolve("PERMAFROST"), Path.of("/copy"));

    assertThatExceptionOfType(SharedFiles.class)
        .isThrownBy(() -> open(OTHER, true).close())
        .satisfies(failure -> assertThat(failure.paths()).containsExactly(OTHER + "/PERMAFROST"));
    open(OTHER, false).close();
  }

  private PackCandidates openThere(Path from, boolean exclusively) {
    try {
      fixture.makeDirectories(from);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return open(from, exclusively);
  }

  private static void assertLocked(Runnable step, long pid) {
    assertThatExceptionOfType(RootLocked.class)
        .isThrownBy(step::run)
        .satisfies(failure -> assertThat(failure.pid()).hasValue(pid));
  }

  // ---- one file, two ways
  // ------------------------------------------------------------------------

  /** On the operating system's file system, which has links and mounts. */
  @Nested
  class TwoWays {

    @TempDir Path directory;

    private Path pack() throws IOException {
      Path path = directory.resolve("cold/ledgers/00001").resolve(NAME);
      new StoreFixture(PosixVfs.INSTANCE).write(path, golden.pack());
      return path;
    }

    private void assertNothingIsTaken(Path from, Path pack) throws IOException {
      try (PackCandidates candidates =
          FileStores.packCandidates(PosixVfs.INSTANCE, directory.resolve("cold"), from, true)) {
        PackCandidate candidate = candidates.candidate(CHUNK);
        assertThat(candidate.look()).isEqualTo(Place.IN_PLACE);
        assertThatExceptionOfType(UnadoptedArtifact.class).isThrownBy(candidate::link);
        assertThatIllegalStateException().isThrownBy(candidate::unlink);
      }
      assertThat(pack).hasBinaryContent(golden.pack());
    }

    @Test
    void theStoresOwnFolderIsInPlace() throws IOException {
      Path pack = pack();

      assertNothingIsTaken(directory.resolve("cold"), pack);
      assertNothingIsTaken(directory.resolve("cold/ledgers"), pack);
      assertNothingIsTaken(directory.resolve("cold/ledgers/00001"), pack);
    }

    @Test
    void aLinkToTheStoresOwnFolderIsInPlace() throws IOException {
      Path pack = pack();
      Path alias =
          Files.createSymbolicLink(directory.resolve("alias"), directory.resolve("cold/ledgers"));

      assertNothingIsTaken(alias, pack);
    }

    @Test
    void aSymbolicLinkToThePackInPlaceIsInPlaceAndIsNotMoved() throws IOException {
      Path pack = pack();
      Path landing = Files.createDirectory(directory.resolve("landing"));
      Path link = Files.createSymbolicLink(landing.resolve(NAME), pack);
      try (PackCandidates candidates =
          FileStores.packCandidates(PosixVfs.INSTANCE, directory.resolve("cold"), landing, true)) {
        PackCandidate candidate = candidates.candidate(CHUNK);
        assertThat(candidate.look()).isEqualTo(Place.IN_PLACE);
        assertThat(candidate.isMovable()).isFalse();
        assertThatExceptionOfType(NotMovable.class).isThrownBy(candidate::link);
        assertThatIllegalStateException().isThrownBy(candidate::unlink);
      }
      assertThat(link).exists();
      assertThat(pack).hasBinaryContent(golden.pack());
    }

    @Test
    void aMountOfTheStoresOwnFolderIsInPlaceAndAMountOfAnotherIsNotMoved() throws Exception {
      Path pack = pack();
      Path alias = Files.createDirectory(directory.resolve("alias"));
      SmallVolumeTest.assumeRuns("mount", "--bind", directory.resolve("cold") + "", alias + "");
      try {
        assertNothingIsTaken(alias, pack);
        assertNothingIsTaken(alias.resolve("ledgers/00001"), pack);

        Files.move(pack, directory.resolve("cold").resolve(NAME));
        try (PackCandidates candidates =
            FileStores.packCandidates(PosixVfs.INSTANCE, directory.resolve("cold"), alias, true)) {
          PackCandidate candidate = candidates.candidate(CHUNK);
          assertThatExceptionOfType(NotMovable.class).isThrownBy(candidate::link);
          assertThatIllegalStateException().isThrownBy(candidate::unlink);
        }
        assertThat(directory.resolve("cold").resolve(NAME)).hasBinaryContent(golden.pack());
      } finally {
        SmallVolumeTest.assumeRuns("umount", alias.toString());
      }
    }
  }
}
