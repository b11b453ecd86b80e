package dev.permafrost.app.watch;

import com.google.errorprone.annotations.MustBeClosed;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.permafrost.ports.failure.StorageUnavailable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A small HTTP/1.1 server: a few fixed paths, GET and HEAD, at most 32 threads, two of which
 * compute answers. It does not slow down the work that it reports on. A slow client does not delay
 * others: each has its own thread, and loses its connection after a few seconds. When all threads
 * are busy, new requests are rejected immediately. docs/decisions/0020-status-server.md explains
 * why it uses the JDK's server.
 */
final class StatusServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger("permafrost");

  /** A slow client occupies a thread until its time is up; this many may be slow at once. */
  static final int THREADS = 32;

  /** How many answers are computed at once, so that requests leave processor time for the work. */
  private static final int MAKERS = 2;

  /** How long a request waits for its answer to be computed. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final int BACKLOG = 32;
  private static final int LEAST_TO_COMPRESS = 1_024;

  /** Read by the JDK's server when its classes are loaded; existing values are kept. */
  private static final Map<String, String> LIMITS =
      Map.of(
          "sun.net.httpserver.maxReqTime", "5",
          "sun.net.httpserver.maxRspTime", "15",
          "sun.net.httpserver.idleInterval", "15",
          "sun.net.httpserver.maxIdleConnections", "16",
          "jdk.httpserver.maxConnections", "64",
          "sun.net.httpserver.maxReqHeaders", "50",
          "sun.net.httpserver.nodelay", "true");

  /**
   * An answer.
   *
   * @param status the HTTP status
   * @param type the media type
   * @param body the bytes
   * @param headers additional headers
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Answer(int status, String type, byte[] body, Map<String, String> headers) {
    static Answer text(int status, String text) {
      return new Answer(
          status, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8), Map.of());
    }
  }

  /** Computes the answer for a path. */
  interface Path {
    Answer answer();
  }

  private final HttpServer server;
  private final ThreadPoolExecutor threads;
  private final KnownHosts hosts;
  private final Semaphore makers = new Semaphore(MAKERS);
  private final Duration patience;
  private volatile Map<String, Path> paths = Map.of();

  private StatusServer(HttpServer server, KnownHosts hosts, Duration patience) {
    this.server = server;
    this.hosts = hosts;
    this.patience = patience;
    AtomicInteger number = new AtomicInteger();
    this.threads =
        new ThreadPoolExecutor(
            0,
            THREADS,
            1,
            TimeUnit.MINUTES,
            new SynchronousQueue<>(),
            work -> {
              Thread thread = new Thread(work, "permafrost-listen-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Starts to listen, and answers 503 until {@link #serve}.
   *
   * @param names the names, besides addresses and {@code localhost}, that requests may use
   * @throws StorageUnavailable if the address is not available
   */
  @MustBeClosed
  static StatusServer listen(ListenAddress address, Collection<String> names) {
    return listen(address, names, PATIENCE);
  }

  /** As {@link #listen}, for a test that holds all threads for longer. */
  @MustBeClosed
  static StatusServer listen(ListenAddress address, Collection<String> names, Duration patience) {
    LIMITS.forEach(
        (name, value) -> {
          if (System.getProperty(name) == null) {
            System.setProperty(name, value);
          }
        });
    InetSocketAddress socket = address.toSocket();
    try {
      HttpServer bound = HttpServer.create(socket, BACKLOG);
      StatusServer made = new StatusServer(bound, new KnownHosts(names), patience);
      bound.setExecutor(made.threads);
      bound.createContext("/", made::handle);
      bound.start();
      return made;
    } catch (IOException e) {
      throw new StorageUnavailable(address.host() + ":" + address.port(), "listen at", e);
    }
  }

  /** Answers these paths from now on. */
  void serve(Map<String, Path> answers) {
    paths = Map.copyOf(answers);
  }

  /** How many threads are busy. */
  int busyThreads() {
    return threads.getActiveCount();
  }

  /** Its address. */
  URI uri() {
    InetSocketAddress bound = server.getAddress();
    String host = bound.getAddress().getHostAddress();
    String shown = bound.getAddress() instanceof Inet6Address ? "[" + host + "]" : host;
    return URI.create("http://" + shown + ":" + bound.getPort() + "/");
  }

  @SuppressWarnings("try") // closing the exchange ends it
  private void handle(HttpExchange exchange) {
    try (exchange) {
      send(exchange, answer(exchange));
    } catch (IOException | UncheckedIOException e) {
      // The client is gone, or was too slow.
      LOG.debug("an answer was not sent: {}", e.toString());
    }
  }

  private Answer answer(HttpExchange exchange) {
    if (!hosts.isKnown(exchange.getRequestHeaders().getFirst("Host"))) {
      return Answer.text(421, "this server does not answer to that host name\n");
    }
    if (!Set.of("GET", "HEAD").contains(exchange.getRequestMethod())) {
      Answer refusal = Answer.text(405, "only GET and HEAD\n");
      return new Answer(405, refusal.type(), refusal.body(), Map.of("Allow", "GET, HEAD"));
    }
    Map<String, Path> now = paths;
    if (now.isEmpty()) {
      return Answer.text(503, "the store is being opened, or closed\n");
    }
    Path path = now.get(exchange.getRequestURI().getPath());
    if (path == null) {
      return Answer.text(404, "nothing is there\n");
    }
    try {
      if (!makers.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
        return Answer.text(503, "too many requests at once\n");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Answer.text(503, "stopped\n");
    }
    try {
      return compressed(path.answer(), exchange);
    } catch (RuntimeException e) {
      LOG.debug("no answer", e);
      // Not its message, which might contain secrets.
      return Answer.text(500, "no answer: " + e.getClass().getSimpleName() + "\n");
    } finally {
      makers.release();
    }
  }

  private static void send(HttpExchange exchange, Answer answer) throws IOException {
    Headers headers = exchange.getResponseHeaders();
    headers.set("Content-Type", answer.type());
    headers.set("Cache-Control", "no-store");
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("Referrer-Policy", "no-referrer");
    headers.set("Cross-Origin-Resource-Policy", "same-origin");
    answer.headers().forEach(headers::set);
    headers.set("Vary", "Accept-Encoding");
    byte[] body = answer.body();
    if (exchange.getRequestMethod().equals("HEAD")) {
      headers.set("Content-Length", Integer.toString(body.length));
      exchange.sendResponseHeaders(answer.status(), -1);
      return;
    }
    exchange.sendResponseHeaders(answer.status(), body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }

  private static boolean takesGzip(HttpExchange exchange) {
    List<String> accepted = exchange.getRequestHeaders().get("Accept-Encoding");
    return accepted != null && accepted.stream().anyMatch(word -> word.contains("gzip"));
  }

  /** Called while computing an answer: for a large one, compression takes most of the time. */
  private static Answer compressed(Answer answer, HttpExchange exchange) {
    if (answer.body().length < LEAST_TO_COMPRESS || !takesGzip(exchange)) {
      return answer;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<String, String> headers = new HashMap<>(answer.headers());
    headers.put("Content-Encoding", "gzip");
    return new Answer(answer.status(), answer.type(), bytes.toByteArray(), headers);
  }

  /** Stops answering; returns once no answer is being computed. Closing twice has no effect. */
  @Override
  public void close() {
    paths = Map.of();
    // Without an interrupt, which would close the files that an answer reads.
    server.stop(0);
    threads.shutdown();
    try {
      if (!threads.awaitTermination(20, TimeUnit.SECONDS)) {
        LOG.debug("an answer is still being computed");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
