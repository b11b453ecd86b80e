package dev.permafrost.forge.serve;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * An answer to be sent: its status, and its body if it has one.
 *
 * @param status the HTTP status
 * @param type the Content-Type
 * @param tag the entity tag, with its quotes; empty for none
 * @param sizeBytes the size of the whole object
 * @param span the part of it that is answered; without meaning where the body is empty
 * @param body that part
 */
record Answer(int status, String type, String tag, long sizeBytes, ByteSpan span, ByteBuffer body) {

  /** A status without a body. */
  static Answer empty(int status) {
    return whole(status, "text/plain", new byte[0]);
  }

  /** An error with its body. */
  static Answer error(int status, byte[] xml) {
    return whole(status, "application/xml", xml);
  }

  /** A text. */
  static Answer text(String type, String text) {
    return whole(200, type, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Bytes of which nothing else is known. */
  static Answer bytes(ByteBuffer body) {
    int length = body.remaining();
    return new Answer(
        200, "application/octet-stream", "", length, new ByteSpan(0, length), body.duplicate());
  }

  private static Answer whole(int status, String type, byte[] body) {
    ByteSpan span = new ByteSpan(0, body.length);
    return new Answer(status, type, "", body.length, span, ByteBuffer.wrap(body));
  }

  /** The bytes of the body, up to a number of them, in a new array. */
  byte[] firstBytes(long most) {
    byte[] bytes = new byte[(int) Math.min(most, body.remaining())];
    body.duplicate().get(bytes);
    return bytes;
  }
}
