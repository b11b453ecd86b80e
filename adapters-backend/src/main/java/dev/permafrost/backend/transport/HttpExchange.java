package dev.permafrost.backend.transport;

import dev.permafrost.backend.access.BearerToken;
import dev.permafrost.backend.access.LakeOptions;
import dev.permafrost.ports.source.RequestSigner;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.client5.http.routing.RoutingSupport;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer, including redirects and renewed credentials, on a thread that waits
 * for it. If the body is requested, the thread waits until it is admitted, and then reads it.
 *
 * <p>{@link #abort} may be called by another thread at any time; it closes the connection.
 */
final class HttpExchange {

  private static final int MOST_REDIRECTS = 5;

  /** The prefix of the headers that have a meaning for S3. */
  private static final String STORE_HEADERS = "x-amz-";

  /**
   * How much of an error body is read: for its message, and so that its connection can be reused.
   */
  private static final int MOST_DRAINED_BYTES = 64 << 10;

  private final CloseableHttpClient client;
  private final LakeOptions options;
  private final Request request;
  private final ResponseBuffer into;
  private final BodyReader bodyReader;

  /** The signature headers of the last request. */
  private Map<String, String> proof = Map.of();

  // Guarded by this.
  private @Nullable HttpUriRequestBase current;
  private boolean isAborted;

  HttpExchange(
      CloseableHttpClient client, LakeOptions options, Request request, ResponseBuffer into) {
    this.client = client;
    this.options = options;
    this.request = request;
    this.into = into;
    this.bodyReader = new BodyReader(into);
  }

  /** Sends the request, and fills the response buffer until it ends. */
  void run() {
    try {
      URI uri = request.uri();
      boolean isRenewed = false;
      int redirects = 0;
      while (true) {
        Optional<String> token = options.access().token().map(BearerToken::value);
        ResponseHead head = answerOf(uri, token);
        if (head == null) {
          return;
        }
        boolean isRefused = !isRenewed && head.status() >= 400;
        if (isRefused && (isTokenRenewed(head.status(), token) || areCredentialsRenewed(head))) {
          isRenewed = true;
          continue;
        }
        URI target = head.isRedirect() ? HttpTransport.sameHost(uri, head.location()) : null;
        if (target == null || redirects == MOST_REDIRECTS) {
          into.headArrived(head, () -> {});
          into.completed();
          return;
        }
        uri = target;
        redirects++;
      }
    } catch (IOException | HttpException | RuntimeException e) {
      into.failed(e);
    }
  }

  /** Ends the exchange at any point; its request fails. */
  void abort() {
    HttpUriRequestBase due;
    synchronized (this) {
      isAborted = true;
      due = current;
    }
    bodyReader.abort();
    if (due != null) {
      due.cancel();
    }
  }

  /**
   * Sends one request: returns the head, or null if the body was requested and has been handled.
   */
  private @Nullable ResponseHead answerOf(URI uri, Optional<String> token)
      throws IOException, HttpException {
    HttpUriRequestBase sent = request(uri, token);
    synchronized (this) {
      if (isAborted) {
        throw new IOException("given up before it was sent");
      }
      current = sent;
    }
    HttpClientContext context = HttpClientContext.create();
    ClassicHttpResponse response =
        client.executeOpen(RoutingSupport.determineHost(sent), sent, context);
    boolean isReadToItsEnd = false;
    try {
      if (uri.getScheme().equals("https") && context.getSSLSession() == null) {
        // The lake was not asked: without TLS this can only come from a proxy.
        throw new TunnelRefused(response.getCode());
      }
      ResponseHead head = head(response);
      HttpEntity entity = response.getEntity();
      InputStream body = entity == null ? InputStream.nullInputStream() : entity.getContent();
      boolean isWanted = request.wantsBody() && head.hasBody();
      if (isWanted) {
        isReadToItsEnd = bodyReader.take(head, body);
        return null;
      }
      byte[] word = body.readNBytes(MOST_DRAINED_BYTES);
      isReadToItsEnd = body.read() < 0;
      return head.with(head.word().with(word));
    } finally {
      if (!isReadToItsEnd) {
        // A plain close would read the rest of it, however large.
        sent.cancel();
      }
      closeQuietly(response);
    }
  }

  private HttpUriRequestBase request(URI uri, Optional<String> token) {
    HttpUriRequestBase sent = new HttpUriRequestBase(request.isGet() ? "GET" : "HEAD", uri);
    sent.setHeader("User-Agent", options.userAgent());
    options.access().headers().forEach(header -> sent.addHeader(header.name(), header.value()));
    token.ifPresent(value -> sent.setHeader("Authorization", "Bearer " + value));
    if (request.wantsBody()) {
      sent.setHeader(BodyChecksum.ASKING_NAME, BodyChecksum.ASKING_VALUE);
    }
    if (request.isFresh()) {
      sent.setHeader("Cache-Control", "no-cache");
    }
    if (request.wanted() == Request.Wanted.FIRST_BYTE) {
      sent.setHeader("Range", "bytes=0-0");
    }
    if (request.fromByte() > 0) {
      sent.setHeader("Range", "bytes=" + request.fromByte() + "-");
      sent.setHeader("If-Range", request.tag());
    }
    options.access().signer().ifPresent(signer -> sign(sent, uri, signer));
    return sent;
  }

  /**
   * Signs a request. S3 refuses a request with one of its own headers that the signature does not
   * cover, so all of these are passed to the signer, several of one name joined.
   */
  private void sign(HttpUriRequestBase sent, URI uri, RequestSigner signer) {
    Map<String, String> ownHeaders = new TreeMap<>();
    for (Header header : sent.getHeaders()) {
      String name = header.getName().toLowerCase(Locale.ROOT);
      if (name.startsWith(STORE_HEADERS)) {
        String value = Objects.requireNonNullElse(header.getValue(), "");
        ownHeaders.merge(name, value, (before, next) -> before + "," + next);
      }
    }
    ownHeaders.keySet().forEach(sent::removeHeaders);
    proof = signer.headers(sent.getMethod(), uri, ownHeaders);
    proof.forEach(sent::setHeader);
  }

  /** Whether a token was refused and a new one is available. */
  private boolean isTokenRenewed(int status, Optional<String> refused) {
    return status == 401
        && refused.isPresent()
        && options.access().token().filter(token -> token.renewed(refused.get())).isPresent();
  }

  /** Whether credentials were refused as expired and new ones are available. */
  private boolean areCredentialsRenewed(ResponseHead head) {
    boolean isExpired =
        StoreError.of(head.word().code())
            .filter(error -> error.rule() == RetryPolicy.Rule.EXPIRED)
            .isPresent();
    return isExpired && options.access().signer().filter(it -> it.renew(proof)).isPresent();
  }

  private static void closeQuietly(ClassicHttpResponse response) {
    try {
      response.close();
    } catch (IOException e) {
      // Everything needed has arrived, or its failure.
    }
  }

  private static ResponseHead head(ClassicHttpResponse response) {
    return new ResponseHead(
        response.getCode(),
        lengthBytes(response),
        first(response, "ETag"),
        first(response, "Retry-After"),
        first(response, "Date"),
        first(response, "Location"),
        first(response, "Content-Range"),
        checksum(response),
        first(response, "Content-Encoding"),
        StoreWord.ofHeaders(
            first(response, "x-ms-error-code") + first(response, "x-minio-error-code"),
            first(response, "x-amz-bucket-region")));
  }

  /** The checksum for the received bytes; none if the server states that of other bytes. */
  private static OptionalLong checksum(ClassicHttpResponse response) {
    return BodyChecksum.isOfOtherBytes(
            first(response, "x-goog-stored-content-encoding"),
            first(response, "x-goog-stored-content-length"),
            first(response, "Content-Length"),
            first(response, "ETag"),
            first(response, "Warning"))
        ? OptionalLong.empty()
        : BodyChecksum.read(
            all(response, "x-goog-hash"),
            first(response, "x-amz-checksum-crc32c"),
            first(response, "x-amz-checksum-type"));
  }

  private static OptionalLong lengthBytes(ClassicHttpResponse response) {
    try {
      return OptionalLong.of(Long.parseLong(first(response, "Content-Length")));
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  private static String first(ClassicHttpResponse response, String name) {
    Header header = response.getFirstHeader(name);
    return header == null || header.getValue() == null ? "" : header.getValue();
  }

  private static List<String> all(ClassicHttpResponse response, String name) {
    return Arrays.stream(response.getHeaders(name))
        .map(header -> Objects.requireNonNullElse(header.getValue(), ""))
        .toList();
  }
}
