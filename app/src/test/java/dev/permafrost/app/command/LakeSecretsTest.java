package dev.permafrost.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.permafrost.app.command.Line.Ran;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Credentials for a lake are in no output and in no file, however the run ends. */
@ExtendWith(DemoStore.Maker.class)
final class LakeSecretsTest {

  private static final String TOKEN = "dG9rZW4tc2VjcmV0";
  private static final String IN_FILE = "aW4tZmlsZS1zZWNyZXQ";
  private static final String ON_LINE = "b24tbGluZS1zZWNyZXQ";

  @TempDir Path temporary;
  private final AtomicInteger letIn = new AtomicInteger();
  private final HttpServer server =
      HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);

  LakeSecretsTest() throws IOException {}

  @BeforeEach
  void write() throws IOException {
    Files.writeString(temporary.resolve("token"), TOKEN);
    Files.writeString(temporary.resolve("headers"), "X-File: " + IN_FILE);
    Files.writeString(temporary.resolve("other-token"), "other" + TOKEN);
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  /** A lake that lets in who shows all three, and sends everybody else elsewhere or away. */
  private String serve(DemoStore demo) {
    server.createContext("/", exchange -> answer(demo.lake(), exchange));
    server.start();
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
  }

  private void answer(Path lake, HttpExchange exchange) throws IOException {
    boolean isKnown =
        ("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"))
            && IN_FILE.equals(exchange.getRequestHeaders().getFirst("X-File"))
            && ON_LINE.equals(exchange.getRequestHeaders().getFirst("X-Line"));
    Path file = lake.resolve(exchange.getRequestURI().getPath().substring(1));
    if (!isKnown) {
      exchange.sendResponseHeaders(401, -1);
    } else if (exchange.getRequestURI().getPath().startsWith("/moved/")) {
      exchange.getResponseHeaders().add("Location", "http://127.0.0.2:1/?t=" + TOKEN);
      exchange.sendResponseHeaders(302, -1);
    } else if (!Files.isRegularFile(file)) {
      exchange.sendResponseHeaders(404, -1);
    } else {
      letIn.incrementAndGet();
      byte[] body = Files.readAllBytes(file);
      boolean wantsBody = exchange.getRequestMethod().equals("GET");
      exchange.sendResponseHeaders(200, wantsBody ? body.length : -1);
      if (wantsBody) {
        exchange.getResponseBody().write(body);
      }
    }
    exchange.close();
  }

  @Test
  void noRunTellsWhatItShowedTheLake(DemoStore demo) throws IOException {
    String lake = serve(demo);
    assertSilent(0, run(lake, "token", "lake", "survey", "--json", "--debug"));
    assertSilent(0, run(lake, "token", "lake", "survey"));
    assertSilent(0, run(lake, "token", check("--debug")));
    assertSilent(0, run(lake, "token", check("--json", "--lake", lake + "no-mirror/")));
    assertSilent(4, run(lake, "other-token", check("--json", "--debug")));
    assertSilent(0, run(lake, "token", ingest("made", "--json", "--debug")));
    assertThat(letIn).hasPositiveValue();
    assertSilent(4, run(lake, "other-token", ingest("refused", "--debug")));
    assertSilent(4, run(lake, "other-token", ingest("refused", "--json")));
    assertSilent(4, run(lake + "moved/", "token", ingest("moved", "--json", "--debug")));
    assertSilent(2, run("http://lake.invalid/", "token", ingest("plain", "--debug")));
    assertSilent(2, run(lake, "headers", ingest("no-token", "--debug")));
    assertSilent(2, run(lake, "token", ingest("bad-header", "--lake-header", ON_LINE)));
    assertSilent(
        2, run(lake, "token", ingest("bad-proxy", "--lake-proxy", "http://u:" + TOKEN + "@h:1")));
    requireNoFileHolds(TOKEN, IN_FILE, ON_LINE);
  }

  @Test
  void noProcessLogsWhatItShowedTheLake(DemoStore demo) throws IOException, InterruptedException {
    String lake = serve(demo);
    for (String token : List.of("token", "other-token")) {
      try (CommandProcess process =
          CommandProcess.start(
              temporary, arguments(lake, token, ingest(token + "-p", "--debug")))) {
        assertThat(process.exitCode()).isEqualTo(token.equals("token") ? 0 : 4);
        assertThat(process.out() + Files.readString(temporary.resolve("process.err")))
            .isNotEmpty()
            .doesNotContain(TOKEN, IN_FILE, ON_LINE);
      }
    }
  }

  private Object[] ingest(String store, Object... more) {
    List<Object> line = new ArrayList<>();
    line.addAll(List.of("ingest", "--chunk", 0, "--until", 5, "--data", temporary.resolve(store)));
    line.addAll(List.of(more));
    return line.toArray();
  }

  private Object[] check(Object... more) {
    List<Object> line = new ArrayList<>();
    line.addAll(List.of("lake", "check", "--ledgers", "2-40"));
    line.addAll(List.of("--resume", temporary.resolve("check-" + more.length)));
    line.addAll(List.of(more));
    return line.toArray();
  }

  private Ran run(String lake, String token, Object... command) {
    return Line.run(arguments(lake, token, command));
  }

  private Object[] arguments(String lake, String token, Object... command) {
    List<Object> line = new ArrayList<>(List.of(command));
    line.addAll(
        List.of(
            "--lake",
            lake,
            "--lake-token-file",
            temporary.resolve(token),
            "--lake-header-file",
            temporary.resolve("headers"),
            "--lake-header",
            "X-Line: " + ON_LINE));
    return line.toArray();
  }

  private static void assertSilent(int code, Ran ran) {
    String told = "exit " + ran.code() + "\n" + ran.out() + ran.err();
    assertThat(told).startsWith("exit " + code + "\n");
    assertThat(told).doesNotContain(TOKEN, IN_FILE, ON_LINE);
  }

  private void requireNoFileHolds(String... secrets) throws IOException {
    try (Stream<Path> files = Files.walk(temporary)) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        if (!List.of("token", "other-token", "headers").contains(file.getFileName().toString())) {
          assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
              .as("%s", file)
              .doesNotContain(secrets);
        }
      }
    }
  }
}
