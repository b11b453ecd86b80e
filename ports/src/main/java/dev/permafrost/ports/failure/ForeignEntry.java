package dev.permafrost.ports.failure;

import java.util.Optional;

/**
 * Something that no store makes stands where a file or directory of the store would have to be made
 * or removed. It is not the store's to remove. Nothing was changed.
 */
public final class ForeignEntry extends StorageFailure {

  private static final long serialVersionUID = 1L;

  private final String path;
  private final String found;

  /**
   * Makes one of its facts.
   *
   * @param path what stands in the way
   * @param found what it is, as far as a look shows
   */
  public ForeignEntry(String path, String found) {
    super(path + " (" + found + ") is not the store's, and is not removed", null, Remedy.OPERATOR);
    this.path = path;
    this.found = found;
  }

  /** What stands in the way. */
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
            path + " (" + found + ") stands in the way, and no store made it",
            "move " + path + " elsewhere",
            "run the command again"));
  }
}
