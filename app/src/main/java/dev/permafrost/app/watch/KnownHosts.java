package dev.permafrost.app.watch;

import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The host names that requests may use. A foreign page can make a browser send requests to this
 * server under a name that resolves to it (DNS rebinding); the request then has that name. IP
 * addresses cannot be abused this way.
 */
final class KnownHosts {

  private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
  private static final Pattern IPV6 = Pattern.compile("\\[[0-9a-fA-F:.]+(%[0-9a-zA-Z]+)?]");
  private static final Pattern PORT = Pattern.compile(":\\d{1,5}$");

  private final Set<String> names = new HashSet<>(Set.of("localhost"));

  KnownHosts(Collection<String> names) {
    names.forEach(name -> this.names.add(name.toLowerCase(Locale.ROOT)));
  }

  /** Whether a request with this {@code Host} header is answered. */
  boolean isKnown(@Nullable String header) {
    if (header == null) {
      return false;
    }
    String host = PORT.matcher(header).replaceFirst("").toLowerCase(Locale.ROOT);
    return names.contains(host) || IPV4.matcher(host).matches() || IPV6.matcher(host).matches();
  }
}
