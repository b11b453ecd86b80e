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
 * Through which HTTP proxy a lake is asked. Over https it is asked to tunnel, so that it sees the
 * lake's host and nothing else; over http it sees everything. Immutable.
 */
public final class LakeProxy {

  private final String words;
  private final Optional<ProxySelector> selector;

  private LakeProxy(String words, Optional<ProxySelector> selector) {
    this.words = words;
    this.selector = selector;
  }

  /** What the JDK's properties say ({@code https.proxyHost} and so on); usually none. */
  public static LakeProxy ofJdk() {
    return new LakeProxy("as the JDK says", Optional.empty());
  }

  /** None, whatever the JDK's properties say. */
  public static LakeProxy none() {
    return new LakeProxy("none", Optional.of(HttpClientDirect.SELECTOR));
  }

  /**
   * Always this one.
   *
   * @param address {@code http://host:port}
   * @throws IllegalArgumentException if it is anything else; a password in it is not repeated
   */
  public static LakeProxy at(String address) {
    InetSocketAddress proxy = parse(address, "the proxy");
    return new LakeProxy(
        proxy.getHostString() + ":" + proxy.getPort(), Optional.of(ProxySelector.of(proxy)));
  }

  /**
   * What an environment says, in the manner of curl: {@code http_proxy} for http, {@code
   * https_proxy} or {@code HTTPS_PROXY} for https, neither for the hosts of {@code no_proxy} or
   * {@code NO_PROXY}. An upper-case {@code HTTP_PROXY} is not looked at: behind a web server
   * anybody could set it by a header {@code Proxy}. Loopback is never proxied. Where it says
   * nothing for a lake, the JDK's properties count.
   *
   * @param lake the lake's root, as {@link LakeAddress#parse} reads it
   * @throws IllegalArgumentException if the variable that counts holds no proxy's address; the
   *     message names the variable and shows nothing of a password
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

  /** What the client is given; empty for the JDK's own. */
  public Optional<ProxySelector> selector() {
    return selector;
  }

  /** Whether a host's name says that it is this machine. */
  static boolean isLoopback(String host) {
    String lower = host.toLowerCase(Locale.ROOT);
    return lower.equals("localhost")
        || lower.endsWith(".localhost")
        || lower.matches("127(\\.[0-9]{1,3}){3}")
        || lower.equals("[::1]");
  }

  /** The address of the proxy, which holds no secret. */
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

  /** A selector of no proxy at all. */
  private static final class HttpClientDirect extends ProxySelector {
    static final ProxySelector SELECTOR = new HttpClientDirect();

    @Override
    public List<Proxy> select(URI uri) {
      return List.of(Proxy.NO_PROXY);
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {
      // The request fails with it.
    }
  }
}
