package dev.permafrost.ports.failure;

/** There is no store where one was to be read. Reading never makes one. */
public final class StoreNotFound extends StorageFailure {

  private static final long serialVersionUID = 1L;

  private final String path;

  /**
   * Makes one of its facts.
   *
   * @param path where its catalog should be
   */
  public StoreNotFound(String path) {
    super("there is no store: nothing was ever made at " + path, null, Remedy.CHANGE_REQUEST);
    this.path = path;
  }

  /** Where its catalog should be. */
  public String path() {
    return path;
  }
}
