package dev.permafrost.ports.failure;

/** Thrown if two roots are equal or nested, except in the default layout. */
public final class RootsOverlap extends StorageFailure {

  private static final long serialVersionUID = 1L;

  private final String first;
  private final String second;

  /**
   * Creates the failure.
   *
   * @param first one root
   * @param second the other
   */
  public RootsOverlap(String first, String second) {
    super(
        "the roots " + first + " and " + second + " are equal or inside each other",
        null,
        Remedy.CHANGE_REQUEST);
    this.first = first;
    this.second = second;
  }

  /** One root. */
  public String first() {
    return first;
  }

  /** The other. */
  public String second() {
    return second;
  }
}
