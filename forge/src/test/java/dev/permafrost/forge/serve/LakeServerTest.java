package dev.permafrost.forge.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the server answers, well and badly, seen by a client that knows nothing of it. */
class LakeServerTest {

  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @TempDir Path temporary;
  private Path directory = Path.of("unused");

  @BeforeEach
  void writeFiles() throws IOException {
    directory = temporary.resolve("served");
    for (String key : List.of(".config.json", "a/b/1", "a/b/2", "a/b-1/3", "c")) {
      Path file = directory.resolve(key);
      Files.createDirectories(file.getParent());
      Files.writeString(file, "the bytes of " + key);
    }
  }

  @Test
  void aFileIsServedWithItsLengthAndTagAndAHeadSaysTheSameWithoutTheBody() throws Exception {
    try (LakeServer server = LakeServer.of(directory).start()) {
      HttpResponse<String> got = get(server.uri("a/b/1"));
      HttpResponse<String> head =
          send(
              HttpRequest.newBuilder(server.uri("a/b/1"))
                  .method("HEAD", HttpRequest.BodyPublishers.noBody()));

      assertThat(got.statusCode()).isEqualTo(200);
      assertThat(got.body()).isEqualTo("the bytes of a/b/1");
      assertThat(head.statusCode()).isEqualTo(200);
      assertThat(head.body()).isEmpty();
      for (String name : List.of("Content-Length", "ETag", "Accept-Ranges")) {
        assertThat(head.headers().firstValue(name)).as(name).isPresent();
        assertThat(head.headers().firstValue(name)).isEqualTo(got.headers().firstValue(name));
      }
      assertThat(head.headers().firstValueAsLong("Content-Length")).hasValue(18);
    }
  }

  @Test
  void aRangeIsServedOnlyWhileTheTagHolds() throws Exception {
    try (LakeServer server = LakeServer.of(directory).start()) {
      URI uri = server.uri("c");
      String tag = get(uri).headers().firstValue("ETag").orElseThrow();
      HttpRequest.Builder range = HttpRequest.newBuilder(uri).header("Range", "bytes=4-");

      HttpResponse<String> part = send(range.copy().header("If-Range", tag));
      assertThat(part.statusCode()).isEqualTo(206);
      assertThat(part.body()).isEqualTo("bytes of c");
      assertThat(part.headers().firstValue("Content-Range")).hasValue("bytes 4-13/14");

      assertThat(send(range.copy().header("If-Range", "\"other\"")).statusCode()).isEqualTo(200);
      assertThat(send(HttpRequest.newBuilder(uri).header("Range", "bytes=-4")).body())
          .isEqualTo("of c");
      assertThat(send(HttpRequest.newBuilder(uri).header("Range", "bytes=14-")).statusCode())
          .isEqualTo(416);
    }
  }

  @Test
  void whatIsMissingOrOutsideTheDirectoryIsNotFound() throws Exception {
    Files.writeString(directory.resolveSibling("outside"), "secret");
    try (LakeServer server = LakeServer.of(directory).start();
        LakeServer strict = LakeServer.of(directory).missingStatus(403).start()) {
      assertThat(get(server.uri("nothing")).statusCode()).isEqualTo(404);
      assertThat(get(strict.uri("nothing")).statusCode()).isEqualTo(403);
      assertThat(get(URI.create(server.uri() + "%2e%2e/outside")).statusCode()).isEqualTo(404);
      assertThat(get(URI.create(server.uri() + "?list-type=2")).statusCode()).isEqualTo(404);
    }
  }

  @Test
  void keysAreListedPageByPageInTheOrderOfTheirBytes() throws Exception {
    try (LakeServer server =
        LakeServer.of(directory).listing(Listing.OBJECTS).pageKeys(2).start()) {
      assertThat(listed(server, ""))
          .containsExactly(".config.json", "a/b-1/3", "a/b/1", "a/b/2", "c");
      assertThat(listed(server, "&prefix=a/b/")).containsExactly("a/b/1", "a/b/2");
      assertThat(listed(server, "&prefix=a/b")).containsExactly("a/b-1/3", "a/b/1", "a/b/2");
      assertThat(listed(server, "&start-after=a/b/1")).containsExactly("a/b/2", "c");
    }
  }

  @Test
  void aPlainServerAnswersEveryQueryWithAPage() throws Exception {
    try (LakeServer server = LakeServer.of(directory).listing(Listing.HTML).start()) {
      HttpResponse<String> page = get(URI.create(server.uri() + "?list-type=2"));
      assertThat(page.statusCode()).isEqualTo(200);
      assertThat(page.body()).contains("<!DOCTYPE html>", ".config.json");
    }
  }

  @Test
  void faultsAreAnsweredInTheirOrderAndThenTheFileIs() throws Exception {
    try (LakeServer server = LakeServer.of(directory).start()) {
      server
          .faults()
          .onGet("c", new Fault.Status(503, "7"), new Fault.Cut(3), Fault.body(new byte[] {'x'}))
          .always(
              request -> request.number() == 5,
              new Fault.Redirect(302, "http://elsewhere.invalid/"));

      HttpResponse<String> refused = get(server.uri("c"));
      assertThat(refused.statusCode()).isEqualTo(503);
      assertThat(refused.headers().firstValue("Retry-After")).hasValue("7");
      assertThatThrownBy(() -> get(server.uri("c"))).isInstanceOf(IOException.class);
      assertThat(get(server.uri("c")).body()).isEqualTo("x");
      assertThat(get(server.uri("c")).body()).isEqualTo("the bytes of c");
      assertThat(get(server.uri("c")).statusCode()).isEqualTo(302);
      assertThat(server.requests().count("GET", "c")).isEqualTo(5);
      assertThat(server.requests().count("HEAD")).isZero();
    }
  }

  @Test
  void closingEndsRequestsThatHang() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CompletableFuture<HttpResponse<Void>> hanging;
    try (LakeServer server = LakeServer.of(directory).start()) {
      server.faults().always(request -> release(asked), new Fault.Hang(-1));
      hanging =
          CLIENT.sendAsync(
              HttpRequest.newBuilder(server.uri("c")).build(),
              HttpResponse.BodyHandlers.discarding());
      assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(hanging).isNotDone();
    }
    assertThatThrownBy(() -> hanging.get(10, TimeUnit.SECONDS))
        .hasCauseInstanceOf(IOException.class);
  }

  private static boolean release(CountDownLatch latch) {
    latch.countDown();
    return true;
  }

  private static List<String> listed(LakeServer server, String query) throws Exception {
    List<String> keys = new ArrayList<>();
    String token = "";
    do {
      String page = get(URI.create(server.uri() + "?list-type=2" + query + token)).body();
      Matcher key = Pattern.compile("<Key>([^<]*)</Key>").matcher(page);
      while (key.find()) {
        keys.add(key.group(1));
      }
      Matcher next =
          Pattern.compile("<NextContinuationToken>([^<]*)</NextContinuationToken>").matcher(page);
      token =
          next.find()
              ? "&continuation-token=" + URLEncoder.encode(next.group(1), StandardCharsets.UTF_8)
              : "";
    } while (!token.isEmpty());
    return keys;
  }

  private static HttpResponse<String> get(URI uri) throws Exception {
    return send(HttpRequest.newBuilder(uri));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }
}
