package dev.permafrost.ports.failure;

/**
 * Thrown if a lake has no manifest, and the configuration does not say which network it holds and
 * how it is divided into objects.
 */
public final class LakeUndescribed extends StorageFailure {

  private static final long serialVersionUID = 1L;

  private final String location;
  private final String missing;

  /**
   * Creates the failure.
   *
   * @param location the manifest's name, without secrets
   * @param missing what must be configured, in words
   */
  public LakeUndescribed(String location, String missing) {
    super(
        "the lake has no manifest at "
            + location
            + ", and the configuration does not give "
            + missing
            + "; either the address is wrong, or these must be configured",
        null,
        Remedy.CHANGE_REQUEST);
    this.location = location;
    this.missing = missing;
  }

  /** The manifest's name, without secrets. */
  public String location() {
    return location;
  }

  /** What must be configured, in words. */
  public String missing() {
    return missing;
  }
}
