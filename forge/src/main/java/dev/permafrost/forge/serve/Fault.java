package dev.permafrost.forge.serve;

import java.nio.ByteBuffer;
import java.time.Duration;

/** One way of answering a request badly. Faults are values and may be used for many requests. */
public sealed interface Fault {

  /** A status without a body, no more is said. */
  static Fault status(int status) {
    return new Status(status, "");
  }

  /**
   * A status without a body.
   *
   * @param status the HTTP status, 300 or more
   * @param retryAfter the value of the Retry-After header (RFC 9110, section 10.2.3); empty for
   *     none
   */
  record Status(int status, String retryAfter) implements Fault {}

  /**
   * A status with the code of a store, as S3 writes it into the body.
   *
   * @param status the HTTP status, 300 or more
   * @param code the code; empty for no body
   */
  record Refusal(int status, String code) implements Fault {}

  /**
   * Sends a redirect.
   *
   * @param status the HTTP status, 301, 302, 303, 307 or 308
   * @param location the value of the Location header
   */
  record Redirect(int status, String location) implements Fault {}

  /**
   * Promises the whole body and closes the connection in the middle: a body cut on its way, and one
   * shorter than its Content-Length, look like this.
   *
   * @param afterBytes how many bytes of the body are sent; fewer than it has
   */
  record Cut(long afterBytes) implements Fault {}

  /**
   * Answers nothing more, and keeps the connection open until the server is closed.
   *
   * @param afterBytes how many bytes of the body are sent before; negative: not even a status is
   */
  record Hang(long afterBytes) implements Fault {}

  /**
   * Answers rightly, but late.
   *
   * @param howLong the time before the status is sent
   */
  record Delay(Duration howLong) implements Fault {}

  /**
   * Answers with other bytes than those that were asked for.
   *
   * @param bytes the whole body, position to limit; not copied
   */
  record Body(ByteBuffer bytes) implements Fault {}

  /** Answers with other bytes than those that were asked for. */
  static Fault body(byte[] bytes) {
    return new Body(ByteBuffer.wrap(bytes));
  }

  /**
   * Answers with a body that does not end and has no Content-Length, until the client goes away.
   *
   * @param filler the byte it is made of
   */
  record Endless(byte filler) implements Fault {}
}
