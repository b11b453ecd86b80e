package dev.permafrost.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.permafrost.app.command.Line.Ran;
import dev.permafrost.app.console.Quantity;
import dev.permafrost.app.watch.DevTools;
import dev.permafrost.app.watch.LargeStore;
import dev.permafrost.app.watch.OutsideProgram;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page in a real browser says what {@code status --json} says. */
@ExtendWith(DemoStore.Maker.class)
final class PageTest {

  private static final Pattern CELL =
      Pattern.compile(
          "<div role=\"gridcell\" class=\"cell ([a-z]+)(?: busy)?\" tabindex=\"(-?\\d)\"[^>]*"
              + " data-chunk=\"(\\d+)\" data-state=\"([a-z]+)\" aria-label=\"([^\"]*)\"");

  @TempDir Path temporary;

  @ParameterizedTest
  @ValueSource(ints = {0, 2, 6_400})
  void aStoreAtRestIsShownAsItIs(int chunks) throws IOException, InterruptedException {
    OutsideProgram browser = OutsideProgram.require("chromium");
    Path data = LargeStore.make(temporary.resolve("data"), chunks);
    Path page = temporary.resolve("page.html");
    Ran ran = Line.run("status", "--data", data, "--html", page, "--json");
    assertThat(ran.json().get("chunks")).as("%s", ran).hasSize(chunks);
    assertSame(dom(browser, page.toUri()), ran.json());
  }

  @Test
  void aStoreAtWorkIsShownAsItIs(DemoStore demo) throws Exception {
    OutsideProgram browser = OutsideProgram.require("chromium");
    Path data = demo.copyTo(temporary.resolve("data"));
    try (Following following = Following.start(data, demo.lakeAddress())) {
      String dom = dom(browser, following.uri());
      assertThat(dom).contains("data-rendered=\"2\"", ">well<", "the store is level");
      JsonNode status = following.json();
      assertSame(dom, status);
    }
  }

  @Test
  void theFactsOfEachChunkAreThereForTheMouseAndForTheKeyboard() throws Exception {
    OutsideProgram browser = OutsideProgram.require("chromium");
    Path data = LargeStore.make(temporary.resolve("data"), 300);
    Path page = temporary.resolve("page.html");
    assertThat(Line.run("status", "--data", data, "--html", page).code()).isEqualTo(4);
    try (DevTools tools = DevTools.open(browser, temporary, page.toUri())) {
      tools.hover("[data-chunk=\"41\"]");
      tools.await("!document.getElementById('tip').hidden");
      assertThat(tools.value("document.getElementById('tip').textContent").asText())
          .isEqualTo("chunk 41, with a problem");
      tools.value("document.querySelector('.cell[tabindex=\"0\"]').focus()");
      String focused =
          "document.activeElement.dataset.chunk + document.querySelector('#fact h3')"
              + ".textContent + document.activeElement.getAttribute('role')";
      assertThat(tools.value(focused).asText()).isEqualTo("299Chunk 299gridcell");
      press(tools, "ArrowUp", 38, focused, 199);
      press(tools, "ArrowLeft", 37, focused, 198);
      press(tools, "Home", 36, focused, 100);
      press(tools, "ArrowUp", 38, focused, 0);
      press(tools, "ArrowUp", 38, focused, 0);
      press(tools, "End", 35, focused, 99);
      press(tools, "ArrowRight", 39, focused, 100);
      press(tools, "PageDown", 34, focused, 200);
      assertThat(tools.value("document.getElementById('fact').textContent").asText())
          .contains("frozen", "2,000,002 – 2,010,001", "00000200.pack");
      assertThat(tools.value("document.querySelectorAll('[tabindex=\"0\"].cell').length").asInt())
          .isEqualTo(1);
    }
  }

  @Test
  void whatSomebodyOpenedStaysWhileThePageAsksAgain(DemoStore demo) throws Exception {
    OutsideProgram browser = OutsideProgram.require("chromium");
    Path data = demo.copyTo(temporary.resolve("data"));
    Files.delete(Line.pack(data, 0));
    try (Following following = Following.start(data, demo.lakeAddress());
        DevTools tools = DevTools.open(browser, temporary, following.uri())) {
      tools.await("document.querySelector('.problem-item[data-chunk=\"0\"]')");
      tools.value("void (window.seen = document.querySelector('.problem-item'))");
      String asked = "performance.getEntriesByType('resource').length";
      int before = tools.value(asked).asInt();
      tools.await(asked + " > " + (before + 1));
      assertThat(tools.value("window.seen.isConnected").asBoolean()).isTrue();
    }
  }

