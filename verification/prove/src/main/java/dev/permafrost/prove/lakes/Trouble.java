package dev.permafrost.prove.lakes;

import dev.permafrost.forge.serve.SignatureGate;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

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
      Exchange.Reply reply = exchange.ask();
      exchange.send(reply.head().bytes());
      exchange.send(Arrays.copyOf(reply.body(), Math.min(afterBytes, reply.body().length)));
      return false;
    };
  }

  /** The right answer, that breaks off with a reset of the connection. */
  static Trouble reset(int afterBytes) {
    return exchange -> {
      Exchange.Reply reply = exchange.ask();
      if (afterBytes >= 0) {
        exchange.send(reply.head().bytes());
        exchange.send(Arrays.copyOf(reply.body(), Math.min(afterBytes, reply.body().length)));
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
        Exchange.Reply reply = exchange.ask();
        exchange.send(reply.head().bytes());
        exchange.send(Arrays.copyOf(reply.body(), Math.min(afterBytes, reply.body().length)));
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
    return exchange -> {
      Exchange.Reply reply = exchange.ask();
      return reply.head().status() == 404
          ? exchange.sayOnly(MessageHead.answer(403))
          : exchange.send(reply);
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
      return refusal.isEmpty()
          ? exchange.passOn()
          : exchange.send(
              new Exchange.Reply(
                  MessageHead.answer(refusal.get().status(), "Content-Type: application/xml")
                      .with("Content-Length", Integer.toString(refusal.get().xml().length)),
                  refusal.get().xml()));
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
