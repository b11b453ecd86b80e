package dev.permafrost.s3;

import dev.permafrost.ports.failure.LakeForbidden;
import dev.permafrost.ports.source.RequestSigner;
import java.net.URI;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/**
 * Signs with version 4 of Amazon's signatures (Amazon S3 API reference, "Authenticating Requests:
 * Using the Authorization Header"), for a region, with whatever credentials a provider has at the
 * time: it renews those that expire.
 */
final class S3Signer implements RequestSigner {

  private static final String SERVICE = "s3";

  private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();
  private final AwsCredentialsProvider provider;
  private final String region;
  private final Clock clock;

  S3Signer(AwsCredentialsProvider provider, String region) {
    this(provider, region, Clock.systemUTC());
  }

  S3Signer(AwsCredentialsProvider provider, String region, Clock clock) {
    this.provider = provider;
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

  /** The SDK reads no host with an underscore out of an address, and takes one that is given. */
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
