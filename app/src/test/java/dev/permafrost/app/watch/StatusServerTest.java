package dev.permafrost.app.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.permafrost.app.watch.StatusServer.Answer;
import dev.permafrost.ports.failure.StorageUnavailable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The server by itself, asked over plain sockets. */
@Tag("server-limits")
final class StatusServerTest {

  private static final int MILLIS = 20_000;

  private static final byte[] LARGE = new byte[64 << 20];

  private final StatusServer server =
      StatusServer.listen(
          new ListenAddress("127.0.0.1", 0), List.of("store.example"), Duration.ofMinutes(2));
  private final CountDownLatch gate = new CountDownLatch(1);
  private final AtomicInteger largeAnswers = new AtomicInteger();
  private final List<Socket> sockets = new ArrayList<>();

  @AfterEach
  void close() throws IOException {
    gate.countDown();
    for (Socket socket : sockets) {
      socket.close();
    }
    server.close();
    server.close();
  }

  @Test
  void itAnswersWhatItServesAndNothingElse() throws IOException {
    serve();
    assertThat(ask("GET /small HTTP/1.1\r\nHost: localhost"))
        .startsWith("HTTP/1.1 200")
        .contains("Cache-control: no-store", "X-content-type-options: nosniff")
        .endsWith("\r\n\r\nsmall\n");
    assertThat(ask("GET /small/more HTTP/1.1\r\nHost: localhost")).startsWith("HTTP/1.1 404");
    assertThat(ask("GET /other HTTP/1.1\r\nHost: localhost")).startsWith("HTTP/1.1 404");
  }

  @Test
  void beforeThereIsAStoreItSaysSo() throws IOException {
    assertThat(ask("GET /small HTTP/1.1\r\nHost: localhost")).startsWith("HTTP/1.1 503");
  }

  @Test
  void aHeadHasNoBody() throws IOException {
    serve();
    assertThat(ask("HEAD /small HTTP/1.1\r\nHost: localhost"))
        .startsWith("HTTP/1.1 200")
        .contains("Content-length: 6")
        .endsWith("\r\n\r\n");
  }

  @Test
  void onlyGetAndHeadAreTaken() throws IOException {
    serve();
    for (String method : List.of("POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH")) {
      assertThat(ask(method + " /small HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0"))
          .startsWith("HTTP/1.1 405")
          .contains("Allow: GET, HEAD");
    }
  }

  @Test
  void itIsAskedByTheNamesItKnowsOnly() throws IOException {
    serve();
    assertThat(ask("GET /small HTTP/1.1\r\nHost: store.example:1")).startsWith("HTTP/1.1 200");
    assertThat(ask("GET /small HTTP/1.1\r\nHost: 127.0.0.1:1")).startsWith("HTTP/1.1 200");
    assertThat(ask("GET /small HTTP/1.1\r\nHost: evil.example"))
        .startsWith("HTTP/1.1 421")
        .doesNotContain("small");
    assertThat(ask("GET /small HTTP/1.0")).startsWith("HTTP/1.1 421");
  }

  @Test
  void whatFailsIsToldWithoutItsMessage() throws IOException {
    serve();
    assertThat(ask("GET /fails HTTP/1.1\r\nHost: localhost"))
        .startsWith("HTTP/1.1 500")
        .contains("IllegalStateException")
        .doesNotContain("geheim");
  }

  @Test
  void limitsAreSetWhereNobodySetAny() {
    assertThat(System.getProperty("sun.net.httpserver.idleInterval")).isEqualTo("15");
    assertThat(System.getProperty("sun.net.httpserver.maxRspTime")).isNotNull();
    assertThat(System.getProperty("sun.net.httpserver.maxReqTime")).isNotNull();
  }

