package dev.permafrost.ports.failure;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A sync failed. What it covered may be gone although it is visible, so the sync is never retried
 * and nothing that depends on it is said to be durable.
 */
public final class DurabilityFailure extends StorageFailure {

  private static final long serialVersionUID = 1L;

  private final String path;

  /**
   * Makes one of its facts.
   *
   * @param path what was synced
   * @param cause what it was translated from, if anything
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
            "the disk could not make " + path + " durable; what was being written does not count",
            "look for errors of the disk under " + path,
            "run the command again once the disk is sound: unfinished work is done again"));
  }
}
