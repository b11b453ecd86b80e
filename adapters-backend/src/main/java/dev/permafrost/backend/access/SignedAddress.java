package dev.permafrost.backend.access;

import dev.permafrost.ports.source.RequestSigner;
import dev.permafrost.ports.source.RequestSigners;
import java.net.URI;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;

/**
 * The address of an S3 lake that needs credentials: {@code
 * s3://bucket/prefix?region=REGION&credentials=chain}, and {@code &endpoint=https://host:port} for
 * an S3-compatible store elsewhere, whose bucket is the first part of the path.
 *
 * @param base the lake's root over HTTP
 * @param region the region to sign for
 * @param credentials which credentials
 */
record SignedAddress(URI base, String region, String credentials) {

  private static final String SCHEME = "s3";
  private static final String REGION = "region";
  private static final String CREDENTIALS = "credentials";
  private static final String ENDPOINT = "endpoint";
  private static final Set<String> NAMES = Set.of(REGION, CREDENTIALS, ENDPOINT);

  /** Whether an address asks for credentials. */
  static boolean isOne(URI uri) {
    String query = uri.getRawQuery();
    return SCHEME.equalsIgnoreCase(uri.getScheme())
        && query != null
        && ("&" + query).contains("&" + CREDENTIALS + "=");
  }

  /** The HTTP address: of a signed lake, its translation; otherwise unchanged. */
  static URI overHttp(URI uri) {
    return isOne(uri) ? read(uri).base() : uri;
  }

  /**
   * Parses such an address.
   *
   * @throws IllegalArgumentException if it is invalid; the message repeats no value
   */
  static SignedAddress read(URI uri) {
    Map<String, String> values = values(uri);
    String region = values.getOrDefault(REGION, "");
    String credentials = values.getOrDefault(CREDENTIALS, "");
    String endpoint = values.get(ENDPOINT);
    if (!credentials.matches("[a-z]{1,20}")) {
      throw new IllegalArgumentException(
          "credentials= names where credentials are looked for, as in credentials=chain; they"
              + " themselves do not belong into an address");
    }
    if (endpoint == null) {
      URI root = LakeAddress.s3(uri, region);
      return new SignedAddress(
          root.resolve(StorePath.encoded(root.getRawPath())), region, credentials);
    }
    URI place = endpoint(endpoint);
    URI path = LakeAddress.s3Path(uri, region);
    return new SignedAddress(
        URI.create(
            place.getScheme()
                + "://"
                + place.getRawAuthority()
                + StorePath.encoded(path.getRawPath())),
        region,
        credentials);
  }

  private static Map<String, String> values(URI uri) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String pair : String.valueOf(uri.getQuery()).split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      if (equals < 0 || !NAMES.contains(name) || values.containsKey(name)) {
        throw new IllegalArgumentException(
            "an S3 lake with credentials is s3://bucket/prefix?region=REGION&credentials=chain,"
                + " with &endpoint=URL where it is not Amazon's; each once and nothing else");
      }
      values.put(name, pair.substring(equals + 1));
    }
    return values;
  }

  private static URI endpoint(String text) {
    URI place;
    try {
      place = URI.create(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("endpoint= is no address (not repeated here)");
    }
    String scheme = String.valueOf(place.getScheme()).toLowerCase(Locale.ROOT);
    String path = place.getRawPath() == null ? "" : place.getRawPath();
    boolean isPlain =
        (scheme.equals("http") || scheme.equals("https"))
            && LakeHost.of(place).isPresent()
            && !place.getRawAuthority().contains("@")
            && place.getRawUserInfo() == null
            && place.getRawQuery() == null
            && place.getRawFragment() == null
            && (path.isEmpty() || path.equals("/"));
    if (!isPlain) {
      throw new IllegalArgumentException(
          "endpoint= is http://host:port or https://host:port (not repeated here)");
    }
    return place;
  }

  /**
   * Finds the signer on the class path.
   *
   * @throws IllegalArgumentException if there is none
   */
  RequestSigner signer() {
    Optional<RequestSigners> found = Optional.empty();
    Iterator<RequestSigners> all = ServiceLoader.load(RequestSigners.class).iterator();
    while (found.isEmpty() && all.hasNext()) {
      found = Optional.of(all.next()).filter(signers -> signers.scheme().equals(SCHEME));
    }
    return found
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "S3 with credentials is in a separate module, which is not on the class"
                        + " path: add dev.permafrost:permafrost-adapters-s3"))
        .open(credentials, region);
  }
}
