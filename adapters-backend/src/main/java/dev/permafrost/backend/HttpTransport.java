package dev.permafrost.backend;

import com.google.errorprone.annotations.MustBeClosed;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests with the JDK's client over HTTP/1.1, one connection for each request in flight.
 *
 * <p>Redirects are followed within the same scheme, host and port, and nowhere else: whoever may
 * answer for a lake is who was named, and what is shown to it is shown to nobody else. A token that
 * is refused is read again, and the request sent once more if it is another one by now.
 *
 * <p>It has two threads of its own. The JDK's client hands answers over on the process's common
 * pool all the same, so a process that blocks all of that pool's threads gets no answers.
 */
final class HttpTransport implements Transport {

  private static final int MOST_REDIRECTS = 5;
  private static final int THREADS = 2;
  private static final AtomicLong TRANSPORTS = new AtomicLong();

  private final LakeOptions options;
  private final ExecutorService threads;
  private final HttpClient client;

  private HttpTransport(LakeOptions options, ExecutorService threads, HttpClient client) {
    this.options = options;
    this.threads = threads;
    this.client = client;
  }

  /** Makes a client; it connects to nobody. */
  @MustBeClosed
  static HttpTransport open(LakeOptions options) {
    String name = "permafrost-lake-" + TRANSPORTS.incrementAndGet();
    ExecutorService threads = Executors.newFixedThreadPool(THREADS, work -> thread(work, name));
    HttpClient.Builder client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(options.connectTimeout())
            .executor(threads);
    if (!options.alsoTrusted().isEmpty()) {
      client.sslContext(TrustedCertificates.context(options.alsoTrusted()));
    }
    options.access().proxy().selector().ifPresent(client::proxy);
    return new HttpTransport(options, threads, client.build());
  }

  @Override
  public void send(Ask ask, Arrival into) {
    send(ask, ask.uri(), 0, false, into);
  }

  private void send(Ask ask, URI uri, int redirects, boolean isRenewed, Arrival into) {
    Optional<String> token = options.access().token().map(BearerToken::value);
    CompletableFuture<HttpResponse<@Nullable Void>> answer;
    try {
      answer = client.sendAsync(request(ask, uri, token), info -> subscriber(ask, info, into));
    } catch (IllegalArgumentException e) {
      into.failed(e);
      return;
    }
    into.onAbort(() -> answer.cancel(true));
    var unused =
        answer.whenComplete(
            (response, failure) -> {
              if (failure != null) {
                into.failed(unwrap(failure));
              } else if (!isWanted(ask, response.statusCode())) {
                if (!isRenewed && isTokenRenewed(response.statusCode(), token)) {
                  send(ask, uri, redirects, true, into);
                  return;
                }
                answered(ask, response, redirects, isRenewed, into);
              }
            });
  }

  /** Whether a token was refused of which another one is to be had by now. */
  private boolean isTokenRenewed(int status, Optional<String> refused) {
    return status == 401
        && refused.isPresent()
        && options.access().token().filter(token -> token.renewed(refused.get())).isPresent();
  }

  private void answered(
      Ask ask, HttpResponse<?> response, int redirects, boolean isRenewed, Arrival into) {
    AnswerHead head = head(response.statusCode(), response.headers());
    if (head.isRedirect() && redirects < MOST_REDIRECTS) {
      URI target = sameHost(response.uri(), head.location());
      if (target != null) {
        send(ask, target, redirects + 1, isRenewed, into);
        return;
      }
    }
    into.headArrived(head, () -> {});
    into.completed();
  }

  private BodySubscriber<@Nullable Void> subscriber(
      Ask ask, HttpResponse.ResponseInfo info, Arrival into) {
    return isWanted(ask, info.statusCode())
        ? new BodyIntake(head(info.statusCode(), info.headers()), into)
        : new BodyDrain(into);
  }

  private static boolean isWanted(Ask ask, int status) {
    return ask.wantsBody() && (status == 200 || status == 206);
  }

  private HttpRequest request(Ask ask, URI uri, Optional<String> token) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .header("User-Agent", options.userAgent())
            .timeout(options.attemptTimeout());
    options.access().headers().forEach(header -> request.header(header.name(), header.value()));
    token.ifPresent(value -> request.header("Authorization", "Bearer " + value));
    if (ask.wantsBody()) {
      request.header(BodyChecksum.ASKING_NAME, BodyChecksum.ASKING_VALUE);
    }
    if (ask.fromByte() > 0) {
      request.header("Range", "bytes=" + ask.fromByte() + "-").header("If-Range", ask.tag());
    }
    return request
        .method(ask.wantsBody() ? "GET" : "HEAD", HttpRequest.BodyPublishers.noBody())
        .build();
  }

  private static AnswerHead head(int status, HttpHeaders headers) {
    return new AnswerHead(
        status,
        lengthBytes(headers),
        first(headers, "ETag"),
        first(headers, "Retry-After"),
        first(headers, "Date"),
        first(headers, "Location"),
        first(headers, "Content-Range"),
        BodyChecksum.read(
            headers.allValues("x-goog-hash"),
            first(headers, "x-amz-checksum-crc32c"),
            first(headers, "x-amz-checksum-type")));
  }

  private static OptionalLong lengthBytes(HttpHeaders headers) {
    try {
      return headers.firstValueAsLong("Content-Length");
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  private static String first(HttpHeaders headers, String name) {
    return headers.firstValue(name).orElse("");
  }

  /** Where a redirect leads, or null if that is another scheme, host or port, or no address. */
  static @Nullable URI sameHost(URI from, String location) {
    URI target;
    try {
      target = from.resolve(new URI(location));
    } catch (URISyntaxException e) {
      return null;
    }
    boolean isSame =
        from.getScheme().equalsIgnoreCase(target.getScheme())
            && from.getHost().equalsIgnoreCase(Objects.requireNonNullElse(target.getHost(), ""))
            && from.getPort() == target.getPort()
            && target.getRawUserInfo() == null;
    return isSame && !location.isEmpty() ? target : null;
  }

  private static Throwable unwrap(Throwable failure) {
    Throwable cause = failure.getCause();
    return failure instanceof CompletionException && cause != null ? cause : failure;
  }

  private static Thread thread(Runnable work, String name) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Ends the threads. The client of JDK 21 and later is shut down too; an older one ends its own
   * thread when it is collected, and nothing else can make it.
   */
  @Override
  public void close() {
    try {
      HttpClient.class.getMethod("shutdownNow").invoke(client);
    } catch (NoSuchMethodException e) {
      // Before JDK 21 there is no such method.
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("shutting the JDK's client down failed", e);
    }
    threads.shutdown();
  }
}
