package dev.permafrost.s3;

import dev.permafrost.ports.failure.LakeForbidden;
import dev.permafrost.ports.source.RequestSigner;
import java.net.URI;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

/**
 * Signs requests with version 4 of Amazon's signatures (Amazon S3 API reference, "Authenticating
 * Requests: Using the Authorization Header"), for a region, with the credentials that a provider
 * has at the time; the provider renews expiring ones.
 */
final class S3Signer implements RequestSigner {

  private static final String SERVICE = "s3";

  private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();
  private final Supplier<? extends AwsCredentialsProvider> providers;
  private final String region;
  private final Clock clock;
  private volatile AwsCredentialsProvider provider;

  /**
   * Creates a signer.
   *
   * @param providers creates a new provider; called again when credentials expire
   */
  S3Signer(Supplier<? extends AwsCredentialsProvider> providers, String region) {
    this(providers, region, Clock.systemUTC());
  }

  S3Signer(Supplier<? extends AwsCredentialsProvider> providers, String region, Clock clock) {
    this.providers = providers;
    this.provider = providers.get();
    this.region = region;
    this.clock = clock;
  }

  @Override
  public Map<String, String> headers(String method, URI uri, Map<String, String> sent) {
    AwsCredentialsIdentity identity = identity(uri);
    SdkHttpRequest.Builder unsigned = request(uri).method(SdkHttpMethod.fromValue(method));
    sent.forEach(unsigned::putHeader);
    SdkHttpRequest signed =
        signer
            .sign(
                request ->
                    request
                        .identity(identity)
                        .request(unsigned.build())
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, SERVICE)
                        .putProperty(AwsV4HttpSigner.REGION_NAME, region)
                        // S3 signs the path as it is sent (reference as above, "CanonicalURI").
                        .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false)
                        .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, false)
                        .putProperty(HttpSigner.SIGNING_CLOCK, clock))
            .request();
    Map<String, String> headers = new LinkedHashMap<>();
    for (Map.Entry<String, List<String>> header : signed.headers().entrySet()) {
      if (!header.getKey().equalsIgnoreCase("Host")) {
        headers.put(header.getKey(), String.join(",", header.getValue()));
      }
    }
    return headers;
  }

  /**
   * A provider caches its credentials for a while, so a new one replaces it. If several threads had
   * requests refused, only the first one does this.
   */
  @Override
  public synchronized boolean renew(Map<String, String> refused) {
    try {
      if (!isOf(provider.resolveCredentials(), refused)) {
        return true;
      }
      AwsCredentialsProvider next = providers.get();
      if (isOf(next.resolveCredentials(), refused)) {
        return false;
      }
      provider = next;
      return true;
    } catch (SdkException e) {
      // There are none now, but the store's refusal is more informative.
      return false;
    }
  }

  /** Whether headers were made with these credentials. */
  private static boolean isOf(AwsCredentialsIdentity identity, Map<String, String> headers) {
    String token =
        identity instanceof AwsSessionCredentialsIdentity session ? session.sessionToken() : "";
    return value(headers, "Authorization").contains("Credential=" + identity.accessKeyId() + "/")
        && value(headers, "X-Amz-Security-Token").equals(token);
  }

  private static String value(Map<String, String> headers, String name) {
    for (Map.Entry<String, String> header : headers.entrySet()) {
      if (header.getKey().equalsIgnoreCase(name)) {
        return header.getValue();
      }
    }
    return "";
  }

  /** The SDK cannot parse a host with an underscore from an address, but accepts a given one. */
  private static SdkHttpRequest.Builder request(URI uri) {
    if (uri.getHost() != null) {
      return SdkHttpRequest.builder().uri(uri);
    }
    String authority = uri.getRawAuthority();
    int colon = authority.lastIndexOf(':');
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    String port = colon < 0 ? "" : authority.substring(colon);
    return SdkHttpRequest.builder()
        .uri(URI.create(uri.getScheme() + "://host" + port + uri.getRawPath() + query))
        .host(colon < 0 ? authority : authority.substring(0, colon));
  }

  private AwsCredentialsIdentity identity(URI uri) {
    try {
      return provider.resolveCredentials();
    } catch (SdkException e) {
      LakeForbidden forbidden =
          new LakeForbidden(
              uri.getScheme() + "://" + uri.getRawAuthority() + uri.getRawPath(),
              0,
              "the standard credential chain has no credentials: none in the environment, in"
                  + " system properties, in a profile, of a container or an instance");
      forbidden.addSuppressed(e);
      throw forbidden;
    }
  }

  @Override
  public String toString() {
    return "a signer for " + region;
  }
}
