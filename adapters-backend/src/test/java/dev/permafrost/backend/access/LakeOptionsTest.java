package dev.permafrost.backend.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.net.ssl.SNIHostName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A value that is absent, one that is 0 and one that is negative are three different things. */
class LakeOptionsTest {

  private static final URI BASE = URI.create("http://lake.invalid/");

  @Test
  void whatIsAbsentHasItsDefault() {
    LakeOptions options = LakeOptions.of(BASE).build();
    assertThat(options.retries()).isEqualTo(8);
    assertThat(options.retriesPerStream()).isEqualTo(1000);
    assertThat(options.prefetchBytes()).isEqualTo(32L << 20);
    assertThat(options.ledgersPerBatch()).isEmpty();
    assertThat(options.batchesPerPartition()).isEmpty();
    assertThat(options.network()).isEmpty();
    assertThat(options.idleTimeout()).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void zeroMeansNeverWhereThatMakesSense() {
    LakeOptions options =
        LakeOptions.of(BASE).retries(0).retriesPerStream(0).prefetchBytes(0).build();
    assertThat(options.retries()).isZero();
    assertThat(options.retriesPerStream()).isZero();
    assertThat(options.prefetchBytes()).isZero();
  }

  @ParameterizedTest
  @MethodSource("senseless")
  void aValueThatCannotBeMeantIsRefusedByName(String name, Consumer<LakeOptions.Builder> setting) {
    LakeOptions.Builder options = LakeOptions.of(BASE);
    setting.accept(options);
    assertThatThrownBy(options::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(name);
  }

  static Stream<Arguments> senseless() {
    return Stream.of(
        senseless("retries", o -> o.retries(-1)),
        senseless("retriesPerStream", o -> o.retriesPerStream(-1)),
        senseless("prefetchBytes", o -> o.prefetchBytes(-1)),
        senseless("concurrency", o -> o.concurrency(0)),
        senseless("concurrency", o -> o.concurrency(-1)),
        senseless("ledgersPerBatch", o -> o.ledgersPerBatch(0)),
        senseless("ledgersPerBatch", o -> o.ledgersPerBatch(-1)),
        senseless("batchesPerPartition", o -> o.batchesPerPartition(0)),
        senseless("batchesPerPartition", o -> o.batchesPerPartition(-1)),
        senseless("network", o -> o.network(" ")),
        senseless("largestObjectBytes", o -> o.largestObjectBytes(0)),
        senseless("connectTimeout", o -> o.connectTimeout(Duration.ZERO)),
        senseless("connectTimeout", o -> o.connectTimeout(Duration.ofSeconds(-1))),
        senseless("idleTimeout", o -> o.idleTimeout(Duration.ZERO)),
        senseless("idleTimeout", o -> o.idleTimeout(Duration.ofSeconds(-1))),
        senseless("attemptTimeout", o -> o.attemptTimeout(Duration.ZERO)),
        senseless("callTimeout", o -> o.callTimeout(Duration.ZERO)),
        senseless("firstBackOff", o -> o.firstBackOff(Duration.ZERO)),
        senseless("longestBackOff", o -> o.longestBackOff(Duration.ofMillis(1))),
        senseless("userAgent", o -> o.userAgent("")));
  }

  private static Arguments senseless(String name, Consumer<LakeOptions.Builder> setting) {
    return Arguments.of(name, setting);
  }

  @ParameterizedTest
  @CsvSource({
    "http://host, http://host/",
    "http://host/, http://host/",
    "HTTPS://host:8443/a, https://host:8443/a/",
    "https://host/a/b/, https://host/a/b/",
    "file:///data/lake, file:///data/lake/",
    "file:/data/lake, file:///data/lake/",
  })
  void theAddressEndsInASlash(String given, String kept) {
    assertThat(LakeOptions.of(URI.create(given)).build().base()).hasToString(kept);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://user:hunter2@host/",
        "https://host/a?sig=hunter2",
        "https://host/a#hunter2",
        "ftp://host/",
        "relative/path",
        "http:///path",
      })
  void anAddressThatIsNoLakesIsRefusedWithoutRepeatingASecret(String given) {
    LakeOptions.Builder options = LakeOptions.of(URI.create(given));
    assertThatThrownBy(options::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("lake's address")
        .hasMessageNotContaining("hunter2");
  }

  @ParameterizedTest
  @CsvSource({
    "http://lake_store/x, http://lake_store/x/",
    "http://Lake_Store:8000, http://lake_store:8000/",
    "http://LAKE.invalid:80/x/, http://lake.invalid/x/",
    "https://lake.invalid:443/, https://lake.invalid/",
    "https://lake.invalid:80/, https://lake.invalid:80/",
    "http://bücher.invalid/é/, http://xn--bcher-kva.invalid/%C3%A9/",
    "http://[::1]:8000/, http://[::1]:8000/",
    "file:/lakes/a, file:///lakes/a/",
    "file:///lakes/a/, file:///lakes/a/",
    "file://localhost/lakes/a, file:///lakes/a/",
  })
  void hostsOfAnyLegalFormAreAskedAndDirectoriesHaveNone(String address, String base) {
    assertThat(LakeOptions.of(URI.create(address)).build().base()).hasToString(base);
  }

  @ParameterizedTest
  @CsvSource({
    "https://lake_store/, 'has an underscore, which no certificate can be for: lake_store'",
    "http://host:99999/, 'a port from 1 to 65535, not 99999'",
    "http://host:0/, 'a port from 1 to 65535, not 0'",
    "http://under_score:99999/, 'a port from 1 to 65535, not 99999'",
    "http://user@a_b/, no user",
    "http://a b/, no address",
    "file:relative/dir, as file:/path/to/lake",
    "file:, no address",
    "file://host/path, file://host/ names another machine",
  })
  void anAddressThatCannotBeMeantSaysWhatIsWrongWithIt(String address, String words) {
    assertThatThrownBy(() -> LakeOptions.of(LakeAddress.parse(address)).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(words);
  }

  @Test
  void theJdkComparesNoNameWithAnUnderscoreWithACertificate() {
    assertThatThrownBy(() -> new SNIHostName("lake_store"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
