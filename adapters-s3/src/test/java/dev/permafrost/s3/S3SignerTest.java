package dev.permafrost.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.permafrost.ports.failure.LakeForbidden;
import dev.permafrost.ports.source.RequestSigners;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;

/** Requests are signed as the reference of S3 shows, and no secret is shown. */
final class S3SignerTest {

  // The credentials and the time of the reference's examples.
  private static final String KEY = "AKIAIOSFODNN7EXAMPLE";
  private static final String SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
  private static final Clock AT =
      Clock.fixed(Instant.parse("2013-05-24T00:00:00Z"), ZoneOffset.UTC);

  /**
   * The example "GET Bucket (List Objects)" of "Signature Calculations for the Authorization
   * Header".
   */
  @Test
  void aListingIsSignedAsTheReferenceShows() {
    Map<String, String> headers =
        signer(AwsBasicCredentials.create(KEY, SECRET))
            .headers(
                "GET",
                URI.create("https://examplebucket.s3.amazonaws.com/?max-keys=2&prefix=J"),
                Map.of());
    assertThat(headers.get("Authorization"))
        .startsWith("AWS4-HMAC-SHA256 Credential=" + KEY + "/20130524/us-east-1/s3/aws4_request")
        .endsWith("Signature=34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7");
  }

  @Test
  void credentialsOfASessionShowTheirToken() {
    Map<String, String> headers =
        signer(AwsSessionCredentials.create(KEY, SECRET, "the-token"))
            .headers(
                "HEAD", URI.create("https://bucket.s3.us-east-1.amazonaws.com/a/b.zst"), Map.of());
    assertThat(headers).containsEntry("X-Amz-Security-Token", "the-token");
    assertThat(headers.get("Authorization")).contains("x-amz-security-token");
  }

  @Test
  void everyHeaderThatIsSentWithAMeaningOfTheStoresIsSigned() {
    Map<String, String> headers =
        signer(AwsBasicCredentials.create(KEY, SECRET))
            .headers(
                "GET",
                URI.create("https://bucket.s3.us-east-1.amazonaws.com/a/b.zst"),
                Map.of("x-amz-checksum-mode", "ENABLED", "x-amz-request-payer", "requester"));
    assertThat(headers)
        .containsEntry("x-amz-checksum-mode", "ENABLED")
        .containsEntry("x-amz-request-payer", "requester");
    assertThat(headers.get("Authorization"))
        .contains(
            "SignedHeaders=host;x-amz-checksum-mode;x-amz-content-sha256;x-amz-date;"
                + "x-amz-request-payer");
  }

  @Test
  void aHostWithAnUnderscoreIsSignedForAsAnyOther() {
    S3Signer signer = signer(AwsBasicCredentials.create(KEY, SECRET));
    for (String place : List.of("http://a_b", "http://a_b:9000", "http://a-b", "http://a-b:9000")) {
      assertThat(signer.headers("GET", URI.create(place + "/x?list-type=2"), Map.of()))
          .containsKey("Authorization");
    }
  }

  @Test
  void theHostIsLeftToTheClientAndTheSecretIsNowhere() {
    S3Signer signer = signer(AwsBasicCredentials.create(KEY, SECRET));
    Map<String, String> headers =
        signer.headers("GET", URI.create("https://bucket.s3.us-east-1.amazonaws.com/a"), Map.of());
    assertThat(headers.keySet()).noneMatch(name -> name.equalsIgnoreCase("Host"));
    assertThat(headers.toString()).doesNotContain(SECRET);
    assertThat(signer.toString()).doesNotContain(SECRET).doesNotContain(KEY);
  }

  @Test
  void credentialsThatWereRefusedAreLookedForOnceMoreAndOnlyOthersAreNews() {
    Deque<AwsCredentials> found =
        new ArrayDeque<>(
            List.of(
                AwsSessionCredentials.create(KEY, SECRET, "first"),
                AwsSessionCredentials.create(KEY, SECRET, "first"),
                AwsSessionCredentials.create(KEY, SECRET, "second")));
    S3Signer signer =
        new S3Signer(() -> StaticCredentialsProvider.create(found.remove()), "us-east-1", AT);
    URI uri = URI.create("https://bucket.s3.us-east-1.amazonaws.com/a");
    Map<String, String> refused = signer.headers("GET", uri, Map.of());
    assertThat(signer.renew(refused)).as("there are no others yet").isFalse();
    assertThat(signer.renew(refused)).as("there are others").isTrue();
    assertThat(signer.renew(refused)).as("another thread has found them").isTrue();
    assertThat(found).isEmpty();
    assertThat(signer.headers("GET", uri, Map.of()))
        .containsEntry("X-Amz-Security-Token", "second");
  }

  @Test
  void withoutCredentialsTheLakeIsForbiddenAndSaysWhy() {
    S3Signer signer =
        new S3Signer(
            () ->
                () -> {
                  throw SdkClientException.create("none here");
                },
            "us-east-1",
            AT);
    assertThatThrownBy(
            () -> signer.headers("GET", URI.create("https://host/a?secret=word"), Map.of()))
        .isInstanceOf(LakeForbidden.class)
        .hasMessageContaining("the standard credential chain has no credentials")
        .hasMessageNotContaining("word");
  }

  @Test
  void aServiceLoaderFindsItUnderTheSchemeOfS3() {
    assertThat(ServiceLoader.load(RequestSigners.class).stream().map(ServiceLoader.Provider::get))
        .singleElement()
        .satisfies(
            signers -> {
              assertThat(signers.scheme()).isEqualTo("s3");
              assertThatThrownBy(() -> signers.open("AKIA-by-mistake", "us-east-1"))
                  .isInstanceOf(IllegalArgumentException.class)
                  .hasMessageNotContaining("AKIA");
            });
  }

  private static S3Signer signer(AwsCredentials credentials) {
    return new S3Signer(() -> StaticCredentialsProvider.create(credentials), "us-east-1", AT);
  }
}
