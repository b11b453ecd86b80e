package dev.permafrost.forge.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The gate finds right what Amazon's reference shows as right ("Signature Calculations for the
 * Authorization Header", its examples), and nothing that differs from it.
 */
final class SignatureGateTest {

  private static final String KEY = "AKIAIOSFODNN7EXAMPLE";
  private static final String SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
  private static final Instant NOW = Instant.parse("2013-05-24T00:00:00Z");
  private static final String EMPTY_BODY =
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
  private static final String GET_SIGNATURE =
      "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41";
  private static final String GET_SIGNED = "host;range;x-amz-content-sha256;x-amz-date";

  private final SignatureGate gate = new SignatureGate("us-east-1");

  @Test
  void theExampleGetObjectPasses() {
    gate.admit(KEY, SECRET);
    assertThat(gate.refusal("GET", "/test.txt", getObject(GET_SIGNATURE), NOW)).isEmpty();
  }

  @Test
  void theExamplePutObjectPassesWhoseKeyHasASignThatIsEncoded() {
    gate.admit(KEY, SECRET);
    List<String> headers =
        head(
            "date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class",
            "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd",
            "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072",
            "Date: Fri, 24 May 2013 00:00:00 GMT",
            "x-amz-storage-class: REDUCED_REDUNDANCY");
    assertThat(gate.refusal("PUT", "/test$file.text", headers, NOW)).isEmpty();
    assertThat(gate.refusal("PUT", "/test%24file.text", headers, NOW)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "/?lifecycle, fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543",
    "/?max-keys=2&prefix=J, 34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7",
  })
  void theExamplesOfBucketsPass(String target, String signature) {
    gate.admit(KEY, SECRET);
    List<String> headers = head("host;x-amz-content-sha256;x-amz-date", signature, EMPTY_BODY);
    assertThat(gate.refusal("GET", target, headers, NOW)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"GET, /test.tx", "HEAD, /test.txt", "GET, /test.txt?versionId=1"})
  void anotherRequestDoesNotMatchTheSignature(String method, String target) {
    gate.admit(KEY, SECRET);
    assertThat(gate.refusal(method, target, getObject(GET_SIGNATURE), NOW))
        .hasValueSatisfying(it -> assertThat(it.code()).isEqualTo("SignatureDoesNotMatch"));
  }

  @Test
  void anotherSecretDoesNotMatchTheSignature() {
    gate.admit(KEY, SECRET + "x");
    assertThat(code(getObject(GET_SIGNATURE), NOW)).isEqualTo("SignatureDoesNotMatch");
  }

  @Test
  void anAmazonHeaderThatIsNotSignedIsRefused() {
    gate.admit(KEY, SECRET);
    List<String> headers = new ArrayList<>(getObject(GET_SIGNATURE));
    headers.add("x-amz-checksum-mode: ENABLED");
    assertThat(gate.refusal("GET", "/test.txt", headers, NOW))
        .hasValueSatisfying(
            it -> {
              assertThat(it.status()).isEqualTo(403);
              assertThat(it.code()).isEqualTo("AccessDenied");
              assertThat(it.message()).contains("not signed", "x-amz-checksum-mode");
            });
  }

  @ParameterizedTest
  @CsvSource({
    "2013-05-24T00:15:00Z, ''",
    "2013-05-24T00:15:01Z, RequestTimeTooSkewed",
    "2013-05-23T23:45:00Z, ''",
    "2013-05-23T23:44:59Z, RequestTimeTooSkewed",
  })
  void clocksDifferByAQuarterOfAnHourAtMost(Instant now, String code) {
    gate.admit(KEY, SECRET);
    assertThat(code(getObject(GET_SIGNATURE), now)).isEqualTo(code);
  }

  @Test
  void whoIsNotKnownOrShowsNothingIsRefused() {
    assertThat(code(getObject(GET_SIGNATURE), NOW)).isEqualTo("InvalidAccessKeyId");
    assertThat(code(List.of("Host: examplebucket.s3.amazonaws.com"), NOW))
        .isEqualTo("AccessDenied");
    assertThat(code(List.of("Authorization: Bearer token"), NOW))
        .isEqualTo("AuthorizationHeaderMalformed");
    SignatureGate elsewhere = new SignatureGate("eu-west-1");
    elsewhere.admit(KEY, SECRET);
    assertThat(elsewhere.refusal("GET", "/test.txt", getObject(GET_SIGNATURE), NOW))
        .hasValueSatisfying(
            it -> {
              assertThat(it.code()).isEqualTo("AuthorizationHeaderMalformed");
              assertThat(it.message()).contains("expecting 'eu-west-1'");
            });
  }

  @Test
  void temporaryCredentialsShowTheirTokenUntilItExpires() {
    gate.admit(KEY, SECRET, "the-token", NOW.plusSeconds(1));
    List<String> headers = new ArrayList<>(getObject(GET_SIGNATURE));
    assertThat(code(headers, NOW)).as("without a token").isEqualTo("InvalidToken");
    headers.add("x-amz-security-token: the-token");
    assertThat(code(headers, NOW)).as("the token is not signed").isEqualTo("AccessDenied");
    assertThat(code(headers, NOW.plusSeconds(1))).isEqualTo("ExpiredToken");
  }

  private String code(List<String> headers, Instant now) {
    return gate.refusal("GET", "/test.txt", headers, now)
        .map(SignatureGate.Refusal::code)
        .orElse("");
  }

  private static List<String> getObject(String signature) {
    return head(GET_SIGNED, signature, EMPTY_BODY, "Range: bytes=0-9");
  }

  private static List<String> head(
      String signed, String signature, String bodyHash, String... more) {
    List<String> headers =
        new ArrayList<>(
            List.of(
                "Host: examplebucket.s3.amazonaws.com",
                "x-amz-content-sha256: " + bodyHash,
                "x-amz-date: 20130524T000000Z",
                "Authorization: AWS4-HMAC-SHA256 Credential="
                    + KEY
                    + "/20130524/us-east-1/s3/aws4_request,SignedHeaders="
                    + signed
                    + ",Signature="
                    + signature));
    headers.addAll(List.of(more));
    return headers;
  }
}
