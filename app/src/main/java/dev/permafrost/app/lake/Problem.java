package dev.permafrost.app.lake;

import dev.permafrost.app.outcome.ExitCode;
import dev.permafrost.backend.stream.ObjectWalk;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.failure.LakeDamage;
import dev.permafrost.ports.failure.StorageFailure;
import java.util.Optional;

/**
 * A run of ledgers with which the same thing is the matter.
 *
 * @param kind what
 * @param first the first ledger
 * @param last the last ledger
 * @param objects how many objects hold them, or should
 * @param text what is known of the first of these objects, without secrets
 * @param exitCode what it makes a run exit with
 */
public record Problem(
    ProblemKind kind, long first, long last, long objects, String text, ExitCode exitCode) {

  /** A problem whose exit code is its kind's. */
  public Problem(ProblemKind kind, long first, long last, long objects, String text) {
    this(kind, first, last, objects, text, kind.exitCode());
  }

  /**
   * What is the matter with an object that is not sound.
   *
   * @param ledgers those of its ledgers that are asked about
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

  /** Whether another one goes on where this one ends, so that both are one. */
  boolean isContinuedBy(Problem next) {
    return kind == next.kind && exitCode == next.exitCode && last + 1 == next.first;
  }

  /** This one and the one that continues it. */
  Problem with(Problem next) {
    return new Problem(kind, first, next.last, objects + next.objects, text, exitCode);
  }

  /** The ledgers, as a range or a number. */
  public String ledgers() {
    return first == last ? Long.toString(first) : first + "-" + last;
  }

  /** What is known, for people. */
  public String detail() {
    return objects > 1 ? text + " (the first of " + objects + " objects)" : text;
  }
}
