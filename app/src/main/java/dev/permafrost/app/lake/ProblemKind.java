package dev.permafrost.app.lake;

import dev.permafrost.app.outcome.ExitCode;

/** The problems that ledgers of a lake can have, with their exit codes. */
public enum ProblemKind {
  /** They do not exist, but later ones do. */
  MISSING("missing", ExitCode.OPERATOR, true),
  /** They do not exist, and neither do later ones: not yet. */
  AHEAD("not yet", ExitCode.TRY_LATER, false),
  /** Their bytes are damaged. */
  DAMAGED("damaged", ExitCode.DAMAGE, true),
  /** Their bytes are intact, but do not belong there. */
  WRONG("wrong", ExitCode.DAMAGE, true),
  /** They could not be read, so nothing is known about them. */
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

  /** The exit code for it. */
  public ExitCode exitCode() {
    return exitCode;
  }

  /** Whether fetching the ledgers from another lake resolves it. */
  public boolean isFetchable() {
    return isFetchable;
  }
}
