package dev.permafrost.ports.failure;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Thrown if a sync fails. The data it covered may be lost although it is visible. So the sync is
 * never retried, and nothing that depends on it is reported as durable.
 */
public final class DurabilityFailure extends StorageFailure {

  private static final long serialVersionUID = 1L;

  private final String path;

  /**
   * Creates the failure.
   *
   * @param path what was synced
   * @param cause the exception that was translated, or null
   */
  public DurabilityFailure(String path, @Nullable Throwable cause) {
    super("could not make " + path + " durable", cause, Remedy.OPERATOR);
    this.path = path;
  }

  /** What was synced. */
  public String path() {
    return path;
  }

  @Override
  public Optional<OperatorNotice> notice() {
    return Optional.of(
        OperatorNotice.byHand(
            "PF-SYNC",
            "the disk could not make "
                + path
                + " durable; what was being written does not count as stored",
            "look for errors of the disk under " + path,
            "run the command again once the disk is sound: unfinished work is done again"));
  }
}
