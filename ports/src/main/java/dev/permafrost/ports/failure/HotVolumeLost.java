package dev.permafrost.ports.failure;

import dev.permafrost.ports.chunk.ChunkId;
import java.util.List;
import java.util.Optional;

/**
 * The only copy of acknowledged ledgers is not where it was: the catalog says {@code ready}, and
 * the chunk's hot directory is missing, gutted, or holds fewer ledgers than were acknowledged
 * (storage protocol, "Opening a chunk's hot database"). Nothing on disk or in the catalog was
 * changed; it is never healed silently.
 */
public final class HotVolumeLost extends StorageFailure {

  private static final long serialVersionUID = 1L;

  private final transient ChunkId chunk;
  private final String path;
  private final String expected;
  private final String found;

  /**
   * Makes one of its facts.
   *
   * @param chunk the chunk
   * @param path its hot directory
   * @param expected what the catalog and the witness promise
   * @param found what is there
   */
  public HotVolumeLost(ChunkId chunk, String path, String expected, String found) {
    super(
        "chunk "
            + chunk
            + ": hot data at "
            + path
            + " is lost: expected "
            + expected
            + ", found "
            + found,
        null,
        Remedy.OPERATOR);
    this.chunk = chunk;
    this.path = path;
    this.expected = expected;
    this.found = found;
  }

  /** The chunk. */
  public ChunkId chunk() {
    return chunk;
  }

  /** Its hot directory. */
  public String path() {
    return path;
  }

  /** What the catalog and the witness promise. */
  public String expected() {
    return expected;
  }

  /** What is there. */
  public String found() {
    return found;
  }

  @Override
  public Optional<OperatorNotice> notice() {
    return Optional.of(
        new OperatorNotice(
            "PF-HOT-LOST",
            "chunk "
                + chunk
                + " is ready, but its hot data at "
                + path
                + " is gone: expected "
                + expected
                + ", found "
                + found,
            List.of(
                "check that the volume of " + path + " is mounted and is the right one",
                "either restore the volume or the directory, and run the command again",
                "or give these ledgers up on purpose, to be fetched again: permafrost recover --chunks "
                    + chunk
                    + " --hot --yes")));
  }
}
