package dev.permafrost.app.watch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A browser with a page open, driven over its developer tools: keys, the mouse, what is there. */
public final class DevTools implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long PATIENCE_SECONDS = 60;

  private final Process browser;
  private final WebSocket socket;
  private final BlockingQueue<JsonNode> answers;
  private int calls;

  private DevTools(Process browser, WebSocket socket, BlockingQueue<JsonNode> answers) {
    this.browser = browser;
    this.socket = socket;
    this.answers = answers;
  }

  /** Opens a page. */
  public static DevTools open(OutsideProgram chromium, Path directory, URI page)
      throws IOException, InterruptedException {
    Path profile = directory.resolve("driven");
    Process browser =
        chromium.start(
            directory,
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--window-size=1280,900",
            "--remote-debugging-port=0",
            "--user-data-dir=" + profile,
            page.toString());
    try {
      HttpClient client = HttpClient.newHttpClient();
      BlockingQueue<JsonNode> answers = new LinkedBlockingQueue<>();
      WebSocket socket =
          client
              .newWebSocketBuilder()
              .buildAsync(URI.create(address(client, profile)), new Collector(answers))
              .join();
      DevTools tools = new DevTools(browser, socket, answers);
      tools.await("document.body && document.body.dataset.rendered !== undefined");
      return tools;
    } catch (IOException | InterruptedException | RuntimeException | Error e) {
      browser.destroyForcibly();
      throw e;
    }
  }

  private static String address(HttpClient client, Path profile)
      throws IOException, InterruptedException {
    Path port = profile.resolve("DevToolsActivePort");
    long begun = System.nanoTime();
    while (System.nanoTime() - begun < TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS)) {
      if (Files.exists(port) && !Files.readAllLines(port).isEmpty()) {
        URI list = URI.create("http://127.0.0.1:" + Files.readAllLines(port).get(0) + "/json");
        String body =
            client.send(HttpRequest.newBuilder(list).build(), BodyHandlers.ofString()).body();
        for (JsonNode target : JSON.readTree(body)) {
          if (target.path("type").asText().equals("page")) {
            return target.path("webSocketDebuggerUrl").asText();
          }
        }
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
    throw new AssertionError("the browser offers no page");
  }

  /** The value of an expression of the page's language, or what it promises. */
  public JsonNode value(String expression) throws InterruptedException {
    JsonNode answer =
        call(
            "Runtime.evaluate",
            Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
    return answer.at("/result/result/value");
  }

  /** Shows the page to a reader who prefers a colour scheme, {@code light} or {@code dark}. */
  public void prefer(String scheme) throws InterruptedException {
    call(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
  }

  /** What assistive software is told, in order: a role and a name each, as {@code role: name}. */
  public List<String> accessibilityTree() throws InterruptedException {
    List<String> told = new ArrayList<>();
    for (JsonNode node : call("Accessibility.getFullAXTree", Map.of()).at("/result/nodes")) {
      if (!node.path("ignored").asBoolean()) {
        told.add(node.at("/role/value").asText() + ": " + node.at("/name/value").asText());
      }
    }
    return told;
  }

  /** Waits until an expression is true. */
  public void await(String expression) throws InterruptedException {
    long begun = System.nanoTime();
    while (!value("Boolean(" + expression + ")").asBoolean()) {
      if (System.nanoTime() - begun > TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS)) {
        throw new AssertionError("not within a minute: " + expression);
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
  }

  /** Presses and releases a key. */
  public void press(String key, int code) throws InterruptedException {
    for (String type : new String[] {"keyDown", "keyUp"}) {
      call(
          "Input.dispatchKeyEvent",
          Map.of("type", type, "key", key, "code", key, "windowsVirtualKeyCode", code));
    }
  }

  /** Moves the mouse onto an element. */
  public void hover(String selector) throws InterruptedException {
    String box = "document.querySelector('" + selector + "').getBoundingClientRect()";
    call(
        "Input.dispatchMouseEvent",
        Map.of(
            "type",
            "mouseMoved",
            "x",
            value(box + ".x + 2").asDouble(),
            "y",
            value(box + ".y + 2").asDouble()));
  }

  private JsonNode call(String method, Map<String, Object> parameters) throws InterruptedException {
    int id = ++calls;
    String text =
        JSON.valueToTree(Map.of("id", id, "method", method, "params", parameters)).toString();
    socket.sendText(text, true).join();
    while (true) {
      JsonNode answer = answers.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (Objects.requireNonNull(answer, method + " has no answer").path("id").asInt() == id) {
        return answer;
      }
    }
  }

  /** Puts the parts of each message together. */
  private static final class Collector implements WebSocket.Listener {
    private final BlockingQueue<JsonNode> answers;
    private final StringBuilder parts = new StringBuilder();

    Collector(BlockingQueue<JsonNode> answers) {
      this.answers = answers;
    }

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      parts.append(data);
      if (last) {
        try {
          answers.add(JSON.readTree(parts.toString()));
        } catch (IOException e) {
          throw new AssertionError(e);
        }
        parts.setLength(0);
      }
      socket.request(1);
      return CompletableFuture.completedFuture(null);
    }
  }

  /** Ends it with all its processes: what they still write would come back behind the test. */
  @Override
  public void close() {
    socket.abort();
    List<ProcessHandle> processes = browser.descendants().toList();
    browser.destroy();
    try {
      if (!browser.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        browser.destroyForcibly();
      }
    } catch (InterruptedException e) {
      throw new AssertionError("nobody interrupts the threads of a test", e);
    }
    for (ProcessHandle process : processes) {
      process.destroyForcibly();
      process.onExit().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }
  }
}
