package dev.permafrost.domain.audit;

import dev.permafrost.ports.failure.StorageFailure;
import java.util.Locale;

/** How bad a finding is, in the order of badness: of several the worst counts. */
public enum Severity {
  /** Nothing is wrong; somebody may want to know. */
  NOTE,
  /** A run was cut short: nothing is lost, and another run finishes it. */
  UNFINISHED,
  /** It could not be looked at now, so nothing is concluded; a later audit may. */
  UNAVAILABLE,
  /** Bytes are damaged: they must be fetched or derived again. */
  DAMAGE,
  /** An operator must decide. */
  OPERATOR;

  /** The severity in lower case. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether an invariant or a settled store is violated. */
  public boolean isViolation() {
    return this != NOTE;
  }

  /** The severity of a failure that was met while something was checked. */
  static Severity of(StorageFailure failure) {
    return switch (failure.remedy()) {
      case REPLACE_DATA -> DAMAGE;
      case OPERATOR -> OPERATOR;
      default -> UNAVAILABLE;
    };
  }
}
