package dev.permafrost.backend.transport;

import dev.permafrost.backend.access.LakeOptions;
import dev.permafrost.backend.access.TrustedCertificates;
import java.io.IOException;
import java.net.ProxySelector;
import java.net.Socket;
import java.security.NoSuchAlgorithmException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSession;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.impl.routing.SystemDefaultRoutePlanner;
import org.apache.hc.client5.http.io.ManagedHttpClientConnection;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.HostnameVerificationPolicy;
import org.apache.hc.client5.http.ssl.NoopHostnameVerifier;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * Configures Apache's client for lakes: connections are kept, and everything beyond a single
 * request (redirects, retries, cookies, decompression, passwords, upgrades) is disabled. Only
 * connecting has a timeout here: {@link ResponseBuffer} detects silence.
 */
final class Connections {

  private static final int BUFFER_BYTES = 8 << 10;
  private static final int LONGEST_LINE_BYTES = 64 << 10;
  private static final int MOST_HEADERS = 1000;

  private Connections() {}

  /** Creates a client; it does not connect yet. */
  static CloseableHttpClient client(LakeOptions options) {
    Http1Config http1 =
        Http1Config.custom()
            .setBufferSize(BUFFER_BYTES)
            .setMaxLineLength(LONGEST_LINE_BYTES)
            .setMaxHeaderCount(MOST_HEADERS)
            .build();
    Timeout connecting = Timeout.of(options.connectTimeout());
    var connections =
        PoolingHttpClientConnectionManagerBuilder.create()
            .setPoolConcurrencyPolicy(PoolConcurrencyPolicy.LAX)
            .setMaxConnPerRoute(Integer.MAX_VALUE)
            .setMaxConnTotal(Integer.MAX_VALUE)
            .setConnectionFactory(socket -> Quiet.over(http1, socket))
            .setDefaultSocketConfig(SocketConfig.custom().setTcpNoDelay(true).build())
            .setDefaultConnectionConfig(
                ConnectionConfig.custom()
                    .setConnectTimeout(connecting)
                    .setSocketTimeout(Timeout.DISABLED)
                    .build())
            .setDefaultTlsConfig(TlsConfig.custom().setHandshakeTimeout(connecting).build())
            .setTlsSocketStrategy(
                new DefaultClientTlsStrategy(
                    tls(options),
                    HostnameVerificationPolicy.BUILTIN,
                    NoopHostnameVerifier.INSTANCE))
            .build();
    RequestConfig request =
        RequestConfig.custom()
            .setAuthenticationEnabled(false)
            .setProtocolUpgradeEnabled(false)
            .setResponseTimeout(Timeout.DISABLED)
            .build();
    return HttpClients.custom()
        .setConnectionManager(connections)
        .setDefaultRequestConfig(request)
        .setRoutePlanner(
            new SystemDefaultRoutePlanner(
                options.access().proxy().selector().orElseGet(ProxySelector::getDefault)))
        .disableAutomaticRetries()
        .disableRedirectHandling()
        .disableContentCompression()
        .disableCookieManagement()
        .disableAuthCaching()
        .build();
  }

  private static SSLContext tls(LakeOptions options) {
    if (!options.alsoTrusted().isEmpty()) {
      return TrustedCertificates.context(options.alsoTrusted());
    }
    try {
      return SSLContext.getDefault();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("the JDK has no TLS of its own", e);
    }
  }

  /**
   * A connection without logging. The library's own logs every header at debug level, and some of
   * them are secrets.
   */
  private static final class Quiet extends DefaultBHttpClientConnection
      implements ManagedHttpClientConnection {

    private @Nullable Timeout between;

    private Quiet(Http1Config http1) {
      super(http1);
    }

    static Quiet over(Http1Config http1, @Nullable Socket socket) throws IOException {
      Quiet connection = new Quiet(http1);
      if (socket != null) {
        connection.bind(socket);
      }
      return connection;
    }

    @Override
    public @Nullable Socket getSocket() {
      var holder = getSocketHolder();
      return holder == null ? null : holder.getSocket();
    }

    @Override
    public @Nullable SSLSession getSSLSession() {
      return super.getSSLSession();
    }

    /** Puts it into the pool, where it reads nothing. */
    @Override
    public void passivate() {
      between = getSocketTimeout();
    }

    /** Takes it out of the pool. */
    @Override
    public void activate() {
      if (between != null) {
        setSocketTimeout(between);
      }
    }
  }
}
