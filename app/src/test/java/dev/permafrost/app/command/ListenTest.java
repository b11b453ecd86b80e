package dev.permafrost.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.permafrost.app.command.Line.Ran;
import dev.permafrost.app.watch.OutsideProgram;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A store at work, asked over HTTP. */
@ExtendWith(DemoStore.Maker.class)
final class ListenTest {

  private static final String SECRET = "Z2VoZWlt";

  @TempDir Path temporary;

  @Test
  void everyPathTellsOfTheStoreThatIsWorkedOn(DemoStore demo) throws Exception {
    Path data = demo.copyTo(temporary.resolve("data"));
    try (Following following = Following.start(data, demo.lakeAddress())) {
      assertThat(following.get("healthz").body()).isEqualTo("ok\n");
      HttpResponse<String> page = following.get("");
      assertThat(page.headers().firstValue("Content-Type")).contains("text/html; charset=utf-8");
      assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
          .startsWith("default-src 'none'; style-src 'sha256-")
          .contains("connect-src 'self'", "frame-ancestors 'none'")
          .doesNotContain("unsafe");
      assertThat(page.body()).contains("<meta http-equiv=\"Content-Security-Policy\"");
      assertThat(page.body()).doesNotContainPattern("(src|href)=\"(?!data:|#)");
      assertThat(following.get("metrics").body())
          .contains("permafrost_latest_ledger 20001.0", "permafrost_chunks{state=\"frozen\"} 2.0");
      assertThat(following.json().at("/activity/command").asText()).isEqualTo("follow");
      assertThat(following.get("other").statusCode()).isEqualTo(404);
      assertThat(following.stop()).isEqualTo(0);
    }
  }

  @Test
  void theStatusOfAStoreAtWorkIsThatOfTheSameStoreAtRest(DemoStore demo) throws Exception {
    Path data = demo.copyTo(temporary.resolve("data"));
    JsonNode atWork;
    try (Following following = Following.start(data, demo.lakeAddress())) {
      atWork = following.json();
    }
    JsonNode atRest = Line.run("status", "--data", data, "--json").json();
    assertThat(atWork.get("chunks")).isEqualTo(atRest.get("chunks"));
    assertThat(atWork.get("network")).isEqualTo(atRest.get("network"));
    assertThat(atWork.at("/newest/ledger")).isEqualTo(atRest.at("/newest/ledger"));
    assertThat(atWork.at("/roots/0/path")).isEqualTo(atRest.at("/roots/0/path"));
    Set<String> names = new TreeSet<>();
    atWork.fieldNames().forEachRemaining(names::add);
    Set<String> expected = new TreeSet<>(Set.of("activity"));
    atRest.fieldNames().forEachRemaining(expected::add);
    assertThat(names).isEqualTo(expected);
  }

  @Test
  void nothingThatIsShownToALakeIsInAnyAnswer(DemoStore demo) throws Exception {
    Path data = demo.copyTo(temporary.resolve("data"));
    Path token = Files.writeString(temporary.resolve("token"), SECRET);
    try (LakeAt lake = LakeAt.of(demo.lake());
        Following following =
            Following.start(
                data,
                lake.address(),
                "--lake-token-file",
                token,
                "--lake-header",
                "X-Secret: " + SECRET)) {
      assertThat(lake.address()).startsWith("http://");
      for (String path : List.of("", "status.json", "healthz", "metrics", "other")) {
        HttpResponse<String> answer = following.get(path);
        assertThat(answer.body() + answer.headers()).as(path).doesNotContain(SECRET);
      }
      assertThat(following.get("metrics").body()).contains("mirror=\"" + lake.address());
    }
  }

