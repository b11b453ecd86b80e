package dev.permafrost.ports.failure;

import dev.permafrost.ports.chunk.ChunkId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Thrown if a {@code ready} hot database has other column families than this process would write.
 */
public final class OtherColumnFamilies extends StorageFailure {

  private static final long serialVersionUID = 1L;

  private final transient ChunkId chunk;
  private final String path;
  private final transient Set<String> expected;
  private final transient Set<String> found;

  /**
   * Creates the failure.
   *
   * @param chunk the chunk
   * @param path its hot directory
   * @param expected the families of this process
   * @param found the families of the database
   */
  public OtherColumnFamilies(ChunkId chunk, String path, Set<String> expected, Set<String> found) {
    super(
        "chunk "
            + chunk
            + ": hot database at "
            + path
            + " has column families "
            + new TreeSet<>(found)
            + ", expected "
            + new TreeSet<>(expected),
        null,
        Remedy.OPERATOR);
    this.chunk = chunk;
    this.path = path;
    this.expected = Set.copyOf(expected);
    this.found = Set.copyOf(found);
  }

  /** The chunk. */
  public ChunkId chunk() {
    return chunk;
  }

  /** Its hot directory. */
  public String path() {
    return path;
  }

  /** The families of this process. */
  public Set<String> expected() {
    return expected;
  }

  /** The families of the database. */
  public Set<String> found() {
    return found;
  }

  @Override
  public Optional<OperatorNotice> notice() {
    return Optional.of(
        new OperatorNotice(
            "PF-HOT-FAMILIES",
            "the hot database of chunk "
                + chunk
                + " was written by a process with other kinds: it has "
                + new TreeSet<>(found)
                + ", this one expects "
                + new TreeSet<>(expected),
            List.of(
                new OperatorStep.ByHand(
                    "run the version, or the configuration of kinds, that wrote it until the chunk"
                        + " is frozen"),
                new OperatorStep.GiveUpHot(chunk, false))));
  }
}
