package dev.permafrost.ports.events;

/**
 * A completed request to a lake: answered, failed, or replaced by another one. Requests whose
 * result is no longer needed are not reported.
 *
 * @param mirror the address of the lake, without user, query and fragment
 * @param result the result
 * @param bytes how many bytes of a body arrived
 * @param elapsedNanos how long it took, including time during which the body waited for buffer
 *     space
 * @param attempt the number of the attempt at this object at this mirror, from 1; above 1 it is a
 *     retry
 */
public record LakeRequest(
    String mirror, Result result, long bytes, long elapsedNanos, int attempt) {

  /** The result of a request. */
  public enum Result {
    /** The object arrived, or exists. */
    PRESENT,
    /** The object does not exist. */
    ABSENT,
    /** The lake asks for credentials, or refuses those that were sent. */
    FORBIDDEN,
    /** The object is archived and must be restored first. */
    ARCHIVED,
    /** The lake rejects the request as invalid. */
    REFUSED,
    /** A failure that may pass. */
    TRANSIENT,
    /** The server cannot be reached. */
    UNREACHABLE,
    /** The body is not what the server declares it to be. */
    CORRUPT,
    /** The body is larger than allowed. */
    TOO_LARGE,
    /** The answer was slow, and the request was replaced by another one for the same object. */
    HEDGED
  }
}