  private static void press(DevTools tools, String key, int code, String focused, int chunk)
      throws InterruptedException {
    tools.press(key, code);
    assertThat(tools.value(focused).asText())
        .as(key)
        .isEqualTo(chunk + "Chunk " + chunk + "gridcell");
  }

  /** What the browser made of a page; fails if its console said anything. */
  private String dom(OutsideProgram browser, URI page) throws IOException, InterruptedException {
    OutsideProgram.Ran ran =
        browser.run(
            temporary,
            Path.of("/dev/null"),
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--user-data-dir=" + temporary.resolve("browser"),
            "--enable-logging=stderr",
            "--v=0",
            "--virtual-time-budget=10000",
            "--dump-dom",
            page.toString());
    assertThat(ran.err().lines().filter(line -> line.contains("CONSOLE"))).isEmpty();
    assertThat(ran.out()).as("%s", ran.err()).contains("data-rendered");
    return ran.out();
  }

  private static void assertSame(String dom, JsonNode status) {
    Map<Integer, String> states = new TreeMap<>();
    long files = 0;
    long hot = 0;
    for (JsonNode chunk : status.get("chunks")) {
      boolean isSound = chunk.get("problems").isEmpty();
      states.put(chunk.get("chunk").asInt(), isSound ? chunk.get("state").asText() : "problem");
      hot += chunk.get("hotBytes").asLong();
      for (JsonNode artifact : chunk.get("artifacts")) {
        files += artifact.path("bytes").asLong(0);
      }
    }
    assertThat(cells(dom)).isEqualTo(states);
    for (String state : new String[] {"frozen", "ready", "transient", "problem"}) {
      long count = states.values().stream().filter(state::equals).count();
      Optional<String> shown = first(dom, "id=\"legend-" + state + "\" data-count=\"(\\d+)\"");
      assertThat(shown.map(Long::parseLong).orElse(0L)).as(state).isEqualTo(count);
    }
    assertThat(tile(dom, "count")).isEqualTo(Quantity.count(states.size()));
    assertThat(tile(dom, "files")).isEqualTo(Quantity.bytes(files));
    assertThat(tile(dom, "newest"))
        .isEqualTo(
            status.has("newest")
                ? Quantity.count(status.get("newest").get("ledger").asLong())
                : "–");
    if (hot > 0) {
      assertThat(dom).contains("and " + Quantity.bytes(hot) + " hot");
    }
    Set<Integer> volumes = new TreeSet<>();
    status.get("roots").forEach(root -> volumes.add(root.get("volume").asInt()));
    assertThat(Pattern.compile("<dd id=\"free-").matcher(dom).results()).hasSameSizeAs(volumes);
    assertThat(tile(dom, "free-catalog")).matches("[0-9.]+ [kMGTP]?B");
    assertThat(first(dom, "<p id=\"network\"[^>]*>([^<]*)<").orElse(""))
        .isEqualTo(status.path("network").asText(""));
    if (!states.isEmpty()) {
      assertThat(first(dom, "role=\"grid\"[^>]*aria-colcount=\"(\\d+)\"")).contains("100");
    }
  }

  /** The chunks of the map that are there; one cell alone can be reached with the tab key. */
  private static Map<Integer, String> cells(String dom) {
    Map<Integer, String> cells = new TreeMap<>();
    Matcher cell = CELL.matcher(dom.replaceAll(" aria-selected=\"true\"", ""));
    int all = 0;
    int reachable = 0;
    while (cell.find()) {
      all++;
      assertThat(cell.group(4)).isEqualTo(cell.group(1));
      assertThat(cell.group(5)).startsWith("chunk " + cell.group(3) + ", ");
      reachable += cell.group(2).equals("0") ? 1 : 0;
      if (!cell.group(1).equals("absent")) {
        cells.put(Integer.parseInt(cell.group(3)), cell.group(1));
      }
    }
    assertThat(all % 100).as("100 a row").isZero();
    assertThat(reachable).isEqualTo(cells.isEmpty() ? 0 : 1);
    return cells;
  }

  private static String tile(String dom, String id) {
    return first(dom, "<dd id=\"" + id + "\">([^<]*)").orElse("(none)");
  }

  private static Optional<String> first(String text, String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }
}
