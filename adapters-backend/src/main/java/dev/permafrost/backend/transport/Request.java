package dev.permafrost.backend.transport;

import dev.permafrost.backend.access.Locations;
import java.net.URI;

/**
 * One request: an object, a part of it, or only whether it is there.
 *
 * @param uri what is asked for
 * @param wanted how much of it
 * @param fromByte where the wanted part of the body begins; 0 for all of it
 * @param tag the entity tag that the part must belong to, where it is not all
 * @param mostBytes how large the body may be
 * @param isFresh whether caches on the way are to ask the server again
 */
public record Request(
    URI uri, Wanted wanted, long fromByte, String tag, long mostBytes, boolean isFresh) {

  /** How much of an object is asked for. */
  public enum Wanted {
    /** Whether it is there: a HEAD, whose answer has no body, and so no store's code. */
    WORD,
    /** The same, with a GET of its first byte, which is not kept. */
    FIRST_BYTE,
    /** Its body, or the rest of it. */
    BODY
  }

  /** Whether something is there. */
  public static Request head(URI uri) {
    return new Request(uri, Wanted.WORD, 0, "", 0, false);
  }

  /** Whether something is there, of a server that answers no HEAD, or does not say enough to it. */
  public static Request firstByte(URI uri) {
    return new Request(uri, Wanted.FIRST_BYTE, 0, "", 0, false);
  }

  /** All of something. */
  public static Request get(URI uri, long mostBytes) {
    return new Request(uri, Wanted.BODY, 0, "", mostBytes, false);
  }

  /** The rest of this, from a byte on, if it is still the same. */
  public Request rest(long from, String ofTag) {
    return new Request(uri, Wanted.BODY, from, ofTag, mostBytes - from, isFresh);
  }

  /** The same, and caches on the way are to ask the server again. */
  public Request fresh() {
    return new Request(uri, wanted, fromByte, tag, mostBytes, true);
  }

  /** The same question with a GET of the first byte. */
  public Request asFirstByte() {
    return new Request(uri, Wanted.FIRST_BYTE, 0, "", 0, isFresh);
  }

  /** Whether the body is wanted, or else only a word about it. */
  public boolean wantsBody() {
    return wanted == Wanted.BODY;
  }

  /** Whether its answer has a body, so that a refusal can have a code. */
  public boolean isGet() {
    return wanted != Wanted.WORD;
  }

  /** What is asked for, for messages. */
  public String location() {
    return Locations.withoutSecrets(uri);
  }
}
