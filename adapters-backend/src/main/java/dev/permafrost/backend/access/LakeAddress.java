package dev.permafrost.backend.access;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Pattern;

/**
 * Parses a lake's address: {@code http:}, {@code https:} or {@code file:}, or a bucket name, which
 * is translated into its HTTP address for access without credentials.
 *
 * <ul>
 *   <li>{@code s3://bucket/prefix?region=REGION} is {@code
 *       https://bucket.s3.REGION.amazonaws.com/prefix/}; with a dot in the bucket's name {@code
 *       https://s3.REGION.amazonaws.com/bucket/prefix/}, since the certificate does not cover such
 *       a host (Amazon S3 User Guide, "Virtual hosting of general purpose buckets"). The region is
 *       required: another region answers with a redirect. Regions {@code cn-…} are below {@code
 *       amazonaws.com.cn}.
 *   <li>{@code gs://bucket/prefix} is {@code https://storage.googleapis.com/bucket/prefix/} (Cloud
 *       Storage, "Request endpoints", XML API, path-style).
 * </ul>
 */
public final class LakeAddress {

  private static final Pattern S3_BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
  private static final Pattern GS_BUCKET = Pattern.compile("[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]");
  private static final Pattern REGION = Pattern.compile("[a-z]{2}(-[a-z]+)+-[0-9]{1,2}");
  private static final String REGION_MARK = "region=";
  private static final String S3_FORM = "an S3 lake is s3://bucket/prefix?region=REGION";

  private LakeAddress() {}

  /**
   * Parses an address. The address of a lake with credentials is returned unchanged, for {@link
   * LakeOptions#of}, which finds its signer.
   *
   * @throws IllegalArgumentException if it is invalid; the message says why, and repeats neither a
   *     user nor a query
   */
  public static URI parse(String text) {
    URI uri;
    try {
      uri = new URI(text);
    } catch (URISyntaxException e) {
      // Its message repeats the address, which may contain a password.
      throw new IllegalArgumentException("that is no address: " + e.getReason());
    }
    String scheme = uri.getScheme() == null ? "" : uri.getScheme();
    if (scheme.equalsIgnoreCase("s3")) {
      return SignedAddress.isOne(uri) ? uri : s3(uri);
    }
    return scheme.equalsIgnoreCase("gs") ? gs(uri) : uri;
  }

  private static URI s3(URI uri) {
    String query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
    if (!query.startsWith(REGION_MARK)) {
      bucket(uri, S3_BUCKET, S3_FORM);
      throw new IllegalArgumentException(S3_FORM + ": the region is missing");
    }
    return s3(uri, query.substring(REGION_MARK.length()));
  }

  /** The HTTP address of a bucket at Amazon, with the prefix. */
  static URI s3(URI uri, String region) {
    String bucket = bucket(uri, S3_BUCKET, S3_FORM);
    checkRegion(region);
    String host = "s3." + region + ".amazonaws.com" + (region.startsWith("cn-") ? ".cn" : "");
    return bucket.contains(".")
        ? URI.create("https://" + host + "/" + bucket + prefix(uri))
        : URI.create("https://" + bucket + "." + host + prefix(uri));
  }

  /** The path at another store: bucket and prefix. */
  static URI s3Path(URI uri, String region) {
    checkRegion(region);
    return URI.create("/" + bucket(uri, S3_BUCKET, S3_FORM) + prefix(uri));
  }

  private static void checkRegion(String region) {
    if (!REGION.matcher(region).matches()) {
      throw new IllegalArgumentException(
          S3_FORM + ": what follows region= is not a region, such as us-east-2");
    }
  }

  private static URI gs(URI uri) {
    String form = "a Cloud Storage lake is gs://bucket/prefix";
    String bucket = bucket(uri, GS_BUCKET, form);
    if (uri.getRawQuery() != null) {
      throw new IllegalArgumentException(form + ", without a query");
    }
    return URI.create("https://storage.googleapis.com/" + bucket + prefix(uri));
  }

  private static String bucket(URI uri, Pattern names, String form) {
    String bucket = uri.getRawAuthority() == null ? "" : uri.getRawAuthority();
    boolean isName = names.matcher(bucket).matches() && !bucket.contains("..");
    if (!isName || uri.getRawFragment() != null) {
      String reason = isName ? "it has no fragment" : "that is no bucket's name";
      throw new IllegalArgumentException(form + ": " + reason);
    }
    return bucket;
  }

  /** The path with a trailing slash, so that it is not a prefix of a sibling. */
  private static String prefix(URI uri) {
    String path = uri.getRawPath() == null ? "" : uri.getRawPath();
    if (path.contains("//")) {
      throw new IllegalArgumentException("a lake's prefix has no empty part: " + path);
    }
    return path.endsWith("/") ? path : path + "/";
  }
}
