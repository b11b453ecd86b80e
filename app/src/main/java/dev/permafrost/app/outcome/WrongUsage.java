package dev.permafrost.app.outcome;

import org.jspecify.annotations.Nullable;

/** The command line or its configuration asks for something that cannot be meant. */
public final class WrongUsage extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Makes one; the message names the option and what is wrong with its value. */
  public WrongUsage(String message) {
    this(message, null);
  }

  /**
   * Makes one.
   *
   * @param cause what told, if anything did
   */
  public WrongUsage(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