  @Test
  void anAddressThatIsTakenEndsTheRunBeforeAnythingIsDone() throws IOException {
    Path data = temporary.resolve("data");
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String address = "127.0.0.1:" + taken.getLocalPort();
      Ran ran = Line.run("freeze", "--data", data, "--chunks", "0", "--listen", address);
      assertThat(ran.code()).as("%s", ran).isEqualTo(3);
      assertThat(ran.err()).contains("cannot listen at " + address);
    }
    assertThat(data).doesNotExist();
  }

  @Test
  void whatIsNoAddressIsWrongUsage() {
    Ran ran = Line.run("ingest", "--data", temporary, "--chunks", "0", "--listen", "here");
    assertThat(ran.code()).as("%s", ran).isEqualTo(2);
    assertThat(ran.err()).contains("--listen is HOST:PORT or PORT, not here");
  }

  @Test
  void promtoolFindsNothingWrongWithTheMetrics(DemoStore demo) throws Exception {
    OutsideProgram promtool = OutsideProgram.require("promtool");
    Path data = demo.copyTo(temporary.resolve("data"));
    Path scraped = temporary.resolve("metrics");
    try (Following following = Following.start(data, demo.lakeAddress())) {
      Files.writeString(scraped, following.get("metrics").body());
    }
    OutsideProgram.Ran checked = promtool.run(temporary, scraped, "check", "metrics");
    assertThat(checked.out() + checked.err()).isEmpty();
    assertThat(checked.code()).isZero();
  }

  @Test
  void aPrometheusScrapesItAndTakesEveryQueryOfTheDashboard(DemoStore demo) throws Exception {
    OutsideProgram prometheus = OutsideProgram.require("prometheus");
    Path data = demo.copyTo(temporary.resolve("data"));
    try (Following following = Following.start(data, demo.lakeAddress())) {
      URI watched = following.uri();
      Path config =
          Files.writeString(
              temporary.resolve("prometheus.yml"),
              "global: {scrape_interval: 1s}\n"
                  + "scrape_configs:\n"
                  + "  - job_name: permafrost\n"
                  + "    static_configs: [{targets: ['"
                  + watched.getAuthority()
                  + "']}]\n");
      int port = freePort();
      Process server =
          prometheus.start(
              temporary,
              "--config.file=" + config,
              "--storage.tsdb.path=" + temporary.resolve("tsdb"),
              "--web.listen-address=127.0.0.1:" + port);
      try {
        Prometheus asked = new Prometheus(port);
        asked.await("permafrost_latest_ledger == 20001");
        assertThat(asked.query("up{job=\"permafrost\"}").at("/data/result/0/value/1").asText())
            .isEqualTo("1");
        for (String query : Dashboard.queries()) {
          String filled = query.replace("$__rate_interval", "5m").replace("$instance", ".*");
          assertThat(asked.query(filled).path("status").asText()).as(query).isEqualTo("success");
        }
      } finally {
        server.destroy();
        server.waitFor(30, TimeUnit.SECONDS);
      }
    }
  }

  @Test
  void everyMetricOfTheDashboardIsOneThatIsThereAndEveryOneThatIsThereIsOnIt() throws IOException {
    Set<String> named = new TreeSet<>();
    for (String query : Dashboard.queries()) {
      Matcher name = Pattern.compile("permafrost_[a-z_]+").matcher(query);
      while (name.find()) {
        named.add(name.group().replaceFirst("_seconds_(bucket|sum|count)$", "_seconds"));
      }
    }
    assertThat(named).isEqualTo(Dashboard.documented());
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  /** A Prometheus that runs. */
  private record Prometheus(int port) {

    JsonNode query(String query) throws IOException, InterruptedException {
      String encoded = URLEncoder.encode(query, StandardCharsets.UTF_8);
      URI uri = URI.create("http://127.0.0.1:" + port + "/api/v1/query?query=" + encoded);
      return new ObjectMapper()
          .readTree(
              HttpClient.newHttpClient()
                  .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                  .body());
    }

    void await(String query) throws InterruptedException {
      long begun = System.nanoTime();
      while (true) {
        try {
          if (!query(query).at("/data/result").isEmpty()) {
            return;
          }
        } catch (IOException e) {
          // It is not up yet.
        }
        if (System.nanoTime() - begun > TimeUnit.MINUTES.toNanos(2)) {
          throw new AssertionError("no answer to " + query);
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
      }
    }
  }

  /** The dashboard, and the page of the names. */
  private static final class Dashboard {

    static List<String> queries() throws IOException {
      JsonNode dashboard =
          new ObjectMapper().readTree(Files.readString(Path.of("../docs/grafana-dashboard.json")));
      return dashboard.findValuesAsText("expr");
    }

    /** The names of the table of docs/metrics.md. */
    static Set<String> documented() throws IOException {
      Set<String> names = new TreeSet<>();
      for (String line : Files.readAllLines(Path.of("../docs/metrics.md"))) {
        if (line.startsWith("| `")) {
          Matcher name = Pattern.compile("`([a-z_]+)`").matcher(line.split("\\|", -1)[1]);
          while (name.find()) {
            names.add("permafrost_" + name.group(1));
          }
        }
      }
      return names;
    }
  }
}
