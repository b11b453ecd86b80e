package dev.permafrost.app.lake;

import java.util.List;

/**
 * How far a check came and what it found: all that a later run needs to go on.
 *
 * @param format the form of this; {@value #FORMAT}
 * @param question what was asked
 * @param next the first ledger that was not looked at
 * @param ledgers how many sound ledgers were read
 * @param objects how many objects these are in
 * @param storedBytes how many bytes these have
 * @param chain the links that are not judged yet
 * @param problems what was found
 */
public record CheckState(
    String format,
    CheckQuestion question,
    long next,
    long ledgers,
    long objects,
    long storedBytes,
    ChainRuns.Kept chain,
    List<Problem> problems) {

  static final String FORMAT = "permafrost lake check 1";

  /**
   * Checks the form.
   *
   * @throws IllegalArgumentException if it is another one
   */
  public CheckState {
    problems = List.copyOf(problems);
    if (!format.equals(FORMAT) || next < question.first() || next > question.last() + 1) {
      throw new IllegalArgumentException("no state of a check");
    }
  }

  /** A check that has not looked at anything. */
  public static CheckState begin(CheckQuestion question) {
    return new CheckState(
        FORMAT, question, question.first(), 0, 0, 0, ChainRuns.nothing(), List.of());
  }

  /** Whether everything was looked at. */
  public boolean isComplete() {
    return next > question.last();
  }
}
