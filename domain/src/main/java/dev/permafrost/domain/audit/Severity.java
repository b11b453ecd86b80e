package dev.permafrost.domain.audit;

import dev.permafrost.ports.failure.StorageFailure;
import java.util.Locale;

/** How bad a finding is, in ascending order; the worst of several counts. */
public enum Severity {
  /** Nothing is wrong; it is only information. */
  NOTE,
  /** Unfinished work of an interrupted run: nothing is lost, and another run finishes it. */
  UNFINISHED,
  /** It cannot be checked at the moment, so nothing is concluded; a later audit may. */
  UNAVAILABLE,
  /** Bytes are damaged: they must be fetched or derived again. */
  DAMAGE,
  /** An operator must decide. */
  OPERATOR;

  /** The severity in lower case. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether an invariant is violated, or work is unfinished. */
  public boolean isViolation() {
    return this != NOTE;
  }

  /** The severity of a failure during a check. */
  static Severity of(StorageFailure failure) {
    return switch (failure.remedy()) {
      case REPLACE_DATA -> DAMAGE;
      case OPERATOR -> OPERATOR;
      default -> UNAVAILABLE;
    };
  }
}
