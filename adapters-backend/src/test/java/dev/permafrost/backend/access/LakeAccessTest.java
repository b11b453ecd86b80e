package dev.permafrost.backend.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.errorprone.annotations.MustBeClosed;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import dev.permafrost.backend.DataLake;
import dev.permafrost.backend.HostileServer;
import dev.permafrost.backend.LakeLab;
import dev.permafrost.ports.failure.BackendUnreachable;
import dev.permafrost.ports.failure.LakeForbidden;
import dev.permafrost.ports.work.CancelToken;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is shown to a lake's server, by which way, and to whom it is not. */
class LakeAccessTest {

  private static final String SECRET = "c2VjcmV0LXRva2Vu";
  private static final String RENEWED = "cmVuZXdlZC10b2tlbg";

  @TempDir Path directory;
  private LakeLab lab = new LakeLab(Path.of("unused"));
  private Path tokenFile = Path.of("unused");
  private final List<Headers> seen = new CopyOnWriteArrayList<>();
  private final List<String> addressed = new CopyOnWriteArrayList<>();
  private final List<Headers> seenElsewhere = new CopyOnWriteArrayList<>();
  private volatile String accepted = SECRET;
  private volatile String redirect = "";
  private volatile boolean isEverChanging;
  private final HttpServer server = server();
  private final HttpServer elsewhere = server();

  LakeAccessTest() throws IOException {}

  @BeforeEach
  void serve() throws IOException {
    lab = new LakeLab(directory);
    tokenFile = directory.resolve("token");
    Files.writeString(tokenFile, SECRET + "\n");
    byte[] manifest = LakeLab.manifest(LakeLab.shape(1, 10)).getBytes(StandardCharsets.UTF_8);
    server.createContext(
        "/",
        exchange -> {
          seen.add(exchange.getRequestHeaders());
          if (isEverChanging) {
            Files.writeString(tokenFile, "number" + seen.size());
          }
          addressed.add(exchange.getRequestURI().toString());
          String shown = exchange.getRequestHeaders().getFirst("Authorization");
          boolean isLetIn = accepted.isEmpty() || ("Bearer " + accepted).equals(shown);
          if (!redirect.isEmpty()) {
            exchange.getResponseHeaders().add("Location", redirect);
            exchange.sendResponseHeaders(302, -1);
          } else if (isLetIn) {
            exchange.sendResponseHeaders(200, manifest.length);
            exchange.getResponseBody().write(manifest);
          } else {
            exchange.sendResponseHeaders(401, -1);
          }
          exchange.close();
        });
    elsewhere.createContext(
        "/",
        exchange -> {
          seenElsewhere.add(exchange.getRequestHeaders());
          exchange.sendResponseHeaders(404, -1);
          exchange.close();
        });
    server.start();
    elsewhere.start();
  }

  @AfterEach
  void close() {
    lab.close();
    server.stop(0);
    elsewhere.stop(0);
  }

  // ---- token -----------------------------------------------------------------------------------

  @Test
  void aTokenOutOfAFileIsSentAsAuthorization() {
    assertThat(network(LakeAccess.none().withTokenOf(tokenFile))).isEqualTo(LakeLab.NETWORK);
    assertThat(seen).hasSize(1);
    assertThat(seen.get(0).get("Authorization")).containsExactly("Bearer " + SECRET);
    assertThat(seen.get(0).get("User-Agent")).containsExactly("permafrost");
  }

  @Test
  void aTokenThatWasRenewedInItsFileIsTakenUpWhenTheOldOneIsRefused() throws IOException {
    LakeAccess access = LakeAccess.none().withTokenOf(tokenFile);
    Files.writeString(tokenFile, RENEWED);
    accepted = RENEWED;
    assertThat(network(access)).isEqualTo(LakeLab.NETWORK);
    assertThat(seen).hasSize(2);
    assertThat(network(access)).isEqualTo(LakeLab.NETWORK);
    assertThat(seen).hasSize(3);
  }

  @Test
  void aTokenThatIsRefusedIsNotShownAgainUnlessAnotherIsInTheFile() throws IOException {
    LakeAccess access = LakeAccess.none().withTokenOf(tokenFile);
    accepted = RENEWED;
    assertForbidden(access, 1);
    Files.writeString(tokenFile, "bm9ib2R5cw");
    assertForbidden(access, 2);
    Files.delete(tokenFile);
    assertForbidden(access, 1);
  }

  @Test
  void aTokenIsReadAgainOncePerRequestHoweverOftenItsFileChanges() {
    LakeAccess access = LakeAccess.none().withTokenOf(tokenFile);
    accepted = RENEWED;
    isEverChanging = true;
    assertForbidden(access, 2);
  }

