package dev.permafrost.testkit.directories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.hot.HotDirectories;
import java.io.IOException;
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
  final void aWipeRemovesEverythingOfItsChunkAndNothingElse() throws IOException {
    directories.make(CHUNK);
    put(CHUNK, "CURRENT");
    put(CHUNK, "inner/file");
    directories.make(NEIGHBOUR);
    put(NEIGHBOUR, "CURRENT");

    directories.wipe(CHUNK);

    assertThat(isThere(CHUNK)).isFalse();
    assertThat(isThere(NEIGHBOUR)).isTrue();
    directories.make(CHUNK);
    assertThat(isThere(CHUNK)).isTrue();
  }

  @Test
  final void wipingWhatIsGoneIsDoneAlready() throws IOException {
    directories.wipe(CHUNK);
    directories.make(CHUNK);
    directories.wipe(CHUNK);
    directories.wipe(CHUNK);

    assertThat(isThere(CHUNK)).isFalse();
  }

  @Test
  final void aRemovalCanBeMadeDurableWhetherOrNotAnythingWasThere() throws IOException {
    directories.makeRemovalDurable(CHUNK);
    directories.make(CHUNK);
    directories.wipe(CHUNK);
    directories.makeRemovalDurable(CHUNK);
    directories.makeRemovalDurable(CHUNK);

    assertThat(isThere(CHUNK)).isFalse();
  }
}
