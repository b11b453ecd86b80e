package dev.permafrost.app.outcome;

import dev.permafrost.ports.failure.StorageFailure;

/**
 * The exit code of a run, from the best to the worst: of several chunks the worst counts.
 *
 * <p>A wrong request stands below a failure that may pass by itself: a supervisor that tries again
 * then meets the wrong request alone, and stops.
 */
public enum ExitCode {
  /** Everything that was asked for is done. */
  DONE(0),
  /** The request was wrong: options, ranges, roots, no lake where one is needed. */
  USAGE(2),
  /** A restart or a later try may help; any unexpected exception, too. */
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

  /** The number that the process exits with. */
  public int code() {
    return code;
  }

  /** The code that a failure asks for. */
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
