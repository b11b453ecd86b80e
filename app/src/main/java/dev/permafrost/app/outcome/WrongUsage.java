package dev.permafrost.app.outcome;

import org.jspecify.annotations.Nullable;

/** The command line or its configuration is invalid. */
public final class WrongUsage extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Creates the failure; the message names the option and what is wrong with its value. */
  public WrongUsage(String message) {
    this(message, null);
  }

  /**
   * Creates the failure.
   *
   * @param cause the exception that showed it, or null
   */
  public WrongUsage(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
