package dev.permafrost.ports.failure;

/** Thrown if there is no store to read. Reading never creates one. */
public final class StoreNotFound extends StorageFailure {

  private static final long serialVersionUID = 1L;

  private final String path;

  /**
   * Creates the failure.
   *
   * @param path where its catalog should be
   */
  public StoreNotFound(String path) {
    super("there is no store at " + path, null, Remedy.CHANGE_REQUEST);
    this.path = path;
  }

  /** Where its catalog should be. */
  public String path() {
    return path;
  }
}
