package dev.permafrost.backend.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.permafrost.backend.DataLake;
import dev.permafrost.backend.DataLakes;
import dev.permafrost.backend.HostileServer;
import dev.permafrost.backend.SkippingTime;
import dev.permafrost.forge.LedgerForge;
import dev.permafrost.forge.lake.LakeForge;
import dev.permafrost.forge.lake.LakeShape;
import dev.permafrost.forge.serve.LakeServer;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.failure.LakeForbidden;
import dev.permafrost.ports.source.RequestSigner;
import dev.permafrost.ports.work.CancelToken;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lakes that are read with credentials: how they are named, and what each request shows. */
final class SignedAddressTest {

  private static final RequestSigner NOBODY = (method, uri, sent) -> Map.of();

  @TempDir Path temporary;

  @ParameterizedTest
  @CsvSource({
    "s3://b-1/p?region=us-east-2&credentials=chain, https://b-1.s3.us-east-2.amazonaws.com/p/",
    "s3://b-1?credentials=chain&region=us-east-2, https://b-1.s3.us-east-2.amazonaws.com/",
    "s3://a.b/p?region=us-east-2&credentials=chain, https://s3.us-east-2.amazonaws.com/a.b/p/",
    "s3://b-1/p?region=us-east-1&credentials=chain&endpoint=http://127.0.0.1:9000,"
        + " http://127.0.0.1:9000/b-1/p/",
    "s3://b-1?region=us-east-1&credentials=chain&endpoint=https://store.example/,"
        + " https://store.example/b-1/",
  })
  void anAddressWithCredentialsIsReadAs(String text, URI base) {
    URI parsed = LakeAddress.parse(text);
    assertThat(SignedAddress.isOne(parsed)).isTrue();
    assertThat(withSlash(SignedAddress.read(parsed).base())).isEqualTo(base);
  }

