package dev.permafrost.ports.failure;

import java.util.Optional;

/**
 * Thrown if something that the store did not make occupies the path of one of its files or
 * directories. The store does not remove it. Nothing was changed.
 */
public final class ForeignEntry extends StorageFailure {

  private static final long serialVersionUID = 1L;

  private final String path;
  private final String found;

  /**
   * Creates the failure.
   *
   * @param path the entry in the way
   * @param found what it is, as far as could be determined
   */
  public ForeignEntry(String path, String found) {
    super(
        path + " (" + found + ") does not belong to the store, and is not removed",
        null,
        Remedy.OPERATOR);
    this.path = path;
    this.found = found;
  }

  /** The entry in the way. */
  public String path() {
    return path;
  }

  /** What it is. */
  public String found() {
    return found;
  }

  @Override
  public Optional<OperatorNotice> notice() {
    return Optional.of(
        OperatorNotice.byHand(
            "PF-FOREIGN",
            path + " (" + found + ") is in the way, and was not made by a store",
            "move " + path + " elsewhere",
            "run the command again"));
  }
}
