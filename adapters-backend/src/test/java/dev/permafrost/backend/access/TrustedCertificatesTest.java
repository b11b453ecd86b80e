package dev.permafrost.backend.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.permafrost.backend.DataLake;
import dev.permafrost.backend.DataLakes;
import dev.permafrost.backend.SkippingTime;
import dev.permafrost.ports.failure.BackendUnreachable;
import dev.permafrost.ports.work.CancelToken;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whom the client believes to be the lake's server. */
class TrustedCertificatesTest {

  private static final char[] PASSWORD = "of-a-test".toCharArray();

  @TempDir static Path directory = Path.of("unused");
  private static KeyStore own = empty();
  private static KeyStore others = empty();

  private final SkippingTime time = new SkippingTime();

  private static KeyStore empty() {
    try {
      return KeyStore.getInstance("PKCS12");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Once for all tests: each takes a JVM. */
  @BeforeAll
  static void makeCertificates() throws Exception {
    own = make("own", "san=ip:127.0.0.1");
    others = make("others", "san=dns:elsewhere.example");
  }

  @AfterEach
  void nothingWasWaitedFor() {
    assertThat(time.pauses()).isEmpty();
  }

  @Test
  void aServerWithACertificateOfItsOwnIsReachedOnlyIfThatIsTrusted() throws Exception {
    HttpsServer server = serve(own);
    try {
      URI base = URI.create("https://127.0.0.1:" + server.getAddress().getPort() + "/");
      LakeOptions.Builder options = LakeOptions.of(base);
      assertUntrusted(options, "unable to find valid certification path");

      options.alsoTrusting(pem("others", others));
      assertUntrusted(options, "unable to find valid certification path");

      options.alsoTrusting(pem("own", own));
      try (DataLake lake = DataLakes.open(options.build(), time)) {
        assertThat(lake.network(CancelToken.NEVER)).isEqualTo("trusted");
      }
    } finally {
      server.stop(0);
    }
  }

  @Test
  void aTrustedCertificateOfAnotherHostIsNotBelieved() throws Exception {
    HttpsServer server = serve(others);
    try {
      URI base = URI.create("https://127.0.0.1:" + server.getAddress().getPort() + "/");
      assertUntrusted(
          LakeOptions.of(base).alsoTrusting(pem("others", others)), "No subject alternative names");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void whatTheJdkTrustsIsTrustedStill() throws Exception {
    LakeOptions options =
        LakeOptions.of(URI.create("https://lake.example/")).alsoTrusting(pem("own", own)).build();
    assertThat(options.alsoTrusted()).hasSize(1);
    assertThat(TrustedCertificates.anchors(options.alsoTrusted()).size())
        .isEqualTo(TrustedCertificates.anchors(List.of()).size() + 1);
    assertThat(TrustedCertificates.anchors(List.of()).size()).isPositive();
  }

  @Test
  void severalCertificatesMayStandInOneFile() throws Exception {
    Path both = directory.resolve("both.pem");
    Files.writeString(
        both, Files.readString(pem("own", own)) + Files.readString(pem("others", others)));
    assertThat(TrustedCertificates.read(both)).hasSize(2);
  }

  @Test
  void aFileWithoutCertificatesIsRefusedAndNamed() throws IOException {
    Path text = Files.writeString(directory.resolve("text.pem"), "not a certificate");
    Path empty = Files.writeString(directory.resolve("empty.pem"), "");
    for (Path file : List.of(text, empty, directory.resolve("none.pem"), directory)) {
      LakeOptions.Builder options = LakeOptions.of(URI.create("https://lake.example/"));
      assertThatThrownBy(() -> options.alsoTrusting(file))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(file.toString());
    }
  }

  private void assertUntrusted(LakeOptions.Builder options, String why) {
    try (DataLake lake = DataLakes.open(options.build(), time)) {
      assertThatThrownBy(() -> lake.network(CancelToken.NEVER))
          .isInstanceOf(BackendUnreachable.class)
          .hasMessageContainingAll("the server's certificate is not trusted", why);
    }
  }

  private HttpsServer serve(KeyStore shown) throws IOException, GeneralSecurityException {
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(shown, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    HttpsServer server = HttpsServer.create(new InetSocketAddress(loopback, 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    byte[] manifest =
        ("{\"networkPassphrase\":\"trusted\",\"version\":\"1.0\",\"compression\":\"zstd\","
                + "\"ledgersPerBatch\":1,\"batchesPerPartition\":1}")
            .getBytes(StandardCharsets.UTF_8);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, manifest.length);
          exchange.getResponseBody().write(manifest);
          exchange.close();
        });
    server.start();
    return server;
  }

  private static KeyStore make(String name, String extension) throws Exception {
    Path file = directory.resolve(name + ".p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + name,
                "-ext",
                extension,
                "-storetype",
                "PKCS12",
                "-keystore",
                file.toString(),
                "-storepass",
                new String(PASSWORD))
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve(name + ".log").toFile())
            .start();
    assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD);
    }
    return store;
  }

  private Path pem(String name, KeyStore store) throws GeneralSecurityException, IOException {
    byte[] der = store.getCertificate(store.aliases().nextElement()).getEncoded();
    return Files.writeString(
        directory.resolve(name + ".pem"),
        "-----BEGIN CERTIFICATE-----\n"
            + Base64.getMimeEncoder().encodeToString(der)
            + "\n-----END CERTIFICATE-----\n");
  }
}
