package dev.permafrost.backend.transport;

import dev.permafrost.backend.access.Locations;
import java.net.URI;

/**
 * One request: an object, a part of it, or only whether it is there.
 *
 * @param uri what is asked for
 * @param wantsBody false for a HEAD
 * @param fromByte where the wanted part of the body begins; 0 for all of it
 * @param tag the entity tag that the part must belong to, where it is not all
 * @param mostBytes how large the body may be
 */
public record Request(URI uri, boolean wantsBody, long fromByte, String tag, long mostBytes) {

  /** Whether something is there. */
  public static Request head(URI uri) {
    return new Request(uri, false, 0, "", 0);
  }

  /** All of something. */
  public static Request get(URI uri, long mostBytes) {
    return new Request(uri, true, 0, "", mostBytes);
  }

  /** The rest of something, from a byte on, if it is still the same. */
  public static Request rest(URI uri, long fromByte, String tag, long mostBytes) {
    return new Request(uri, true, fromByte, tag, mostBytes);
  }

  /** What is asked for, for messages. */
  public String location() {
    return Locations.withoutSecrets(uri);
  }
}
