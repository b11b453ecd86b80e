package dev.permafrost.domain.flow;

import dev.permafrost.ports.failure.StorageFailure;
import org.jspecify.annotations.Nullable;

/**
 * Where the bytes of a ledger came from: knows which failure damage means there. Immutable, used on
 * any thread.
 */
public interface Origin {

  /** The place, for messages. */
  String location();

  /**
   * The failure that damaged bytes are at this place.
   *
   * @param sequence the ledger they were taken for
   * @param damage the check, what was found, what was expected
   * @param cause what found it, if anything
   */
  StorageFailure damaged(long sequence, String damage, @Nullable Throwable cause);
}
