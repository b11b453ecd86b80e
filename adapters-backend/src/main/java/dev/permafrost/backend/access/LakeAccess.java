package dev.permafrost.backend.access;

import dev.permafrost.ports.source.RequestSigner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The headers, token, signer and proxy for requests to a lake. They have no effect for {@code
 * file:}.
 *
 * <p>Headers and token are only sent to the lake's own scheme, host and port: a redirect elsewhere
 * is not followed. Header values and the token never appear in a message, in {@link #toString}, or
 * in a log. Immutable, except for the token, which is read again from its file once after each
 * answer 401. Thread-safe.
 */
public final class LakeAccess {

  private static final LakeAccess NONE =
      new LakeAccess(LakeProxy.ofJdk(), List.of(), Optional.empty(), Optional.empty());

  private static final long LARGEST_FILE_BYTES = 64 << 10;
  private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
  private static final Pattern VALUE = Pattern.compile("[\\x20-\\x7E\\t]*");

  /** Headers that the client sets itself, or that address intermediaries. */
  private static final Set<String> NOT_OURS =
      Set.of(
          "connection",
          "content-length",
          "expect",
          "host",
          "if-range",
          "proxy-authorization",
          "range",
          "transfer-encoding",
          "upgrade",
          "user-agent",
          "x-amz-checksum-mode");

  /** Headers that a signer sets itself. */
  private static final Set<String> OF_SIGNER =
      Set.of("x-amz-content-sha256", "x-amz-date", "x-amz-security-token");

  private final LakeProxy proxy;
  private final List<Header> headers;
  private final Optional<BearerToken> token;
  private final Optional<RequestSigner> signer;

  /**
   * A header.
   *
   * @param name its name
   * @param value its value, which may be a secret
   */
  public record Header(String name, String value) {
    @Override
    public String toString() {
      return name;
    }
  }

  private LakeAccess(
      LakeProxy proxy,
      List<Header> headers,
      Optional<BearerToken> token,
      Optional<RequestSigner> signer) {
    this.proxy = proxy;
    this.headers = List.copyOf(headers);
    this.token = token;
    this.signer = signer;
  }

  /** No credentials, and the proxy from the JDK's properties. */
  public static LakeAccess none() {
    return NONE;
  }

  /** A copy with a proxy. */
  public LakeAccess through(LakeProxy other) {
    return new LakeAccess(other, headers, token, signer);
  }

  /**
   * A copy with one more header.
   *
   * @param line {@code Name: value}
   * @throws IllegalArgumentException if the line has another form, or the header must not be set
   *     this way; the message reveals at most the name
   */
  public LakeAccess withHeader(String line) {
    List<Header> more = new ArrayList<>(headers);
    more.add(header(line, "a header"));
    return checked(new LakeAccess(proxy, more, token, signer));
  }

  /**
   * A copy with the headers of a file: one on each line; empty lines and lines that begin with
   * {@code #} are skipped.
   *
   * @throws IllegalArgumentException if it cannot be read or a line is not a header; the message
   *     has the line's number and reveals at most the name
   */
  public LakeAccess withHeadersOf(Path file) {
    List<Header> more = new ArrayList<>(headers);
    int number = 0;
    for (String line : lines(file)) {
      number++;
      if (!line.isBlank() && !line.startsWith("#")) {
        more.add(header(line, file + ", line " + number));
      }
    }
    return checked(new LakeAccess(proxy, more, token, signer));
  }

  /**
   * A copy with a bearer token, sent as {@code Authorization}. It is refused over plain http,
   * except for loopback, when the options are built.
   *
   * @param file holds the token and nothing else; read now, and again after each answer 401, so
   *     that a renewed token is used
   * @throws IllegalArgumentException if it cannot be read or holds no token; the message does not
   *     reveal it
   */
  public LakeAccess withTokenOf(Path file) {
    return checked(new LakeAccess(proxy, headers, Optional.of(BearerToken.read(file)), signer));
  }

  /**
   * A copy that signs each request.
   *
   * @throws IllegalArgumentException if another {@code Authorization} is set, too
   */
  public LakeAccess signedBy(RequestSigner other) {
    return checked(new LakeAccess(proxy, headers, token, Optional.of(other)));
  }

  public LakeProxy proxy() {
    return proxy;
  }

  public List<Header> headers() {
    return headers;
  }

  public Optional<BearerToken> token() {
    return token;
  }

  public Optional<RequestSigner> signer() {
    return signer;
  }

  private static LakeAccess checked(LakeAccess access) {
    boolean hasOwn =
        access.headers.stream().anyMatch(header -> header.name().equalsIgnoreCase("Authorization"));
    if (hasOwn && access.token.isPresent()) {
      throw new IllegalArgumentException("both a token and a header Authorization are given");
    }
    if (access.signer.isPresent() && (hasOwn || access.token.isPresent())) {
      throw new IllegalArgumentException(
          "requests are signed, so neither a token nor a header Authorization can be sent");
    }
    Optional<Header> ofSigner =
        access.headers.stream()
            .filter(header -> OF_SIGNER.contains(header.name().toLowerCase(Locale.ROOT)))
            .findFirst();
    if (access.signer.isPresent() && ofSigner.isPresent()) {
      throw new IllegalArgumentException(
          "requests are signed, and the signer sets " + ofSigner.get().name() + " itself");
    }
    return access;
  }

  private static Header header(String line, String where) {
    int colon = line.indexOf(':');
    String name = colon < 0 ? "" : line.substring(0, colon).strip();
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          where + ": expected 'Name: value' (what was given is not repeated here)");
    }
    if (NOT_OURS.contains(name.toLowerCase(Locale.ROOT))) {
      throw new IllegalArgumentException(where + ": " + name + " cannot be set so");
    }
    String value = line.substring(colon + 1).strip();
    if (!VALUE.matcher(value).matches()) {
      throw new IllegalArgumentException(
          where + ": the value of " + name + " is not plain ASCII (not repeated here)");
    }
    return new Header(name, value);
  }

  private static List<String> lines(Path file) {
    try {
      if (Files.size(file) > LARGEST_FILE_BYTES) {
        throw new IllegalArgumentException("the header file " + file + " is too large");
      }
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new IllegalArgumentException("the header file " + file + " cannot be read", e);
    }
  }

  /** Returns the proxy, the names of the headers, and whether there is a token or a signer. */
  @Override
  public String toString() {
    return "proxy "
        + proxy
        + ", headers "
        + headers
        + (token.isPresent() ? ", a token" : "")
        + (signer.isPresent() ? ", signed" : "");
  }
}
