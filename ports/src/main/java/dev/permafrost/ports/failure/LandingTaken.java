package dev.permafrost.ports.failure;

import dev.permafrost.ports.chunk.ChunkId;
import java.util.Optional;

/**
 * Thrown if a pack was made, but the landing already has a file with other bytes under the chunk's
 * name. One of the two is wrong: made from another lake, with another libzstd, or damaged. The
 * existing file was not changed, and the new pack was removed.
 */
public final class LandingTaken extends StorageFailure {

  private static final long serialVersionUID = 1L;

  private final transient ChunkId chunk;
  private final String path;
  private final String thereSha256;
  private final String madeSha256;

  /**
   * Creates the failure.
   *
   * @param chunk the chunk
   * @param path the file that is there
   * @param thereSha256 SHA-256 of that file, in hexadecimal digits
   * @param madeSha256 SHA-256 of the pack that was made, in hexadecimal digits
   */
  public LandingTaken(ChunkId chunk, String path, String thereSha256, String madeSha256) {
    super(
        "chunk "
            + chunk
            + ": "
            + path
            + " has the SHA-256 "
            + thereSha256
            + ", and the pack that was made has "
            + madeSha256
            + "; it is not overwritten",
        null,
        Remedy.OPERATOR);
    this.chunk = chunk;
    this.path = path;
    this.thereSha256 = thereSha256;
    this.madeSha256 = madeSha256;
  }

  /** The chunk. */
  public ChunkId chunk() {
    return chunk;
  }

  /** The file that is there. */
  public String path() {
    return path;
  }

  /** SHA-256 of the file that is there. */
  public String thereSha256() {
    return thereSha256;
  }

  /** SHA-256 of the pack that was made. */
  public String madeSha256() {
    return madeSha256;
  }

  @Override
  public Optional<OperatorNotice> notice() {
    return Optional.of(
        OperatorNotice.byHand(
            "PF-LANDING",
            path
                + " differs from the pack that was made for chunk "
                + chunk
                + ": SHA-256 "
                + thereSha256
                + ", not "
                + madeSha256,
            "find out which lake and which version made it ('permafrost pack inspect "
                + path
                + "' says whether it is a whole pack)",
            "move " + path + " elsewhere, if it is the wrong one",
            "run the command again"));
  }
}
