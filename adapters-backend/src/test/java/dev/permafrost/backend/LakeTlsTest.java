package dev.permafrost.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.permafrost.backend.access.LakeAccess;
import dev.permafrost.backend.access.LakeProxy;
import dev.permafrost.ports.failure.BackendUnreachable;
import dev.permafrost.ports.work.CancelToken;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A lake over TLS with an untrusted certificate, made here: it receives nothing. */
class LakeTlsTest {

  private static final String SECRET = "c2VjcmV0LXRva2Vu";
  private static final String PASSWORD = "changeit";
  private static final int LARGEST_HEAD_BYTES = 8192;

  @TempDir Path directory;
  private LakeLab lab = new LakeLab(Path.of("unused"));
  private final List<String> seen = new CopyOnWriteArrayList<>();
  private final HttpsServer server =
      HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);

  LakeTlsTest() throws IOException {}

  @BeforeEach
  void serve() throws IOException, GeneralSecurityException, InterruptedException {
    lab = new LakeLab(directory);
    server.setHttpsConfigurator(new HttpsConfigurator(selfSigned()));
    server.createContext(
        "/",
        exchange -> {
          seen.add(exchange.getRequestHeaders().toString());
          exchange.sendResponseHeaders(404, -1);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void close() {
    lab.close();
    server.stop(0);
  }

  @Test
  void aServerThatCannotProveItselfIsUnreachableAndIsShownNothing() throws IOException {
    DataLake lake = lake(LakeProxy.none());
    assertThatThrownBy(() -> lake.network(CancelToken.NEVER))
        .isInstanceOf(BackendUnreachable.class)
        .hasMessageContaining("SSLHandshakeException")
        .hasMessageNotContaining(SECRET);
    assertThat(seen).isEmpty();
    assertThat(lab.time().pauses()).isEmpty();
  }

  @Test
  void aProxyThatTunnelsSeesTheHostAndNothingOfWhatIsShownToTheLake() throws Exception {
    try (ServerSocket proxy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      List<String> heads = new CopyOnWriteArrayList<>();
      Thread thread = new Thread(() -> refuseOne(proxy, heads), "proxy");
      thread.start();
      DataLake lake = lake(LakeProxy.at("http://127.0.0.1:" + proxy.getLocalPort()));
      assertThatThrownBy(() -> lake.network(CancelToken.NEVER)).hasMessageNotContaining(SECRET);
      thread.join();
      assertThat(heads).hasSize(1);
      assertThat(heads.get(0))
          .startsWith("CONNECT 127.0.0.1:" + server.getAddress().getPort() + " ")
          .doesNotContain(SECRET, "Authorization", "X-Key");
    }
  }

  private DataLake lake(LakeProxy proxy) throws IOException {
    Path token = directory.resolve("token");
    Files.writeString(token, SECRET);
    LakeAccess access =
        LakeAccess.none().through(proxy).withTokenOf(token).withHeader("X-Key: " + SECRET);
    URI base = URI.create("https://127.0.0.1:" + server.getAddress().getPort() + "/");
    return lab.open(base, options -> options.access(access).retries(0));
  }

  /** Reads the head of one request and answers that it is forbidden. */
  private static void refuseOne(ServerSocket proxy, List<String> heads) {
    try (Socket socket = proxy.accept();
        InputStream in = socket.getInputStream()) {
      StringBuilder head = new StringBuilder();
      while (head.indexOf("\r\n\r\n") < 0 && head.length() < LARGEST_HEAD_BYTES) {
        int next = in.read();
        if (next < 0) {
          break;
        }
        head.append((char) next);
      }
      heads.add(head.toString());
      socket
          .getOutputStream()
          .write(
              "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      heads.add("failed: " + e);
    }
  }

  private SSLContext selfSigned()
      throws IOException, GeneralSecurityException, InterruptedException {
    Path store = directory.resolve("server.p12");
    Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
    List<String> command =
        List.of(
            keytool.toString(),
            "-genkeypair",
            "-alias",
            "lake",
            "-keyalg",
            "EC",
            "-groupname",
            "secp256r1",
            "-dname",
            "CN=127.0.0.1",
            "-ext",
            "SAN=ip:127.0.0.1",
            "-storetype",
            "PKCS12",
            "-keystore",
            store.toString(),
            "-storepass",
            PASSWORD);
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("keytool.out").toFile())
            .start();
    assertThat(process.waitFor()).as("keytool").isZero();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }
}
