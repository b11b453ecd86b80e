package dev.permafrost.backend.access;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/**
 * Formats addresses for messages, without the parts that may hold secrets (user, query, fragment).
 */
public final class Locations {

  private Locations() {}

  /** An address without its secrets. */
  public static String withoutSecrets(URI uri) {
    if (uri.isOpaque()) {
      return uri.getScheme() + ":...";
    }
    String host =
        LakeHost.of(uri)
            .map(found -> found.port() < 0 ? found.name() : found.name() + ":" + found.port())
            .orElse("");
    String scheme = uri.getScheme() == null ? "" : uri.getScheme() + "://";
    String path = uri.getRawPath() == null ? "" : uri.getRawPath();
    return scheme + host + path;
  }

  /** Whether two addresses over the same scheme name the same host and port. */
  public static boolean isSameHost(URI one, URI other) {
    String scheme = String.valueOf(one.getScheme()).toLowerCase(Locale.ROOT);
    Optional<String> host = LakeHost.of(one).map(found -> found.authority(scheme));
    return host.isPresent()
        && host.equals(LakeHost.of(other).map(found -> found.authority(scheme)));
  }

  /** The address in a Location header without its secrets, even if it is malformed. */
  public static String withoutSecrets(String location) {
    try {
      return withoutSecrets(new URI(location));
    } catch (URISyntaxException e) {
      return "an address that cannot be read";
    }
  }
}
