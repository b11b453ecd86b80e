package dev.permafrost.prove.lakes;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** One request that came to the fault proxy, with the means to answer it, rightly or not. */
final class Exchange {

  private final MessageHead request;
  private final Socket connection;
  private final Socket client;
  private final Upstream upstream;
  private final CountDownLatch closing;

  /** An answer, its body whole. */
  static final class Reply {

    private final MessageHead head;
    private final byte[] body;

    Reply(MessageHead head, byte[] body) {
      this.head = head;
      this.body = body;
    }

    MessageHead head() {
      return head;
    }

    /** The body itself, not a copy. */
    byte[] body() {
      return body;
    }
  }

  /**
   * Begins with nothing said.
   *
   * @param connection the client's
   * @param client the same, or TLS over it
   */
  Exchange(
      MessageHead request,
      Socket connection,
      Socket client,
      Upstream upstream,
      CountDownLatch closing) {
    this.request = request;
    this.connection = connection;
    this.client = client;
    this.upstream = upstream;
    this.closing = closing;
  }

  /** The head of the request. */
  MessageHead request() {
    return request;
  }

  /** Asks the server for the right answer. */
  Reply ask() throws IOException {
    return upstream.ask(request);
  }

  /** Sends the right answer. */
  boolean passOn() throws IOException {
    return send(ask());
  }

  /** Sends an answer whole; returns whether the connection can be used again. */
  boolean send(Reply reply) throws IOException {
    MessageHead head = reply.head();
    boolean staysOpen =
        head.start().startsWith("HTTP/1.1") && !head.field("Content-Length").isEmpty();
    send((staysOpen ? head : head.with("Connection", "close")).bytes());
    if (!request.part(0).equals("HEAD")) {
      send(reply.body());
    }
    return staysOpen;
  }

  /** Sends a head, and no body. */
  boolean sayOnly(MessageHead head) throws IOException {
    return send(new Reply(head.with("Content-Length", "0"), new byte[0]));
  }

  /** Sends bytes as they are. */
  void send(byte[] bytes) throws IOException {
    client.getOutputStream().write(bytes);
    client.getOutputStream().flush();
  }

  /** Ends the connection with a reset. */
  void reset() throws IOException {
    client.setSoLinger(true, 0);
    connection.close();
  }

  /** Says nothing until the proxy is closed or the client goes. */
  void hang() throws IOException {
    while (closing.getCount() > 0 && client.getInputStream().read() >= 0) {
      // A client that still speaks is not answered.
    }
  }

  /** Waits, no longer than the proxy is open. */
  void pause(Duration howLong) throws IOException {
    try {
      if (closing.await(howLong.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new IOException("the proxy is closed");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
