package dev.permafrost.app.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.permafrost.app.outcome.WrongUsage;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where is listened, and by which names one is asked. */
final class ListenAddressTest {

  @ParameterizedTest
  @CsvSource({
    "9100, 127.0.0.1, 9100",
    ":9100, 127.0.0.1, 9100",
    "localhost:0, localhost, 0",
    "0.0.0.0:80, 0.0.0.0, 80",
    "'[::1]:65535', ::1, 65535"
  })
  void withoutAHostItIsTheLoopbackInterface(String text, String host, int port) {
    assertThat(ListenAddress.parse(text)).isEqualTo(new ListenAddress(host, port));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "host", "host:", "::1:80", "host:65536", "host:-1", "a:b:1", "1:2 "})
  void whatIsNoAddressIsRefused(String text) {
    assertThatThrownBy(() -> ListenAddress.parse(text))
        .isInstanceOf(WrongUsage.class)
        .hasMessageContaining("--listen is HOST:PORT");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "LOCALHOST:9100",
        "127.0.0.1:9100",
        "10.1.2.3",
        "[::1]:9100",
        "[fe80::1%eth0]",
        "store.example:9100",
        "Store.Example"
      })
  void addressesAndTheNamesThatWereGivenAreKnown(String header) {
    assertThat(new KnownHosts(List.of("store.example")).isKnown(header)).isTrue();
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "evil.example",
        "evil.example:9100",
        "127.0.0.1.evil.example",
        "store.example.evil",
        "localhost.evil.example:80",
        "::1",
        "1.2.3",
        "[::1].evil.example"
      })
  void everyOtherNameIsNot(String header) {
    assertThat(new KnownHosts(List.of("store.example")).isKnown(header)).isFalse();
  }

  @Test
  void whatMayBeASecretOfAnAddressIsLeftOut() {
    assertThat(
            WithoutSecrets.text(
                "cannot reach https://user:geheim@lake.example/a?X-Amz-Signature=geheim#geheim now"))
        .isEqualTo("cannot reach https://lake.example/a now");
    assertThat(
            WithoutSecrets.text(
                "run 'https://user:ge'\\''he@im\"@lake.example/a'\\''b?token=ge'\\''heim' now"))
        .isEqualTo("run 'https://lake.example/a'\\''b now");
    assertThat(WithoutSecrets.text("s3://bucket/prefix?region=r and file:///srv/lake"))
        .isEqualTo("s3://bucket/prefix?region=r and file:///srv/lake");
    assertThat(WithoutSecrets.value(List.of(java.util.Map.of("a", "http://u:p@h/?q=1", "n", 7))))
        .isEqualTo(List.of(java.util.Map.of("a", "http://h/", "n", 7)));
  }
}
