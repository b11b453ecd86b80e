package dev.permafrost.forge.serve;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Lets requests pass as Amazon's S3 does, and refuses the others in its words: it computes the
 * signature (version 4, in the header {@code Authorization}) again, and holds the request to the
 * rules about it (Amazon S3 API reference, "Signature Calculations for the Authorization Header").
 * Each header {@code x-amz-…} that comes has to be signed, a request is no older and no newer than
 * a quarter of an hour, and temporary credentials show a token that has not expired.
 *
 * <p>Safe for several threads; credentials may be added and taken back while it is used.
 */
public final class SignatureGate {

  /** How far the clocks may differ. */
  private static final Duration MOST_SKEW = Duration.ofMinutes(15);

  private static final String ALGORITHM = "AWS4-HMAC-SHA256";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final Pattern AUTHORIZATION =
      Pattern.compile(
          ALGORITHM
              + " Credential=([^/,]+)/(\\d{8})/([^/,]+)/s3/aws4_request, ?"
              + "SignedHeaders=([a-z0-9;_-]+), ?Signature=([0-9a-f]{64})");
  private static final HexFormat HEX = HexFormat.of();

  private final String region;
  private final Map<String, Credentials> known = new ConcurrentHashMap<>();

  /**
   * Who may ask.
   *
   * @param secret the secret key
   * @param token the session's token; empty for credentials that last
   * @param expires when the token does
   */
  private record Credentials(String secret, String token, Instant expires) {}

  /**
   * Why a request does not pass.
   *
   * @param status the HTTP status
   * @param code the store's code
   * @param message the store's words
   */
  public record Refusal(int status, String code, String message) {

    /** The body of the answer. */
    public byte[] xml() {
      return errorXml(code, message).getBytes(StandardCharsets.UTF_8);
    }

    /** The answer. */
    Answer answer() {
      return Answer.error(status, xml());
    }
  }

  /** A gate of a region, that knows nobody yet. */
  public SignatureGate(String region) {
    this.region = region;
  }

  /** Lets lasting credentials pass. */
  public void admit(String accessKey, String secret) {
    known.put(accessKey, new Credentials(secret, "", Instant.MAX));
  }

  /** Lets temporary credentials pass until they expire. */
  public void admit(String accessKey, String secret, String token, Instant expires) {
    known.put(accessKey, new Credentials(secret, token, expires));
  }

  /** An error as S3 writes it. */
  static String errorXml(String code, String message) {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>"
        + code
        + "</Code><Message>"
        + message
        + "</Message><RequestId>TX0</RequestId></Error>";
  }

  /**
   * Why a request is refused; empty if it passes.
   *
   * @param target path and query as they came
   * @param headers the lines of the head, {@code Name: value}, as they came
   * @param now the time
   */
  public Optional<Refusal> refusal(
      String method, String target, List<String> headers, Instant now) {
    Map<String, String> sent = merged(headers);
    String authorization = sent.getOrDefault("authorization", "");
    if (authorization.isEmpty()) {
      return refused(403, "AccessDenied", "Access Denied");
    }
    Matcher parts = AUTHORIZATION.matcher(authorization);
    if (!parts.matches()) {
      return refused(400, "AuthorizationHeaderMalformed", "The authorization header is malformed");
    }
    if (!parts.group(3).equals(region)) {
      return refused(
          400,
          "AuthorizationHeaderMalformed",
          "the region '" + parts.group(3) + "' is wrong; expecting '" + region + "'");
    }
    Optional<Refusal> early = ofTime(sent, now).or(() -> ofCredentials(parts.group(1), sent, now));
    if (early.isPresent()) {
      return early;
    }
    Set<String> signed = new TreeSet<>(List.of(parts.group(4).split(";", -1)));
    return ofUnsigned(sent, signed).or(() -> ofSignature(parts, method, target, sent, signed));
  }

  private static Optional<Refusal> ofTime(Map<String, String> sent, Instant now) {
    Instant at;
    try {
      at = Instant.from(TIME.parse(sent.getOrDefault("x-amz-date", "")));
    } catch (DateTimeException e) {
      return refused(
          403, "AccessDenied", "AWS authentication requires a valid Date or x-amz-date header");
    }
    return Duration.between(at, now).abs().compareTo(MOST_SKEW) > 0
        ? refused(
            403,
            "RequestTimeTooSkewed",
            "The difference between the request time and the current time is too large.")
        : Optional.empty();
  }

  private Optional<Refusal> ofCredentials(String accessKey, Map<String, String> sent, Instant now) {
    Credentials credentials = known.get(accessKey);
    String token = sent.getOrDefault("x-amz-security-token", "");
    if (credentials == null) {
      return refused(
          403,
          "InvalidAccessKeyId",
          "The AWS Access Key Id you provided does not exist in our records.");
    }
    if (!credentials.token().equals(token)) {
      return refused(400, "InvalidToken", "The provided token is malformed or otherwise invalid.");
    }
    return now.isBefore(credentials.expires())
        ? Optional.empty()
        : refused(400, "ExpiredToken", "The provided token has expired.");
  }

