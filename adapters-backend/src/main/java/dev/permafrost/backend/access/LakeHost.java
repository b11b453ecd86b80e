package dev.permafrost.backend.access;

import java.net.IDN;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The host and the port in an address over HTTP. {@link URI#getHost} returns null for a name with
 * an underscore, which is not valid in DNS but common for containers and in company networks, and
 * for a name with non-ASCII letters, which is resolved in its ASCII form.
 *
 * @param name the host's name in lower case, or its address
 * @param port the port, or -1 if there is none
 */
record LakeHost(String name, int port) {

  private static final Pattern FORM =
      Pattern.compile("([\\p{L}\\p{N}._-]{1,253})(?::([0-9]{1,9}))?");
  private static final int LARGEST_PORT = 0xFFFF;

  /** The host of an address, with or without a user; empty if it cannot be parsed. */
  static Optional<LakeHost> of(URI uri) {
    if (uri.getHost() != null) {
      return Optional.of(new LakeHost(uri.getHost().toLowerCase(Locale.ROOT), uri.getPort()));
    }
    String authority = uri.getAuthority() == null ? "" : uri.getAuthority();
    Matcher form = FORM.matcher(authority.substring(authority.lastIndexOf('@') + 1));
    if (!form.matches()) {
      return Optional.empty();
    }
    try {
      String name = IDN.toASCII(form.group(1)).toLowerCase(Locale.ROOT);
      return Optional.of(
          new LakeHost(name, form.group(2) == null ? -1 : Integer.parseInt(form.group(2))));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The name of an address's host; empty if it cannot be parsed. */
  static String nameOf(URI uri) {
    return of(uri).map(LakeHost::name).orElse("");
  }

  /**
   * Checks that an HTTP client can use it.
   *
   * @param scheme {@code http} or {@code https}
   * @throws IllegalArgumentException if not
   */
  void check(String scheme) {
    if (port == 0 || port > LARGEST_PORT) {
      throw new IllegalArgumentException(
          "a lake's address has a port from 1 to " + LARGEST_PORT + ", not " + port);
    }
    // The JDK does not match such a name with a certificate's, so every handshake would fail.
    if (scheme.equals("https") && name.contains("_")) {
      throw new IllegalArgumentException(
          "the host's name has an underscore, which no certificate can be for: "
              + name
              + "; use http: or another name of the host");
    }
  }

  /** Host and port as in an address, without the port if it is the scheme's default. */
  String authority(String scheme) {
    boolean isUsual = port < 0 || port == (scheme.equals("https") ? 443 : 80);
    return isUsual ? name : name + ":" + port;
  }
}
