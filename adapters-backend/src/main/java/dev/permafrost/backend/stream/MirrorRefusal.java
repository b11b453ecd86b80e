package dev.permafrost.backend.stream;

import dev.permafrost.backend.transport.ResponseOutcome;
import dev.permafrost.ports.failure.StorageFailure;
import java.util.Optional;

/**
 * Why an object was not taken from one mirror.
 *
 * @param cursor the mirror
 * @param location the object's name there
 * @param outcome the outcome of the last request
 * @param attempts how many attempts were made
 * @param rejected what is wrong with the received object, if there was one
 */
record MirrorRefusal(
    MirrorCursor cursor,
    String location,
    ResponseOutcome outcome,
    int attempts,
    Optional<StorageFailure> rejected) {

  /** Whether the mirror says that the object does not exist. */
  boolean isAbsence() {
    return rejected.isEmpty() && cursor.store().isAbsent(outcome);
  }

  StorageFailure failure() {
    return rejected.orElseGet(() -> outcome.failure(location, attempts));
  }

  /** The reason in words, without secrets. */
  String words() {
    return isAbsence() ? location + " is not there" : String.valueOf(failure().getMessage());
  }
}
