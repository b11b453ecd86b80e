package dev.permafrost.ports.failure;

/**
 * The store has no network pinned, and what is to be adopted does not say which one it is of: the
 * caller has to name it. Nothing was changed.
 */
public final class NetworkUnknown extends StorageFailure {

  private static final long serialVersionUID = 1L;

  private final String path;

  /**
   * Makes one of its facts.
   *
   * @param path what was to be adopted
   */
  public NetworkUnknown(String path) {
    super(
        "the store has no network yet, and "
            + path
            + " does not say which one it is of: name the network",
        null,
        Remedy.CHANGE_REQUEST);
    this.path = path;
  }

  /** What was to be adopted. */
  public String path() {
    return path;
  }
}
