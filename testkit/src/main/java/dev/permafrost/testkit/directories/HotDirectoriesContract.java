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
  final void a_directory_is_made_with_all_that_is_missing_above_it() throws IOException {
    directories.make(CHUNK);
    directories.makeDurable(CHUNK);

    assertThat(isThere(CHUNK)).isTrue();
    assertThat(isThere(NEIGHBOUR)).isFalse();
  }

  @Test
  final void making_an_empty_directory_again_changes_nothing() throws IOException {
    directories.make(CHUNK);
    directories.make(CHUNK);

    assertThat(isThere(CHUNK)).isTrue();
  }

  @Test
  final void a_directory_with_something_in_it_is_not_made_anew() throws IOException {
    directories.make(CHUNK);
    put(CHUNK, "CURRENT");

    assertThatIllegalStateException().isThrownBy(() -> directories.make(CHUNK));
  }

  @Test
  final void a_wipe_removes_everything_of_its_chunk_and_nothing_else() throws IOException {
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
  final void wiping_what_is_gone_is_done_already() throws IOException {
    directories.wipe(CHUNK);
    directories.make(CHUNK);
    directories.wipe(CHUNK);
    directories.wipe(CHUNK);

    assertThat(isThere(CHUNK)).isFalse();
  }

  @Test
  final void a_removal_can_be_made_durable_whether_or_not_anything_was_there() throws IOException {
    directories.makeRemovalDurable(CHUNK);
    directories.make(CHUNK);
    directories.wipe(CHUNK);
    directories.makeRemovalDurable(CHUNK);
    directories.makeRemovalDurable(CHUNK);

    assertThat(isThere(CHUNK)).isFalse();
  }
}