  private static Optional<Refusal> ofUnsigned(Map<String, String> sent, Set<String> signed) {
    List<String> unsigned =
        sent.keySet().stream()
            .filter(name -> name.startsWith("x-amz-") || name.equals("host"))
            .filter(name -> !signed.contains(name))
            .toList();
    if (!unsigned.isEmpty()) {
      return refused(
          403,
          "AccessDenied",
          "There were headers present in the request which were not signed: " + unsigned);
    }
    return sent.containsKey("x-amz-content-sha256")
        ? Optional.empty()
        : refused(
            400,
            "InvalidRequest",
            "Missing required header for this request: x-amz-content-sha256");
  }

  private Optional<Refusal> ofSignature(
      Matcher parts, String method, String target, Map<String, String> sent, Set<String> signed) {
    String scope = parts.group(2) + "/" + region + "/s3/aws4_request";
    String toSign =
        String.join(
            "\n",
            ALGORITHM,
            sent.getOrDefault("x-amz-date", ""),
            scope,
            HEX.formatHex(sha256(canonical(method, target, sent, signed))));
    Credentials credentials = known.get(parts.group(1));
    byte[] key =
        ("AWS4" + (credentials == null ? "" : credentials.secret()))
            .getBytes(StandardCharsets.UTF_8);
    for (String part : scope.split("/", -1)) {
      key = hmac(key, part);
    }
    boolean isRight = HEX.formatHex(hmac(key, toSign)).equals(parts.group(5));
    return isRight
        ? Optional.empty()
        : refused(
            403,
            "SignatureDoesNotMatch",
            "The request signature we calculated does not match the signature you provided.");
  }

  private static String canonical(
      String method, String target, Map<String, String> sent, Set<String> signed) {
    int mark = target.indexOf('?');
    String path = mark < 0 ? target : target.substring(0, mark);
    String query = mark < 0 ? "" : target.substring(mark + 1);
    StringBuilder text = new StringBuilder(method).append('\n');
    text.append(encode(decode(path), true)).append('\n').append(canonicalQuery(query)).append('\n');
    for (String name : signed) {
      text.append(name).append(':').append(sent.getOrDefault(name, "")).append('\n');
    }
    return text.append('\n')
        .append(String.join(";", signed))
        .append('\n')
        .append(sent.getOrDefault("x-amz-content-sha256", ""))
        .toString();
  }

  private static String canonicalQuery(String query) {
    if (query.isEmpty()) {
      return "";
    }
    TreeSet<String> pairs = new TreeSet<>();
    for (String pair : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      String value = equals < 0 ? "" : pair.substring(equals + 1);
      pairs.add(encode(decode(name), false) + "=" + encode(decode(value), false));
    }
    return String.join("&", pairs);
  }

  /** Values by lower-case name, of one name in the order in which they came. */
  private static Map<String, String> merged(List<String> headers) {
    Map<String, String> merged = new TreeMap<>();
    for (String line : headers) {
      int colon = line.indexOf(':');
      String name = line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
      String value = line.substring(colon + 1).strip().replaceAll(" +", " ");
      merged.merge(name, value, (before, next) -> before + "," + next);
    }
    return merged;
  }

  /** Percent-decodes; a plus stays one. */
  private static byte[] decode(String text) {
    byte[] from = text.getBytes(StandardCharsets.UTF_8);
    byte[] to = new byte[from.length];
    int length = 0;
    for (int i = 0; i < from.length; i++) {
      if (from[i] == '%' && i + 2 < from.length) {
        to[length++] = (byte) HexFormat.fromHexDigits(text(from, i + 1, i + 3));
        i += 2;
      } else {
        to[length++] = from[i];
      }
    }
    return Arrays.copyOf(to, length);
  }

  private static String text(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
  }

  /** Percent-encodes all but the unreserved characters of RFC 3986. */
  private static String encode(byte[] bytes, boolean keepsSlashes) {
    StringBuilder text = new StringBuilder();
    for (byte each : bytes) {
      char c = (char) (each & 0xFF);
      boolean isPlain =
          (c >= 'A' && c <= 'Z')
              || (c >= 'a' && c <= 'z')
              || (c >= '0' && c <= '9')
              || "-._~".indexOf(c) >= 0
              || (keepsSlashes && c == '/');
      if (isPlain) {
        text.append(c);
      } else {
        text.append('%').append(HEX.withUpperCase().toHexDigits(each));
      }
    }
    return text.toString();
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }

  private static Optional<Refusal> refused(int status, String code, String message) {
    return Optional.of(new Refusal(status, code, message));
  }
}
