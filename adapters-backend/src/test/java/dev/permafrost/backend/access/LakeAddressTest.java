package dev.permafrost.backend.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bucket names are translated into their HTTP addresses. */
class LakeAddressTest {

  @ParameterizedTest
  @CsvSource({
    "s3://lakes/v1/pubnet?region=us-east-2, https://lakes.s3.us-east-2.amazonaws.com/v1/pubnet/",
    "s3://lakes/v1/?region=us-gov-west-1, https://lakes.s3.us-gov-west-1.amazonaws.com/v1/",
    "S3://lakes?region=eu-north-1, https://lakes.s3.eu-north-1.amazonaws.com/",
    "s3://a.b.c/v1?region=eu-north-1, https://s3.eu-north-1.amazonaws.com/a.b.c/v1/",
    "s3://lakes/v1?region=cn-north-1, https://lakes.s3.cn-north-1.amazonaws.com.cn/v1/",
    "gs://lake_s/v1/pubnet, https://storage.googleapis.com/lake_s/v1/pubnet/",
    "gs://lakes, https://storage.googleapis.com/lakes/",
    "http://host:8000/a/b, http://host:8000/a/b",
    "file:/lakes/a, file:/lakes/a",
  })
  void areTheAddressesTheVendorsName(String text, String address) {
    assertThat(LakeAddress.parse(text)).hasToString(address);
    LakeOptions.of(LakeAddress.parse(text)).build();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "s3://lakes/v1",
        "s3://lakes/v1?",
        "s3://lakes/v1?region=",
        "s3://lakes/v1?region=us-east-2&x=y",
        "s3://lakes/v1?region=evil.example/",
        "s3://lakes/v1?Region=us-east-2",
        "s3:///v1?region=us-east-2",
        "s3:lakes?region=us-east-2",
        "s3://Lakes/v1?region=us-east-2",
        "s3://a..b/v1?region=us-east-2",
        "s3://key:secret@lakes/v1?region=us-east-2",
        "s3://lakes:80/v1?region=us-east-2",
        "s3://lakes//v1?region=us-east-2",
        "s3://lakes/v1?region=us-east-2#x",
        "gs:///v1",
        "gs://lakes/v1?region=us-east-2",
        "gs://lakes/v1#x",
        "gs://key:secret@lakes/v1",
        "http://key:secret@ho st/",
      })
  void whatIsMalformedIsRefusedWithoutItsSecrets(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LakeAddress.parse(text))
        .withMessageNotContaining("secret")
        .withNoCause();
  }

  @Test
  void theMessageSaysTheForm() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LakeAddress.parse("s3://lakes/v1"))
        .withMessage("an S3 lake is s3://bucket/prefix?region=REGION: the region is missing");
  }
}