  private void assertForbidden(LakeAccess access, int requests) {
    seen.clear();
    assertThatThrownBy(() -> network(access))
        .isInstanceOfSatisfying(
            LakeForbidden.class, failure -> assertThat(failure.status()).isEqualTo(401))
        .satisfies(failure -> assertThat(trace(failure)).doesNotContain(SECRET, RENEWED));
    assertThat(seen).hasSize(requests);
  }

  @Test
  void nothingIsShownToAnotherHostOrPortThatARedirectNames() {
    redirect = "http://127.0.0.1:" + elsewhere.getAddress().getPort() + "/x?token=" + SECRET;
    LakeAccess access = LakeAccess.none().withTokenOf(tokenFile).withHeader("X-Key: " + SECRET);
    assertThatThrownBy(() -> network(access))
        .isInstanceOf(LakeForbidden.class)
        .satisfies(failure -> assertThat(trace(failure)).doesNotContain(SECRET));
    assertThat(seen).isNotEmpty();
    assertThat(seenElsewhere).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "http://lake.invalid/,false",
    "http://127.0.0.1.lake.invalid/,false",
    "http://127.0.0.1:80/,true",
    "http://localhost/,true",
    "http://[::1]/,true",
    "https://lake.invalid/,true",
    "file:/lake,true"
  })
  void aTokenGoesOverPlainHttpToLoopbackOnly(String base, boolean isAllowed) {
    LakeOptions.Builder options =
        LakeOptions.of(URI.create(base)).access(LakeAccess.none().withTokenOf(tokenFile));
    if (isAllowed) {
      assertThat(options.build().toString()).doesNotContain(SECRET).contains("a token");
    } else {
      assertThatIllegalArgumentException()
          .isThrownBy(options::build)
          .withMessageContaining("https");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "two words", "line\nline", "unsöund", "=="})
  void whatIsNoTokenIsRefusedWithoutRepeatingIt(String content) throws IOException {
    Files.writeString(tokenFile, content);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LakeAccess.none().withTokenOf(tokenFile))
        .withMessageContaining(tokenFile.toString())
        .satisfies(
            failure -> assertThat(content.isEmpty() || !trace(failure).contains(content)).isTrue());
    Files.delete(tokenFile);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LakeAccess.none().withTokenOf(tokenFile))
        .withMessageContaining("cannot be read");
  }

  // ---- headers ---------------------------------------------------------------------------------

  @Test
  void headersAreSentWithEveryRequestFromOptionsAndFromAFile() throws IOException {
    accepted = "";
    Path file = directory.resolve("headers");
    Files.writeString(file, "# ours\n\nX-Two: 2: two\nX-Three:3\n");
    LakeAccess access = LakeAccess.none().withHeader("X-One:  one ").withHeadersOf(file);
    assertThat(network(access)).isEqualTo(LakeLab.NETWORK);
    assertThat(seen.get(0).get("X-One")).containsExactly("one");
    assertThat(seen.get(0).get("X-Two")).containsExactly("2: two");
    assertThat(seen.get(0).get("X-Three")).containsExactly("3");
    assertThat(access.toString()).contains("X-One", "X-Two").doesNotContain("one", "two");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        SECRET,
        " : " + SECRET,
        "two words: " + SECRET,
        "Host: " + SECRET,
        "Range: " + SECRET,
        "Content-Length: " + SECRET,
        "User-Agent: " + SECRET,
        "X: " + SECRET + "\r\nY: z",
        "X: ö" + SECRET
      })
  void whatIsNoHeaderToBeSetIsRefusedWithoutItsValue(String line) throws IOException {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LakeAccess.none().withHeader(line))
        .withMessageNotContaining(SECRET);
    Path file = directory.resolve("headers");
    Files.writeString(file, "X-Fine: 1\n" + line.replaceAll("[\r\n].*", "\u0001"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LakeAccess.none().withHeadersOf(file))
        .withMessageContaining("line 2")
        .withMessageNotContaining(SECRET);
  }

  @Test
  void aTokenAndAHeaderOfTheSameMeaningAreNotBothTaken() {
    LakeAccess token = LakeAccess.none().withTokenOf(tokenFile);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> token.withHeader("authorization: Basic " + SECRET))
        .withMessageNotContaining(SECRET);
  }

  // ---- proxy -----------------------------------------------------------------------------------

  @Test
  void aLakeBehindAProxyIsAskedThroughIt() {
    accepted = "";
    String proxy = "http://127.0.0.1:" + server.getAddress().getPort();
    URI base = URI.create("http://lake.invalid/pubnet/");
    LakeAccess access = LakeAccess.none().through(LakeProxy.at(proxy));
    DataLake lake = lab.open(base, options -> options.access(access));
    assertThat(lake.network(CancelToken.NEVER)).isEqualTo(LakeLab.NETWORK);
    assertThat(addressed).containsExactly("http://lake.invalid/pubnet/" + LakeLab.MANIFEST);
    assertThat(access.toString()).contains("127.0.0.1");
  }

  @ParameterizedTest
  @CsvSource({
    "https, 407, the proxy asks for a password",
    "http, 407, the proxy asks for a password",
    "https, 403, it says status 403",
    "https, 404, it says status 404"
  })
  void whatAProxyRefusesIsToldAsTheProxys(String scheme, int status, String words)
      throws IOException {
    try (HostileServer proxy = refusing(status)) {
      DataLake lake = behind(proxy, scheme);
      assertThatThrownBy(() -> lake.network(CancelToken.NEVER))
          .isInstanceOf(LakeForbidden.class)
          .hasMessageContaining(scheme + "://lake.example/")
          .hasMessageContaining("the proxy ")
          .hasMessageContaining(words);
      assertThat(proxy.targets()).as("asked once").hasSize(1);
    }
  }

  @Test
  void aProxyThatMayConnectLaterIsAskedAgain() throws IOException {
    try (HostileServer proxy = refusing(502)) {
      DataLake lake = behind(proxy, "https");
      assertThatThrownBy(() -> lake.network(CancelToken.NEVER))
          .isInstanceOf(BackendUnreachable.class)
          .hasMessageContaining(
              "the proxy does not connect to the lake's host: it says status 502");
      assertThat(proxy.targets()).hasSize(3);
    }
  }

  @MustBeClosed
  private static HostileServer refusing(int status) throws IOException {
    return HostileServer.start(
        (method, target, wire) ->
            wire.lines(
                "HTTP/1.1 " + status + " No",
                "Proxy-Authenticate: Basic realm=\"proxy\"",
                "Content-Length: 0",
                "Connection: close",
                ""));
  }

  private DataLake behind(HostileServer proxy, String scheme) {
    LakeProxy through = LakeProxy.at("http://127.0.0.1:" + proxy.uri().getPort());
    return lab.open(
        URI.create(scheme + "://lake.example/"),
        options ->
            options
                .access(LakeAccess.none().through(through))
                .network("Described")
                .ledgersPerBatch(1)
                .batchesPerPartition(1)
                .retries(2));
  }

  @Test
  void theEnvironmentNamesTheProxyOfEachSchemeAndWhoIsExcepted() {
    Map<String, String> environment =
        Map.of(
            "http_proxy", "plain.example:1",
            "https_proxy", "http://safe.example:2/",
            "no_proxy", "a.example, .b.example,c.example:8443");
    assertThat(ofEnvironment(environment, "http://x.example/")).startsWith("plain.example:1 ");
    assertThat(ofEnvironment(environment, "https://x.example/")).startsWith("safe.example:2 ");
    assertThat(ofEnvironment(environment, "https://a.example/")).isEqualTo("none");
    assertThat(ofEnvironment(environment, "https://x.A.example/")).isEqualTo("none");
    assertThat(ofEnvironment(environment, "https://xa.example/")).startsWith("safe");
    assertThat(ofEnvironment(environment, "https://b.example/")).isEqualTo("none");
    assertThat(ofEnvironment(environment, "https://c.example/")).startsWith("safe");
    assertThat(ofEnvironment(environment, "https://c.example:8443/")).isEqualTo("none");
    assertThat(ofEnvironment(environment, "http://127.0.0.1:80/")).isEqualTo("as the JDK says");
    assertThat(ofEnvironment(environment, "file:/lake")).isEqualTo("as the JDK says");
    assertThat(ofEnvironment(Map.of("HTTP_PROXY", "p:1"), "http://x.example/"))
        .isEqualTo("as the JDK says");
    assertThat(ofEnvironment(Map.of("HTTPS_PROXY", "p:1", "NO_PROXY", "*"), "https://x.example/"))
        .isEqualTo("none");
    assertThat(ofEnvironment(Map.of("HTTPS_PROXY", "p:1"), "https://x.example/"))
        .isEqualTo("p:1 from HTTPS_PROXY");
  }

  private static String ofEnvironment(Map<String, String> environment, String base) {
    return LakeProxy.ofEnvironment(environment, URI.create(base)).toString();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "host",
        "http://host",
        "http://user:" + SECRET + "@host:1",
        "https://host:1",
        "socks5://host:1",
        "http://host:1/path",
        "http://host:1?" + SECRET,
        "http://host:99999",
        "http://ho st:1"
      })
  void whatIsNoProxyIsRefusedWithoutItsPassword(String address) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LakeProxy.at(address))
        .withMessageContaining("http://host:port")
        .withMessageNotContaining(SECRET)
        .withNoCause();
  }

  // ----------------------------------------------------------------------------------------------

  private String network(LakeAccess access) {
    URI base = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    return lab.open(base, options -> options.access(access)).network(CancelToken.NEVER);
  }

  private static String trace(Throwable failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text, true));
    return text.toString();
  }

  private static HttpServer server() throws IOException {
    return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  }
}
