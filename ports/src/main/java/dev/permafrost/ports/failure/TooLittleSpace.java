package dev.permafrost.ports.failure;

import java.util.Optional;

/**
 * Thrown if an operation would not fit on a volume, as far as its size is known. Thrown before the
 * first byte is written; a volume that fills up during the operation is {@link NoSpace}.
 */
public final class TooLittleSpace extends StorageFailure {

  private static final long serialVersionUID = 1L;

  private final String volume;
  private final String action;
  private final long neededBytes;
  private final long freeBytes;

  /**
   * Creates the failure.
   *
   * @param volume the directory, or directories, on the volume
   * @param action the operation
   * @param neededBytes how many more bytes it needs there
   * @param freeBytes how many are free there
   */
  public TooLittleSpace(String volume, String action, long neededBytes, long freeBytes) {
    super(
        "too little space to "
            + action
            + ": "
            + neededBytes
            + " bytes are needed on the volume of "
            + volume
            + ", "
            + freeBytes
            + " are free",
        null,
        Remedy.OPERATOR);
    this.volume = volume;
    this.action = action;
    this.neededBytes = neededBytes;
    this.freeBytes = freeBytes;
  }

  /** The directory, or directories, on the volume. */
  public String volume() {
    return volume;
  }

  /** The operation. */
  public String action() {
    return action;
  }

  /** How many more bytes it needs. */
  public long neededBytes() {
    return neededBytes;
  }

  /** How many are free. */
  public long freeBytes() {
    return freeBytes;
  }

  @Override
  public Optional<OperatorNotice> notice() {
    return Optional.of(
        OperatorNotice.byHand(
            "PF-TOO-LITTLE-SPACE",
            "the operation does not fit, so it was not started",
            "free at least "
                + (neededBytes - freeBytes)
                + " bytes on the volume of "
                + volume
                + ", or put that root on a larger one",
            "ask for fewer chunks at a time",
            "if the estimate is known to be wrong, switch the check of space off"));
  }
}
