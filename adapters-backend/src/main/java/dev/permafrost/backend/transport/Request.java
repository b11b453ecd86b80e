package dev.permafrost.backend.transport;

import dev.permafrost.backend.access.Locations;
import java.net.URI;

/**
 * One request: for an object, a part of it, or only its existence.
 *
 * @param uri the address
 * @param wanted how much of it
 * @param fromByte where the requested part of the body starts; 0 for all of it
 * @param tag the entity tag that the part must belong to, if it is not all
 * @param mostBytes the maximum size of the body
 * @param isFresh whether caches on the way must ask the server again
 */
public record Request(
    URI uri, Wanted wanted, long fromByte, String tag, long mostBytes, boolean isFresh) {

  /** How much of an object is requested. */
  public enum Wanted {
    /** Its existence: a HEAD, whose answer has no body, and so no store's code. */
    WORD,
    /** The same, with a GET of its first byte, which is not kept. */
    FIRST_BYTE,
    /** Its body, or the rest of it. */
    BODY
  }

  /** A request for existence. */
  public static Request head(URI uri) {
    return new Request(uri, Wanted.WORD, 0, "", 0, false);
  }

  /** A request for existence, to a server that does not answer HEAD, or not conclusively. */
  public static Request firstByte(URI uri) {
    return new Request(uri, Wanted.FIRST_BYTE, 0, "", 0, false);
  }

  /** A request for the whole object. */
  public static Request get(URI uri, long mostBytes) {
    return new Request(uri, Wanted.BODY, 0, "", mostBytes, false);
  }

  /** A request for the rest, from a byte on, if the object has not changed. */
  public Request rest(long from, String ofTag) {
    return new Request(uri, Wanted.BODY, from, ofTag, mostBytes - from, isFresh);
  }

  /** The same, but caches on the way must ask the server again. */
  public Request fresh() {
    return new Request(uri, wanted, fromByte, tag, mostBytes, true);
  }

  /** The same question with a GET of the first byte. */
  public Request asFirstByte() {
    return new Request(uri, Wanted.FIRST_BYTE, 0, "", 0, isFresh);
  }

  /** Whether the body is requested, or only the existence. */
  public boolean wantsBody() {
    return wanted == Wanted.BODY;
  }

  /** Whether its answer has a body, so that a refusal can have a code. */
  public boolean isGet() {
    return wanted != Wanted.WORD;
  }

  /** The address, for messages. */
  public String location() {
    return Locations.withoutSecrets(uri);
  }
}
