package dev.permafrost.app.lake;

import dev.permafrost.app.outcome.ExitCode;
import dev.permafrost.backend.stream.ObjectWalk;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.failure.LakeDamage;
import dev.permafrost.ports.failure.StorageFailure;
import java.util.Optional;

/**
 * A run of ledgers with the same problem.
 *
 * @param kind the problem
 * @param first the first ledger
 * @param last the last ledger
 * @param objects how many objects hold them, or should
 * @param text details about the first of these objects, without secrets
 * @param exitCode the exit code for it
 */
public record Problem(
    ProblemKind kind, long first, long last, long objects, String text, ExitCode exitCode) {

  /** Creates a problem with the exit code of its kind. */
  public Problem(ProblemKind kind, long first, long last, long objects, String text) {
    this(kind, first, last, objects, text, kind.exitCode());
  }

  /**
   * The problem of an unsound object.
   *
   * @param ledgers its ledgers that were requested
   */
  static Problem of(ObjectWalk walk, LedgerRange ledgers) {
    Optional<StorageFailure> failure = walk.failure();
    ProblemKind kind =
        switch (walk.state()) {
          case MISSING -> ProblemKind.MISSING;
          case DAMAGED -> ProblemKind.DAMAGED;
          case WRONG -> ProblemKind.WRONG;
          case UNREAD, SOUND -> ProblemKind.UNREAD;
        };
    return new Problem(
        kind,
        ledgers.first(),
        ledgers.last(),
        1,
        failure.map(Problem::text).orElse(walk.location() + " is not there"),
        failure.map(ExitCode::of).orElse(kind.exitCode()));
  }

  private static String text(StorageFailure failure) {
    return failure instanceof LakeDamage damage
        ? damage.location() + ": " + damage.damage()
        : String.valueOf(failure.getMessage());
  }

  /** Whether another problem continues this one, so that both are one. */
  boolean isContinuedBy(Problem next) {
    return kind == next.kind && exitCode == next.exitCode && last + 1 == next.first;
  }

  /** This problem extended by the one that continues it. */
  Problem with(Problem next) {
    return new Problem(kind, first, next.last, objects + next.objects, text, exitCode);
  }

  /** The ledgers, as a range or a number. */
  public String ledgers() {
    return first == last ? Long.toString(first) : first + "-" + last;
  }

  /** The details, for people. */
  public String detail() {
    return objects > 1 ? text + " (the first of " + objects + " objects)" : text;
  }
}
