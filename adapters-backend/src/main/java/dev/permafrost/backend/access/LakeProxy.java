package dev.permafrost.backend.access;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP proxy for requests to a lake. Over https it tunnels, so that it sees only the lake's
 * host; over http it sees everything. Immutable.
 */
public final class LakeProxy {

  private final String words;
  private final Optional<ProxySelector> selector;

  private LakeProxy(String words, Optional<ProxySelector> selector) {
    this.words = words;
    this.selector = selector;
  }

  /** The proxy from the JDK's properties ({@code https.proxyHost} and so on); usually none. */
  public static LakeProxy ofJdk() {
    return new LakeProxy("as the JDK says", Optional.empty());
  }

  /** No proxy, even if the JDK's properties name one. */
  public static LakeProxy none() {
    return new LakeProxy("none", Optional.of(HttpClientDirect.SELECTOR));
  }

  /**
   * A fixed proxy.
   *
   * @param address {@code http://host:port}
   * @throws IllegalArgumentException if it has another form; a password in it is not repeated
   */
  public static LakeProxy at(String address) {
    InetSocketAddress proxy = parse(address, "the proxy");
    return new LakeProxy(
        proxy.getHostString() + ":" + proxy.getPort(), Optional.of(ProxySelector.of(proxy)));
  }

  /**
   * The proxy from environment variables, as for curl: {@code http_proxy} for http, {@code
   * https_proxy} or {@code HTTPS_PROXY} for https, neither for the hosts of {@code no_proxy} or
   * {@code NO_PROXY}. An upper-case {@code HTTP_PROXY} is ignored: behind a web server, clients
   * could set it with a {@code Proxy} header. Loopback is never proxied. If there is no variable
   * for a lake, the JDK's properties apply.
   *
   * @param lake the lake's root, as {@link LakeAddress#parse} accepts it
   * @throws IllegalArgumentException if the variable that applies is not a proxy's address; the
   *     message names the variable and reveals no password
   */
  public static LakeProxy ofEnvironment(Map<String, String> environment, URI lake) {
    URI base = SignedAddress.overHttp(lake);
    String scheme = String.valueOf(base.getScheme()).toLowerCase(Locale.ROOT);
    String host = LakeHost.nameOf(base);
    String name = "http_proxy";
    if (scheme.equals("https")) {
      name = isSet(environment, "https_proxy") ? "https_proxy" : "HTTPS_PROXY";
    }
    if (!scheme.startsWith("http") || !isSet(environment, name) || isLoopback(host)) {
      return ofJdk();
    }
    String excepted =
        environment.getOrDefault("no_proxy", environment.getOrDefault("NO_PROXY", ""));
    if (isExcepted(host, port(base, scheme), excepted)) {
      return none();
    }
    InetSocketAddress proxy = parse(environment.getOrDefault(name, ""), name);
    return new LakeProxy(
        proxy.getHostString() + ":" + proxy.getPort() + " from " + name,
        Optional.of(ProxySelector.of(proxy)));
  }

  /** The selector for the HTTP client; empty for the JDK's own. */
  public Optional<ProxySelector> selector() {
    return selector;
  }

  /** Whether a host name means this machine. */
  static boolean isLoopback(String host) {
    String lower = host.toLowerCase(Locale.ROOT);
    return lower.equals("localhost")
        || lower.endsWith(".localhost")
        || lower.matches("127(\\.[0-9]{1,3}){3}")
        || lower.equals("[::1]");
  }

  /** Returns the address of the proxy, without secrets. */
  @Override
  public String toString() {
    return words;
  }

  private static boolean isSet(Map<String, String> environment, String name) {
    return !environment.getOrDefault(name, "").isBlank();
  }

  private static int port(URI base, String scheme) {
    int standard = scheme.equals("https") ? 443 : 80;
    return base.getPort() < 0 ? standard : base.getPort();
  }

  private static boolean isExcepted(String host, int port, String list) {
    for (String entry : list.split("[,\\s]+", -1)) {
      String name = entry.toLowerCase(Locale.ROOT);
      if (name.endsWith(":" + port)) {
        name = name.substring(0, name.lastIndexOf(':'));
      }
      name = name.startsWith("*.") ? name.substring(2) : name;
      name = name.startsWith(".") ? name.substring(1) : name;
      String lower = host.toLowerCase(Locale.ROOT);
      boolean isMeant = lower.equals(name) || lower.endsWith("." + name);
      if (name.equals("*") || (!name.isEmpty() && isMeant)) {
        return true;
      }
    }
    return false;
  }

  private static InetSocketAddress parse(String address, String what) {
    URI uri = uri(address.contains("://") ? address : "http://" + address);
    boolean isRight =
        uri != null
            && "http".equalsIgnoreCase(uri.getScheme())
            && uri.getHost() != null
            && uri.getPort() > 0
            && uri.getPort() <= 0xFFFF
            && uri.getRawUserInfo() == null
            && uri.getRawQuery() == null
            && uri.getRawFragment() == null
            && (uri.getRawPath().isEmpty() || uri.getRawPath().equals("/"));
    if (uri == null || !isRight) {
      throw new IllegalArgumentException(
          what
              + ": expected http://host:port, without a user or password (what was given is not"
              + " repeated here)");
    }
    String host = uri.getHost();
    boolean isBracketed = host.startsWith("[");
    return InetSocketAddress.createUnresolved(
        isBracketed ? host.substring(1, host.length() - 1) : host, uri.getPort());
  }

  private static @Nullable URI uri(String address) {
    try {
      return new URI(address.strip());
    } catch (URISyntaxException e) {
      return null;
    }
  }

  /** A selector that never uses a proxy. */
  private static final class HttpClientDirect extends ProxySelector {
    static final ProxySelector SELECTOR = new HttpClientDirect();

    @Override
    public List<Proxy> select(URI uri) {
      return List.of(Proxy.NO_PROXY);
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {
      // The request itself fails, too.
    }
  }
}
