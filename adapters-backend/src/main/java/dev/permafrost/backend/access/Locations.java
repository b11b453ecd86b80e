package dev.permafrost.backend.access;

import java.net.URI;
import java.net.URISyntaxException;

/** Writes addresses for messages: what may hold a secret (user, query, fragment) is left out. */
public final class Locations {

  private Locations() {}

  /** An address without its secrets. */
  public static String withoutSecrets(URI uri) {
    if (uri.isOpaque()) {
      return uri.getScheme() + ":...";
    }
    String host = uri.getHost() == null ? "" : uri.getHost();
    String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
    String scheme = uri.getScheme() == null ? "" : uri.getScheme() + "://";
    String path = uri.getRawPath() == null ? "" : uri.getRawPath();
    return scheme + host + port + path;
  }

  /** The address in a Location header without its secrets, whatever it holds. */
  public static String withoutSecrets(String location) {
    try {
      return withoutSecrets(new URI(location));
    } catch (URISyntaxException e) {
      return "an address that cannot be read";
    }
  }
}
