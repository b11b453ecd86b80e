package dev.permafrost.s3;

import dev.permafrost.ports.source.RequestSigner;
import dev.permafrost.ports.source.RequestSigners;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;

/**
 * Creates signers with the standard credential chain: system properties, environment, web identity,
 * the profile files, a container's and an instance's own credentials, in this order (AWS SDK for
 * Java 2.x, "Default credentials provider chain"). Single sign-on and assumed roles also need the
 * SDK's modules {@code sso} and {@code sts}.
 */
public final class S3Signers implements RequestSigners {

  private static final String CHAIN = "chain";

  /** For the service loader. */
  public S3Signers() {}

  @Override
  public String scheme() {
    return "s3";
  }

  @Override
  public RequestSigner open(String credentials, String region) {
    if (!credentials.equals(CHAIN)) {
      throw new IllegalArgumentException("credentials= can be " + CHAIN + " only");
    }
    return new S3Signer(() -> DefaultCredentialsProvider.builder().build(), region);
  }
}
