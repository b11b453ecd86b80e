package dev.permafrost.ports.failure;

/**
 * A lake has no manifest, and the configuration does not say in its place which network it holds
 * and how it is cut into objects.
 */
public final class LakeUndescribed extends StorageFailure {

  private static final long serialVersionUID = 1L;

  private final String location;
  private final String missing;

  /**
   * Makes one of its facts.
   *
   * @param location the manifest's name, without secrets
   * @param missing what would have to be configured, in words
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

  /** What would have to be configured, in words. */
  public String missing() {
    return missing;
  }
}
