package dev.permafrost.forge.serve;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Answers each request as the script says, or well. */
final class LakeHandler implements HttpHandler {

  private static final int NO_BODY = -1;
  private static final int UNKNOWN_LENGTH = 0;

  private final ServedDirectory served;
  private final Optional<SignatureGate> gate;
  private final FaultScript<LakeRequest, Fault> faults;
  private final RequestLog requests;
  private final CountDownLatch closing;
  private final AtomicLong numbers = new AtomicLong();

  LakeHandler(
      ServedDirectory served,
      Optional<SignatureGate> gate,
      FaultScript<LakeRequest, Fault> faults,
      RequestLog requests,
      CountDownLatch closing) {
    this.served = served;
    this.gate = gate;
    this.faults = faults;
    this.requests = requests;
    this.closing = closing;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      LakeRequest request = read(exchange);
      requests.add(request);
      Optional<SignatureGate.Refusal> refusal = gate.flatMap(it -> refusal(it, exchange));
      Optional<Fault> fault = faults.faultFor(request);
      if (refusal.isPresent()) {
        send(exchange, refusal.get().answer());
      } else if (fault.isPresent()) {
        misbehave(exchange, request, fault.get());
      } else {
        send(exchange, answer(exchange, request));
      }
    }
  }

  private static Optional<SignatureGate.Refusal> refusal(
      SignatureGate gate, HttpExchange exchange) {
    List<String> lines = new ArrayList<>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> values.forEach(value -> lines.add(name + ": " + value)));
    return gate.refusal(
        exchange.getRequestMethod(), exchange.getRequestURI().toString(), lines, Instant.now());
  }

  private LakeRequest read(HttpExchange exchange) {
    String query = exchange.getRequestURI().getRawQuery();
    return new LakeRequest(
        numbers.incrementAndGet(),
        exchange.getRequestMethod(),
        exchange.getRequestURI().getPath().replaceFirst("^/+", ""),
        query == null ? "" : query,
        header(exchange, "Range"));
  }

  private Answer answer(HttpExchange exchange, LakeRequest request) throws IOException {
    boolean isRead = request.method().equals("GET") || request.method().equals("HEAD");
    return isRead ? served.answer(request, header(exchange, "If-Range")) : Answer.empty(405);
  }

  private void misbehave(HttpExchange exchange, LakeRequest request, Fault fault)
      throws IOException {
    if (fault instanceof Fault.Status status) {
      if (!status.retryAfter().isEmpty()) {
        exchange.getResponseHeaders().set("Retry-After", status.retryAfter());
      }
      exchange.sendResponseHeaders(status.status(), NO_BODY);
    } else if (fault instanceof Fault.Refusal refusal) {
      send(
          exchange,
          refusal.code().isEmpty()
              ? Answer.empty(refusal.status())
              : new SignatureGate.Refusal(refusal.status(), refusal.code(), refusal.code())
                  .answer());
    } else if (fault instanceof Fault.Redirect redirect) {
      exchange.getResponseHeaders().set("Location", redirect.location());
      exchange.sendResponseHeaders(redirect.status(), NO_BODY);
    } else if (fault instanceof Fault.Cut cut) {
      sendPart(exchange, answer(exchange, request), cut.afterBytes());
    } else if (fault instanceof Fault.Hang hang) {
      hang(exchange, request, hang.afterBytes());
    } else if (fault instanceof Fault.Delay delay) {
      waitUntilClosing(delay.howLong());
      send(exchange, answer(exchange, request));
    } else if (fault instanceof Fault.Body body) {
      send(exchange, Answer.bytes(body.bytes()));
    } else if (fault instanceof Fault.Endless endless) {
      sendWithoutEnd(exchange, endless.filler());
    }
  }

  private static void send(HttpExchange exchange, Answer answer) throws IOException {
    if (exchange.getRequestMethod().equals("HEAD")) {
      sendHead(exchange, answer);
      exchange.getResponseHeaders().set("Content-Length", Long.toString(answer.span().length()));
      exchange.sendResponseHeaders(answer.status(), NO_BODY);
      return;
    }
    sendPart(exchange, answer, Long.MAX_VALUE);
  }

  private static void sendPart(HttpExchange exchange, Answer answer, long firstBytes)
      throws IOException {
    sendHead(exchange, answer);
    int length = answer.body().remaining();
    exchange.sendResponseHeaders(answer.status(), length == 0 ? NO_BODY : length);
    if (length > 0) {
      OutputStream out = exchange.getResponseBody();
      out.write(answer.firstBytes(firstBytes));
      out.flush();
    }
  }

  private static void sendHead(HttpExchange exchange, Answer answer) {
    Headers head = exchange.getResponseHeaders();
    head.set("Content-Type", answer.type());
    head.set("Accept-Ranges", "bytes");
    if (!answer.tag().isEmpty()) {
      head.set("ETag", answer.tag());
    }
    if (answer.status() == 206) {
      long first = answer.span().first();
      long last = first + answer.span().length() - 1;
      head.set("Content-Range", "bytes " + first + "-" + last + "/" + answer.sizeBytes());
    }
  }

  private void hang(HttpExchange exchange, LakeRequest request, long afterBytes)
      throws IOException {
    if (afterBytes >= 0) {
      sendPart(exchange, answer(exchange, request), afterBytes);
    }
    waitUntilClosing(Duration.ofDays(1));
  }

  private void sendWithoutEnd(HttpExchange exchange, byte filler) throws IOException {
    byte[] bytes = new byte[1 << 14];
    Arrays.fill(bytes, filler);
    exchange.sendResponseHeaders(200, UNKNOWN_LENGTH);
    OutputStream out = exchange.getResponseBody();
    while (closing.getCount() > 0) {
      out.write(bytes);
    }
  }

  private void waitUntilClosing(Duration atMost) throws IOException {
    try {
      if (closing.await(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IOException("the server is closing");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("the server's thread was told to stop", e);
    }
  }

  private static String header(HttpExchange exchange, String name) {
    String value = exchange.getRequestHeaders().getFirst(name);
    return value == null ? "" : value;
  }
}
