package dev.permafrost.backend.transport;

import dev.permafrost.ports.events.LakeRequest;
import dev.permafrost.ports.events.LakeRequest.Result;
import dev.permafrost.ports.events.StorageEvents;

/**
 * Reports the requests to one mirror as they end.
 *
 * @param mirror its address, without secrets
 * @param events the observer
 */
public record RequestLog(String mirror, StorageEvents events) {

  /** A request has ended. */
  public void ended(ResponseOutcome.Kind kind, long bytes, long elapsedNanos, int attempt) {
    events.requested(new LakeRequest(mirror, result(kind), bytes, elapsedNanos, attempt));
  }

  /** A request was given up, because it is sent again. */
  public void hedged(long elapsedNanos, int attempt) {
    events.requested(new LakeRequest(mirror, Result.HEDGED, 0, elapsedNanos, attempt));
  }

  private static Result result(ResponseOutcome.Kind kind) {
    return switch (kind) {
      case PRESENT -> Result.PRESENT;
      case ABSENT -> Result.ABSENT;
      case FORBIDDEN -> Result.FORBIDDEN;
      case ARCHIVED -> Result.ARCHIVED;
      case REFUSED -> Result.REFUSED;
      case TRANSIENT -> Result.TRANSIENT;
      case UNREACHABLE -> Result.UNREACHABLE;
      case CORRUPT -> Result.CORRUPT;
      case TOO_LARGE -> Result.TOO_LARGE;
    };
  }
}
