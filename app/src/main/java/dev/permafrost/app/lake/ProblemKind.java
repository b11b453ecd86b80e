package dev.permafrost.app.lake;

import dev.permafrost.app.outcome.ExitCode;

/** What can be wrong with the ledgers of a lake, and which exit code it has. */
public enum ProblemKind {
  /** They are nowhere, and the lake goes on behind them. */
  MISSING("missing", ExitCode.OPERATOR, true),
  /** They are not there, and nothing is behind them: not yet. */
  AHEAD("not yet", ExitCode.TRY_LATER, false),
  /** Their bytes cannot be what anybody stored. */
  DAMAGED("damaged", ExitCode.DAMAGE, true),
  /** Their bytes are sound and not what they should be. */
  WRONG("wrong", ExitCode.DAMAGE, true),
  /** They could not be read, so nothing is known of them. */
  UNREAD("unread", ExitCode.TRY_LATER, false);

  private final String word;
  private final ExitCode exitCode;
  private final boolean isFetchable;

  ProblemKind(String word, ExitCode exitCode, boolean isFetchable) {
    this.word = word;
    this.exitCode = exitCode;
    this.isFetchable = isFetchable;
  }

  /** Its name in results. */
  public String word() {
    return word;
  }

  /** What it makes a run exit with. */
  public ExitCode exitCode() {
    return exitCode;
  }

  /** Whether fetching them from another lake ends it. */
  public boolean isFetchable() {
    return isFetchable;
  }
}
