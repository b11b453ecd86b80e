package dev.permafrost.ports.events;

/**
 * One request to a lake is over: answered, failed, or given up for another one. Requests that their
 * asker no longer needs are not told.
 *
 * @param mirror the address of the lake that was asked, without user, query and fragment
 * @param result what came of it
 * @param bytes how many bytes of a body came
 * @param elapsedNanos how long it took, the time included that its body was held back for want of
 *     room
 * @param attempt which attempt at the same thing it was at this mirror, from 1; what is above 1 is
 *     a retry
 */
public record LakeRequest(
    String mirror, Result result, long bytes, long elapsedNanos, int attempt) {

  /** What came of a request. */
  public enum Result {
    /** What was asked for came, or is there. */
    PRESENT,
    /** It is not there. */
    ABSENT,
    /** The lake asks for credentials, or refuses those that were shown. */
    FORBIDDEN,
    /** It is in an archive that must give it back first. */
    ARCHIVED,
    /** The lake calls the request wrong. */
    REFUSED,
    /** A failure that may pass. */
    TRANSIENT,
    /** There is no way to the server. */
    UNREACHABLE,
    /** What came is not what its server says it is. */
    CORRUPT,
    /** What came is larger than it may be. */
    TOO_LARGE,
    /** No answer came for long, and the same was asked once more in its place. */
    HEDGED
  }
}