  @Test
  void clientsThatDoNotFinishAskingHoldNobodyUpAndLoseTheirConnection() throws IOException {
    serve();
    List<Socket> slow = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      slow.add(send("GET /small HTTP/1.1\r\nHo"));
    }
    await(() -> isAnswered("GET /small HTTP/1.1\r\nHost: localhost"));
    for (Socket socket : slow) {
      assertThat(read(socket)).isEmpty();
    }
    await(() -> server.busyThreads() == 0);
  }

  @Test
  void clientsThatDoNotReadHoldNobodyUpAndLoseTheirConnection() throws IOException {
    serve();
    List<Socket> slow =
        sendUntil(20, largeAnswers::get, "GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n");
    await(() -> isAnswered("GET /small HTTP/1.1\r\nHost: localhost"));
    await(() -> server.busyThreads() == 0);
    for (Socket socket : slow) {
      assertThat(read(socket)).hasSizeLessThan(LARGE.length);
    }
  }

  @Test
  void whoComesWhileAllThreadsAreTakenIsTurnedAwayAndTheRestGoesOn() throws IOException {
    serve();
    sendUntil(
        StatusServer.THREADS,
        server::busyThreads,
        "GET /waits HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    assertThat(ask("GET /small HTTP/1.1\r\nHost: localhost")).isEmpty();
    gate.countDown();
    await(() -> server.busyThreads() == 0);
    assertThat(ask("GET /small HTTP/1.1\r\nHost: localhost")).startsWith("HTTP/1.1 200");
  }

  @Test
  void anAddressThatIsTakenIsAFailure() {
    int port = server.uri().getPort();
    assertThatThrownBy(
            () -> StatusServer.listen(new ListenAddress("127.0.0.1", port), List.of()).close())
        .isInstanceOf(StorageUnavailable.class)
        .hasMessage("cannot listen at 127.0.0.1:" + port + " now");
  }

  private void serve() {
    server.serve(
        Map.of(
            "/small",
            () -> Answer.text(200, "small\n"),
            "/large",
            this::large,
            "/waits",
            this::waits,
            "/fails",
            () -> {
              throw new IllegalStateException("geheim");
            }));
  }

  private Answer large() {
    largeAnswers.incrementAndGet();
    return new Answer(200, "application/octet-stream", LARGE, Map.of());
  }

  private Answer waits() {
    try {
      if (!gate.await(60, TimeUnit.SECONDS)) {
        throw new AssertionError("nobody opened the gate");
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return Answer.text(200, "waited\n");
  }

  private static void await(BooleanSupplier condition) {
    assertThat(awaitFor(60, condition)).as("it came to that within a minute").isTrue();
  }

  private static boolean awaitFor(int seconds, BooleanSupplier condition) {
    long deadlineNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadlineNanos) {
        return false;
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
    return true;
  }

  /**
   * Sends a request until so many have arrived: on a busy machine the server takes some for too
   * slow, and cuts them.
   */
  private List<Socket> sendUntil(int wanted, IntSupplier arrived, String request)
      throws IOException {
    List<Socket> sent = new ArrayList<>();
    while (arrived.getAsInt() < wanted) {
      int before = arrived.getAsInt();
      sent.add(send(request));
      awaitFor(1, () -> arrived.getAsInt() > before);
    }
    return sent;
  }

  /** Not at once, for the same reason. */
  private boolean isAnswered(String request) {
    try {
      return ask(request).startsWith("HTTP/1.1 200");
    } catch (IOException e) {
      return false;
    }
  }

  private String ask(String request) throws IOException {
    return read(send(request + "\r\nConnection: close\r\n\r\n"));
  }

  private Socket send(String bytes) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.uri().getPort());
    sockets.add(socket);
    socket.setSoTimeout(MILLIS);
    socket.getOutputStream().write(bytes.getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  /** All that comes; nothing where the connection is cut. */
  private static String read(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    StringBuilder text = new StringBuilder();
    byte[] buffer = new byte[1 << 16];
    try {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        text.append(new String(buffer, 0, count, StandardCharsets.ISO_8859_1));
      }
    } catch (java.net.SocketException e) {
      // Reset: cut as well.
      return text.toString();
    }
    return text.toString();
  }
}
