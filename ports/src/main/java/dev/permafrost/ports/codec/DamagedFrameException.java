package dev.permafrost.ports.codec;

/**
 * Bytes that are not exactly one sound frame. The caller, which knows where they came from, turns
 * it into the failure of that place. It never leaves the storage layer.
 */
public final class DamagedFrameException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Makes one; the message names the check, what was found, and what was expected. */
  public DamagedFrameException(String message) {
    super(message);
  }
}
