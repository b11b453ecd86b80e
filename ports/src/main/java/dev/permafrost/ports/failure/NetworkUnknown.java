package dev.permafrost.ports.failure;

/**
 * Thrown if the store has no network recorded, and the pack to be adopted does not say which one it
 * belongs to: the caller must name it. Nothing was changed.
 */
public final class NetworkUnknown extends StorageFailure {

  private static final long serialVersionUID = 1L;

  private final String path;

  /**
   * Creates the failure.
   *
   * @param path what was to be adopted
   */
  public NetworkUnknown(String path) {
    super(
        "the store has no network yet, and "
            + path
            + " does not say which one it belongs to: name the network",
        null,
        Remedy.CHANGE_REQUEST);
    this.path = path;
  }

  /** What was to be adopted. */
  public String path() {
    return path;
  }
}
