package dev.permafrost.testkit.fault;

/**
 * Asked by a fake before every operation: it returns, or it throws what the operation is to fail
 * with. Safe for several threads.
 */
@FunctionalInterface
public interface Faults {

  /** Nothing fails. */
  Faults NONE = (operation, subject) -> {};

  /**
   * Returns if the operation may go on, else throws what it fails with; the operation has then had
   * no effect. An operation that changes something asks a second time when it is done, under its
   * name followed by {@link #DONE}; failing there is failing with the effect in place.
   *
   * @param operation what is about to be done, a constant of the fake
   * @param subject to what, a chunk's name for one
   */
  void before(String operation, String subject);

  /** What follows the name of an operation that has had its effect and is about to return. */
  String DONE = ", done";
}