  private static URI withSlash(URI uri) {
    return uri.toString().endsWith("/") ? uri : URI.create(uri + "/");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "s3://b-1/p?credentials=chain",
        "s3://b-1/p?region=here&credentials=chain",
        "s3://b-1/p?region=us-east-2&credentials=",
        "s3://b-1/p?region=us-east-2&credentials=AKIAHUSH",
        "s3://b-1/p?region=us-east-2&credentials=chain&credentials=chain",
        "s3://b-1/p?region=us-east-2&credentials=chain&hush=hush",
        "s3://b-1/p?region=us-east-2&credentials=chain&endpoint=ftp://hush",
        "s3://b-1/p?region=us-east-2&credentials=chain&endpoint=http://hush:hush@host",
        "s3://hush@b-1/p?region=us-east-2&credentials=chain",
      })
  void anAddressThatCannotBeMeantIsRefusedAndNotRepeated(String text) {
    assertThatThrownBy(() -> SignedAddress.read(LakeAddress.parse(text)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContainingAny("hush", "HUSH");
  }

  @Test
  void withoutTheModuleItSaysWhatToAdd() {
    LakeOptions.Builder options =
        LakeOptions.of(LakeAddress.parse("s3://b-1/p?region=us-east-2&credentials=chain"));
    assertThatThrownBy(options::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("add dev.permafrost:permafrost-adapters-s3");
  }

  @Test
  void theEnvironmentsProxyCountsForWhatIsAskedOverHttp() {
    LakeProxy proxy =
        LakeProxy.ofEnvironment(
            Map.of("https_proxy", "http://proxy.example:3128"),
            LakeAddress.parse("s3://b-1/p?region=us-east-2&credentials=chain"));
    assertThat(proxy.toString()).contains("proxy.example:3128");
  }

  @ParameterizedTest
  @CsvSource({
    "year=2024, https://b-1.s3.us-east-2.amazonaws.com/year%3D2024/",
    "a+b/c@d, https://b-1.s3.us-east-2.amazonaws.com/a%2Bb/c%40d/",
    "a%20b/%c3%a9~, https://b-1.s3.us-east-2.amazonaws.com/a%20b/%C3%A9~/",
    "é, https://b-1.s3.us-east-2.amazonaws.com/%C3%A9/",
  })
  void aKeyIsSentAsItsSignatureCoversIt(String prefix, String base) {
    URI uri = URI.create("s3://b-1/" + prefix + "?region=us-east-2&credentials=chain");
    assertThat(SignedAddress.read(uri).base()).hasToString(base);
    URI elsewhere = URI.create(uri + "&endpoint=http://store_1:9000");
    assertThat(SignedAddress.read(elsewhere).base())
        .hasToString(
            base.replace("https://b-1.s3.us-east-2.amazonaws.com", "http://store_1:9000/b-1"));
  }

  @Test
  void aSignerSuffersNoOtherAuthorization() throws IOException {
    Path token = Files.writeString(temporary.resolve("token"), "abc");
    assertThatThrownBy(() -> LakeAccess.none().withTokenOf(token).signedBy(NOBODY))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> LakeAccess.none().signedBy(NOBODY).withHeader("Authorization: Basic hush"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("hush");
  }

  @Test
  void eachRequestIsSignedAnewExactlyAsItIsSent() throws IOException {
    List<String> signed = new CopyOnWriteArrayList<>();
    RequestSigner signer =
        (method, uri, sent) -> {
          signed.add(method + " " + uri.getRawPath());
          return Map.of("Authorization", "proof-" + signed.size());
        };
    try (LakeServer server = lakeServer();
        DataLake lake = open(server, signer)) {
      assertThat(lake.network(CancelToken.NEVER)).isEqualTo("Signed Network");
      lake.tip(java.time.Duration.ofMinutes(1), CancelToken.NEVER);
    }
    assertThat(signed).hasSizeGreaterThan(2).contains("GET /.config.json");
  }

  @Test
  void theSignerIsGivenEveryAmazonHeaderThatIsSentAndWhatItAnswersIsSentOnce() throws IOException {
    List<Map<String, String>> given = new CopyOnWriteArrayList<>();
    List<List<String>> heads = new CopyOnWriteArrayList<>();
    RequestSigner signer =
        (method, uri, sent) -> {
          given.add(sent);
          Map<String, String> signed = new TreeMap<>(sent);
          signed.put("Authorization", "proof");
          return signed;
        };
    LakeAccess access =
        LakeAccess.none()
            .withHeader("X-Amz-Request-Payer: requester")
            .withHeader("x-amz-meta-a: one")
            .withHeader("X-Amz-Meta-A: two")
            .withHeader("Accept: */*")
            .signedBy(signer);
    try (HostileServer server =
            HostileServer.start(
                (method, target, wire) -> {
                  heads.add(wire.requestHead());
                  wire.lines("HTTP/1.1 404 Not Found", "Content-Length: 0", "");
                });
        DataLake lake =
            DataLakes.open(
                LakeOptions.of(server.uri()).access(access).build(), new SkippingTime())) {
      assertThatThrownBy(() -> lake.network(CancelToken.NEVER)).hasMessageContaining("manifest");
    }
    assertThat(given.get(0))
        .containsExactly(
            Map.entry("x-amz-checksum-mode", "ENABLED"),
            Map.entry("x-amz-meta-a", "one,two"),
            Map.entry("x-amz-request-payer", "requester"));
    assertThat(heads.get(0))
        .filteredOn(line -> line.toLowerCase(Locale.ROOT).startsWith("x-amz-"))
        .containsExactlyInAnyOrder(
            "x-amz-checksum-mode: ENABLED",
            "x-amz-meta-a: one,two",
            "x-amz-request-payer: requester");
  }

  @Test
  void whatTheSignerSetsItselfCannotBeGiven() {
    assertThatThrownBy(
            () -> LakeAccess.none().withHeader("X-Amz-Security-Token: hush").signedBy(NOBODY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("X-Amz-Security-Token")
        .hasMessageNotContaining("hush");
  }

  @Test
  void whoHasNoCredentialsIsForbiddenAndNotAskedAgain() throws IOException {
    List<String> signed = new CopyOnWriteArrayList<>();
    RequestSigner signer =
        (method, uri, sent) -> {
          signed.add(method);
          throw new LakeForbidden(uri.toString(), 0, "there are no credentials");
        };
    try (LakeServer server = lakeServer();
        DataLake lake = open(server, signer)) {
      assertThatThrownBy(() -> lake.network(CancelToken.NEVER))
          .isInstanceOf(LakeForbidden.class)
          .hasMessageContaining("there are no credentials");
      assertThat(signed).hasSize(1);
      assertThat(server.requests().count(request -> true)).isZero();
    }
  }

  @SuppressWarnings("MustBeClosedChecker") // closed by the caller
  private LakeServer lakeServer() throws IOException {
    Path files = temporary.resolve("lake");
    LakeForge.into(files, LakeShape.usual("Signed Network"))
        .forge(LedgerForge.small(3), new LedgerRange(2, 9));
    return LakeServer.of(files).start();
  }

  @SuppressWarnings("MustBeClosedChecker") // closed by the caller
  private static DataLake open(LakeServer server, RequestSigner signer) {
    LakeOptions options =
        LakeOptions.of(server.uri()).access(LakeAccess.none().signedBy(signer)).build();
    return DataLakes.open(options, new SkippingTime());
  }
}
