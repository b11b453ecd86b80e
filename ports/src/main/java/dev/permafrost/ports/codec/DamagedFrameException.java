package dev.permafrost.ports.codec;

/**
 * Thrown for bytes that are not exactly one valid frame. The caller, which knows where they came
 * from, translates it into a failure of that place. It never leaves the storage layer.
 */
public final class DamagedFrameException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Creates the exception; the message names the check, what was found, and what was expected. */
  public DamagedFrameException(String message) {
    super(message);
  }
}
