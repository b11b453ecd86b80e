package dev.permafrost.prove.ledgers;

/** Something that was promised of ledgers does not hold. */
final class Broken extends RuntimeException {

  private static final long serialVersionUID = 1L;

  Broken(String what) {
    super(what);
  }

  /** Throws if it does not hold. */
  static void unless(boolean holds, String what) {
    if (!holds) {
      throw new Broken(what);
    }
  }
}
