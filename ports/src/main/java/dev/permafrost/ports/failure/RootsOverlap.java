package dev.permafrost.ports.failure;

/** Two roots are equal or inside each other, and not in the default form. */
public final class RootsOverlap extends StorageFailure {

  private static final long serialVersionUID = 1L;

  private final String first;
  private final String second;

  /**
   * Makes one of its facts.
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
