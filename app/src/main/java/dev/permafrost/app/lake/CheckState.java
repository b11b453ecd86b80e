package dev.permafrost.app.lake;

import java.util.List;

/**
 * The progress and the findings of a check, from which a later run continues.
 *
 * @param format the version of this format; {@value #FORMAT}
 * @param question the parameters
 * @param next the first ledger that was not checked
 * @param ledgers how many correct ledgers were read
 * @param objects how many objects hold them
 * @param storedBytes the size of those objects
 * @param chain the links that are not judged yet
 * @param problems the findings
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
   * Checks the format.
   *
   * @throws IllegalArgumentException if it is another one
   */
  public CheckState {
    problems = List.copyOf(problems);
    if (!format.equals(FORMAT) || next < question.first() || next > question.last() + 1) {
      throw new IllegalArgumentException("not the state of a check");
    }
  }

  /** The state of a check that has not started. */
  public static CheckState begin(CheckQuestion question) {
    return new CheckState(
        FORMAT, question, question.first(), 0, 0, 0, ChainRuns.nothing(), List.of());
  }

  /** Whether everything was checked. */
  public boolean isComplete() {
    return next > question.last();
  }
}
