package dev.permafrost.testkit.directories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.failure.ForeignEntry;
import dev.permafrost.ports.failure.StorageUnavailable;
import dev.permafrost.ports.hot.HotDirectories;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link HotDirectories} does: the contract of the port, as tests. */
public abstract class HotDirectoriesContract {

  private static final ChunkId CHUNK = new ChunkId(42);
  private static final ChunkId NEIGHBOUR = new ChunkId(43);

  private HotDirectories directories;

  /** Made by JUnit. */
  protected HotDirectoriesContract() {}

  /** The directories under test; not even the hot root is there yet. */
  protected abstract HotDirectories openDirectories() throws IOException;

  /** Whether the directory of a chunk is there, looked at past the port. */
  protected abstract boolean isThere(ChunkId chunk) throws IOException;

  /**
   * Puts a file into the directory of a chunk, which is there, past the port.
   *
   * @param name may have one directory in front, which is made too
   */
  protected abstract void put(ChunkId chunk, String name) throws IOException;

  private static boolean isKnown(String name) {
    return name.equals("CURRENT") || name.endsWith(".sst");
  }

  /** Puts a file where the directory of a chunk belongs, past the port. */
  protected abstract void putFileInPlace(ChunkId chunk) throws IOException;

  /** The names in the directory of a chunk, which is there, sorted; read past the port. */
  protected abstract List<String> names(ChunkId chunk) throws IOException;

  @BeforeEach
  final void setUp() throws IOException {
    directories = openDirectories();
  }

  @Test
  final void aDirectoryIsMadeWithAllThatIsMissingAboveIt() throws IOException {
    directories.make(CHUNK);
    directories.makeDurable(CHUNK);

    assertThat(isThere(CHUNK)).isTrue();
    assertThat(isThere(NEIGHBOUR)).isFalse();
  }

  @Test
  final void makingAnEmptyDirectoryAgainChangesNothing() throws IOException {
    directories.make(CHUNK);
    directories.make(CHUNK);

    assertThat(isThere(CHUNK)).isTrue();
  }

  @Test
  final void aDirectoryWithSomethingInItIsNotMadeAnew() throws IOException {
    directories.make(CHUNK);
    put(CHUNK, "CURRENT");

    assertThatIllegalStateException().isThrownBy(() -> directories.make(CHUNK));
  }

  @Test
  final void aWipeRemovesTheFilesOfItsChunkAndNothingElse() throws IOException {
    directories.make(CHUNK);
    put(CHUNK, "CURRENT");
    put(CHUNK, "000012.sst");
    directories.make(NEIGHBOUR);
    put(NEIGHBOUR, "CURRENT");

    directories.wipe(CHUNK, HotDirectoriesContract::isKnown);

    assertThat(isThere(CHUNK)).isFalse();
    assertThat(isThere(NEIGHBOUR)).isTrue();
    directories.make(CHUNK);
    assertThat(isThere(CHUNK)).isTrue();
  }

  // ---- what is not ours
  // --------------------------------------------------------------------------

  @Test
  final void aFileWithAnotherNameIsRefusedBeforeAnythingIsRemoved() throws IOException {
    directories.make(CHUNK);
    put(CHUNK, "000012.sst");
    put(CHUNK, "CURRENT");
    put(CHUNK, "notes.txt");

    assertForeign("notes.txt", "a file");

    assertThat(names(CHUNK)).containsExactly("000012.sst", "CURRENT", "notes.txt");
  }

  @Test
  final void aDirectoryIsRefusedWhateverItsName() throws IOException {
    directories.make(CHUNK);
    put(CHUNK, "000012.sst");
    put(CHUNK, "CURRENT/inner");

    assertForeign("CURRENT", "a directory");

    assertThat(names(CHUNK)).containsExactly("000012.sst", "CURRENT");
  }

  @Test
  final void aFileInThePlaceOfTheDirectoryIsRefusedAndStays() throws IOException {
    putFileInPlace(CHUNK);

    assertThatExceptionOfType(ForeignEntry.class)
        .isThrownBy(() -> directories.wipe(CHUNK, HotDirectoriesContract::isKnown))
        .satisfies(failure -> assertThat(failure.path()).contains("00000042"));
    assertThatExceptionOfType(ForeignEntry.class).isThrownBy(() -> directories.make(CHUNK));
    assertThatExceptionOfType(ForeignEntry.class)
        .isThrownBy(() -> directories.wipe(CHUNK, HotDirectoriesContract::isKnown));
  }

  private void assertForeign(String name, String found) {
    assertThatExceptionOfType(ForeignEntry.class)
        .isThrownBy(() -> directories.wipe(CHUNK, HotDirectoriesContract::isKnown))
        .satisfies(
            failure -> {
              assertThat(failure.path()).endsWith("00000042/" + name);
              assertThat(failure.found()).isEqualTo(found);
            });
  }

  /** Whether or not it counts as known: it is gone when the file is closed, and not before. */
  @Test
  final void whatANetworkFileSystemKeepsIsWaitedForAndIsNotForeign() throws IOException {
    directories.make(CHUNK);
    put(CHUNK, "CURRENT");
    put(CHUNK, ".nfs0000000000000001");

    assertThatExceptionOfType(StorageUnavailable.class)
        .isThrownBy(() -> directories.wipe(CHUNK, HotDirectoriesContract::isKnown));
    assertThat(names(CHUNK)).containsExactly(".nfs0000000000000001");

    directories.wipe(CHUNK, name -> true);
    assertThat(isThere(CHUNK)).isFalse();
  }

  @Test
  final void theFilesOfADirectoryAreSyncedWhoeverWroteThem() throws IOException {
    directories.make(CHUNK);
    directories.syncFiles(CHUNK);
    put(CHUNK, "CURRENT");
    put(CHUNK, "notes.txt");
    put(CHUNK, "inner/file");

    directories.syncFiles(CHUNK);
    directories.syncFiles(CHUNK);

    assertThat(names(CHUNK)).containsExactly("CURRENT", "inner", "notes.txt");
  }

  @Test
  final void wipingWhatIsGoneIsDoneAlready() throws IOException {
    directories.wipe(CHUNK, HotDirectoriesContract::isKnown);
    directories.make(CHUNK);
    directories.wipe(CHUNK, HotDirectoriesContract::isKnown);
    directories.wipe(CHUNK, HotDirectoriesContract::isKnown);

    assertThat(isThere(CHUNK)).isFalse();
  }

  @Test
  final void aRemovalCanBeMadeDurableWhetherOrNotAnythingWasThere() throws IOException {
    directories.makeRemovalDurable(CHUNK);
    directories.make(CHUNK);
    directories.wipe(CHUNK, HotDirectoriesContract::isKnown);
    directories.makeRemovalDurable(CHUNK);
    directories.makeRemovalDurable(CHUNK);

    assertThat(isThere(CHUNK)).isFalse();
  }
}
