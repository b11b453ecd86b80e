package dev.permafrost.backend.transport;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.backend.access.LakeOptions;
import dev.permafrost.backend.access.Locations;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.io.CloseMode;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests with Apache's blocking client over HTTP/1.1: one connection and one thread for
 * each request in flight, both kept for later requests. The caller limits their number. An idle
 * thread ends after a minute.
 *
 * <p>Redirects are only followed within the same scheme, host and port: no other host answers for a
 * lake or receives the credentials. If a token is refused, its file is read again, and the request
 * is repeated if the token has changed.
 */
public final class HttpTransport implements Transport {

  private static final AtomicLong TRANSPORTS = new AtomicLong();

  private final LakeOptions options;
  private final ExecutorService threads;
  private final CloseableHttpClient client;

  private HttpTransport(LakeOptions options, ExecutorService threads, CloseableHttpClient client) {
    this.options = options;
    this.threads = threads;
    this.client = client;
  }

  /** Creates a transport; it does not connect yet. */
  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // The transport closes its client.
  public static HttpTransport open(LakeOptions options) {
    String name = "permafrost-lake-" + TRANSPORTS.incrementAndGet();
    ExecutorService threads = Executors.newCachedThreadPool(work -> thread(work, name));
    return new HttpTransport(options, threads, Connections.client(options));
  }

  @Override
  public void send(Request request, ResponseBuffer into) {
    HttpExchange exchange = new HttpExchange(client, options, request, into);
    into.onAbort(exchange::abort);
    try {
      threads.execute(exchange::run);
    } catch (RejectedExecutionException e) {
      into.failed(e);
    }
  }

  @Override
  public boolean mayBeCached() {
    return true;
  }

  /**
   * The target of a redirect, or null if it has another scheme, host or port, or is not an address.
   */
  static @Nullable URI sameHost(URI from, String location) {
    URI target;
    try {
      target = from.resolve(new URI(location));
    } catch (URISyntaxException e) {
      return null;
    }
    boolean isSame =
        from.getScheme().equalsIgnoreCase(target.getScheme())
            && Locations.isSameHost(from, target)
            && !String.valueOf(target.getRawAuthority()).contains("@");
    return isSame && !location.isEmpty() ? target : null;
  }

  private static Thread thread(Runnable work, String name) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }

  /** Closes every connection, which ends reads from them, and ends the threads. */
  @Override
  public void close() {
    threads.shutdown();
    client.close(CloseMode.IMMEDIATE);
  }
}
