package dev.permafrost.domain.flow;

import dev.permafrost.ports.failure.StorageFailure;
import org.jspecify.annotations.Nullable;

/**
 * Where the bytes of a ledger came from: decides the failure for damage. Immutable and thread-safe.
 */
public interface Origin {

  /** The place, for messages. */
  String location();

  /**
   * Creates the failure for damaged bytes at this place.
   *
   * @param sequence the expected ledger
   * @param damage the check, what was found, what was expected
   * @param cause the exception that found it, if any
   */
  StorageFailure damaged(long sequence, String damage, @Nullable Throwable cause);
}
