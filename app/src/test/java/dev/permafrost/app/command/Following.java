package dev.permafrost.app.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.permafrost.ports.work.CancelSource;
import dev.permafrost.threads.SystemTime;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code follow --listen} in this process, level with its lake, until it is closed. */
final class Following implements AutoCloseable {

  private static final Pattern LISTENING = Pattern.compile("listening at (\\S+)");
  private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(3);

  private final CancelSource stop = new CancelSource();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final AtomicInteger code = new AtomicInteger(-1);
  private final HttpClient client = HttpClient.newHttpClient();
  private final Thread thread;

  private Following(String[] arguments) {
    Surroundings around =
        new Surroundings(
            new PrintStream(out, false, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false,
            stop.token(),
            new SystemTime());
    thread = new Thread(() -> code.set(new PermafrostLine(around).run(arguments).code()), "follow");
  }

  static Following start(Path data, String lake, Object... more) throws Exception {
    List<String> line =
        new ArrayList<>(
            List.of(
                "follow", "--data", data.toString(), "--lake", lake, "--listen", "127.0.0.1:0"));
    for (Object argument : more) {
      line.add(argument.toString());
    }
    Following following = new Following(line.toArray(new String[0]));
    following.thread.start();
    try {
      following.awaitLevel();
      return following;
    } catch (Exception | Error e) {
      following.close();
      throw e;
    }
  }

  private void awaitLevel() throws IOException, InterruptedException {
    long begun = System.nanoTime();
    while (!isLevel()) {
      if (System.nanoTime() - begun > PATIENCE_NANOS || !thread.isAlive()) {
        throw new AssertionError("it does not come level: " + err());
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
  }

  private boolean isLevel() throws IOException, InterruptedException {
    if (!LISTENING.matcher(err()).find()) {
      return false;
    }
    HttpResponse<String> answer = get("status.json");
    return answer.statusCode() == 200
        && new ObjectMapper().readTree(answer.body()).path("activity").path("behind").asLong(1)
            == 0;
  }

  /** The address of its page. */
  URI uri() {
    Matcher listening = LISTENING.matcher(err());
    if (!listening.find()) {
      throw new AssertionError("it does not listen: " + err());
    }
    return URI.create(listening.group(1));
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(uri().resolve(path)).build(), BodyHandlers.ofString());
  }

  JsonNode json() throws IOException, InterruptedException {
    return new ObjectMapper().readTree(get("status.json").body());
  }

  String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  /** Stops it, and waits for its end. */
  @CanIgnoreReturnValue
  int stop() {
    stop.cancel();
    try {
      thread.join(TimeUnit.MINUTES.toMillis(2));
    } catch (InterruptedException e) {
      throw new AssertionError("nobody interrupts the threads of a test", e);
    }
    return code.get();
  }

  @Override
  public void close() {
    stop();
  }
}
