package dev.permafrost.prove.lakes;

import dev.permafrost.forge.serve.SignatureGate;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;

/** One way of answering a request badly. Troubles are used for many requests at once. */
@FunctionalInterface
interface Trouble {

  /**
   * Answers.
   *
   * @return whether the connection can be used again
   */
  boolean answer(Exchange exchange) throws IOException;

  /** A status with fields of the head, and no body. */
  static Trouble status(int status, String... fields) {
    return exchange -> exchange.sayOnly(MessageHead.answer(status, fields));
  }

  /**
   * The right answer, that breaks off: the connection is closed after so many bytes of the body.
   */
  static Trouble cut(int afterBytes) {
    return exchange -> {
      sendUpTo(afterBytes, exchange);
      return false;
    };
  }

  private static void sendUpTo(int bytes, Exchange exchange) throws IOException {
    Exchange.Reply reply = exchange.ask();
    exchange.send(reply.head().bytes());
    exchange.send(Arrays.copyOf(reply.body(), Math.min(bytes, reply.body().length)));
  }

  /** The right answer, that breaks off with a reset of the connection. */
  static Trouble reset(int afterBytes) {
    return exchange -> {
      if (afterBytes >= 0) {
        sendUpTo(afterBytes, exchange);
      }
      exchange.reset();
      return false;
    };
  }

  /**
   * Silence until the proxy is closed or the client goes.
   *
   * @param afterBytes how many bytes of the body are sent before; negative: not even a status is
   */
  static Trouble hang(int afterBytes) {
    return exchange -> {
      if (afterBytes >= 0) {
        sendUpTo(afterBytes, exchange);
      }
      exchange.hang();
      return false;
    };
  }

  /** The right answer, late. */
  static Trouble delay(Duration howLong) {
    return exchange -> {
      exchange.pause(howLong);
      return exchange.passOn();
    };
  }

  /** The right answer, its body in so many pieces with a pause before each. */
  static Trouble trickle(int pieces, Duration pause) {
    return exchange -> {
      Exchange.Reply reply = exchange.ask();
      exchange.send(reply.head().bytes());
      byte[] body = reply.body();
      int pieceBytes = Math.max(1, (body.length + pieces - 1) / pieces);
      for (int from = 0; from < body.length; from += pieceBytes) {
        exchange.pause(pause);
        exchange.send(Arrays.copyOfRange(body, from, Math.min(body.length, from + pieceBytes)));
      }
      return false;
    };
  }

  /** The right answer with another Content-Length, larger or smaller by some bytes. */
  static Trouble wrongLength(int byBytes) {
    return exchange -> {
      Exchange.Reply reply = exchange.ask();
      exchange.send(
          reply
              .head()
              .with("Content-Length", Integer.toString(reply.body().length + byBytes))
              .bytes());
      exchange.send(reply.body());
      return false;
    };
  }

  /** The right answer with one bit of its body turned. */
  static Trouble corrupt(int atByte) {
    return exchange -> {
      Exchange.Reply reply = exchange.ask();
      byte[] body = reply.body();
      body[Math.min(atByte, body.length - 1)] ^= 1;
      exchange.send(reply.head().bytes());
      exchange.send(body);
      return false;
    };
  }

  /** What is not there is forbidden, as S3 says to whom it does not let list. */
  static Trouble hideWhatIsMissing() {
    return forWhatIsMissing(refuse(403, "AccessDenied"));
  }

  private static Trouble forWhatIsMissing(Trouble other) {
    return exchange -> {
      Exchange.Reply reply = exchange.ask();
      return reply.head().status() == 404 ? other.answer(exchange) : exchange.send(reply);
    };
  }

  /** A refusal with the code of a store; no body comes after a HEAD. */
  static Trouble refuse(int status, String code, String... fields) {
    return refuse(new SignatureGate.Refusal(status, code, code), fields);
  }

  private static Trouble refuse(SignatureGate.Refusal refusal, String... fields) {
    MessageHead head = MessageHead.answer(refusal.status(), fields);
    return say(head.with("Content-Type", "application/xml"), refusal.xml());
  }

  /** A page of HTML with a title. */
  static Trouble page(int status, String title) {
    byte[] html = ("<html><title>" + title + "</title></html>").getBytes(StandardCharsets.UTF_8);
    return say(MessageHead.answer(status, "Content-Type: text/html"), html);
  }

  /** What is not there is answered with a page. */
  static Trouble pageForWhatIsMissing() {
    return forWhatIsMissing(page(200, "Welcome"));
  }

  /** The right answer, compressed by something on the way. */
  static Trouble compressed() {
    return exchange -> {
      Exchange.Reply reply = exchange.ask();
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
        gzip.write(reply.body());
      }
      return exchange.send(
          new Exchange.Reply(
              reply
                  .head()
                  .with("Content-Encoding", "gzip")
                  .with("Content-Length", Integer.toString(bytes.size())),
              bytes.toByteArray()));
    };
  }

  /** The right answer with other fields in its head. */
  static Trouble with(String... fields) {
    return exchange -> {
      Exchange.Reply reply = exchange.ask();
      MessageHead head = reply.head();
      for (int i = 0; i < fields.length; i += 2) {
        head = head.with(fields[i], fields[i + 1]);
      }
      return exchange.send(new Exchange.Reply(head, reply.body()));
    };
  }

  /**
   * The right answer for requests that a gate lets pass, and its refusal for the others.
   *
   * @param ahead how far the gate's clock is ahead
   */
  static Trouble gate(SignatureGate gate, Duration ahead) {
    return exchange -> {
      MessageHead request = exchange.request();
      Optional<SignatureGate.Refusal> refusal =
          gate.refusal(
              request.part(0), request.part(1), request.fields(), Instant.now().plus(ahead));
      return refusal.isEmpty() ? exchange.passOn() : refuse(refusal.get()).answer(exchange);
    };
  }

  /** An answer of its own. */
  static Trouble say(MessageHead head, byte[] body) {
    return exchange ->
        exchange.send(
            new Exchange.Reply(
                head.with("Content-Length", Integer.toString(body.length)), body.clone()));
  }
}
