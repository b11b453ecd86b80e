package dev.permafrost.ports.failure;

import java.util.Optional;

/**
 * Thrown if the store was written by a newer version of this program. Only its version was read.
 */
public final class NewerStore extends StorageFailure {

  private static final long serialVersionUID = 1L;

  private final String path;
  private final long found;
  private final long known;

  /**
   * Creates the failure.
   *
   * @param path where its catalog is
   * @param found the version of the store
   * @param known the newest version that this program knows
   */
  public NewerStore(String path, long found, long known) {
    super(
        "the store of " + path + " has format " + found + ", known is up to " + known,
        null,
        Remedy.OPERATOR);
    this.path = path;
    this.found = found;
    this.known = known;
  }

  /** Where its catalog is. */
  public String path() {
    return path;
  }

  /** The version of the store. */
  public long found() {
    return found;
  }

  /** The newest version that this program knows. */
  public long known() {
    return known;
  }

  @Override
  public Optional<OperatorNotice> notice() {
    return Optional.of(
        OperatorNotice.byHand(
            "PF-NEWER",
            "the store of "
                + path
                + " was written by a newer version: its format is "
                + found
                + ", known is up to "
                + known,
            "update this program to the version that wrote the store"));
  }
}
