package dev.permafrost.app.outcome;

import dev.permafrost.ports.failure.StorageFailure;

/**
 * The exit code of a run, from the best to the worst; for several chunks the worst counts.
 *
 * <p>A wrong request ranks below a failure that may be temporary: a supervisor that tries again
 * then gets only the wrong request, and stops.
 */
public enum ExitCode {
  /** Everything requested is done. */
  DONE(0),
  /** The request was wrong: options, ranges, roots, a missing lake. */
  USAGE(2),
  /** A restart or a later try may help; also for any unexpected exception. */
  TRY_LATER(3),
  /** Damage was found: it must be fetched or derived again. */
  DAMAGE(1),
  /** An operator must act first; the notice was printed. */
  OPERATOR(4),
  /** Stopped by SIGHUP: the terminal is gone. */
  HUNG_UP(129),
  /** Stopped by SIGINT, or by a caller in the same process. */
  INTERRUPTED(130),
  /** Stopped by SIGTERM. */
  TERMINATED(143);

  private final int code;

  ExitCode(int code) {
    this.code = code;
  }

  /** The process's exit code. */
  public int code() {
    return code;
  }

  /** The code for a failure. */
  public static ExitCode of(Throwable failure) {
    if (failure instanceof WrongUsage) {
      return USAGE;
    }
    if (!(failure instanceof StorageFailure known)) {
      return TRY_LATER;
    }
    return switch (known.remedy()) {
      case REPLACE_DATA -> DAMAGE;
      case CHANGE_REQUEST -> USAGE;
      case TRY_LATER -> TRY_LATER;
      case OPERATOR -> OPERATOR;
      case NONE -> INTERRUPTED;
    };
  }

  /** The worse of two. */
  public ExitCode worse(ExitCode other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
