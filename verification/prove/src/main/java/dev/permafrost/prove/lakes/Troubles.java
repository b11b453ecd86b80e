package dev.permafrost.prove.lakes;

import dev.permafrost.backend.DataLake;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.failure.BackendUnreachable;
import dev.permafrost.ports.failure.Cancelled;
import dev.permafrost.ports.failure.LakeDamage;
import dev.permafrost.ports.failure.LakeForbidden;
import dev.permafrost.ports.source.LedgerStream;
import dev.permafrost.ports.work.CancelSource;
import dev.permafrost.ports.work.CancelToken;
import dev.permafrost.testkit.server.TestCertificate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;

/** The scenarios of sound lakes on servers and networks in trouble. */
final class Troubles {

  private static final long SICK = 11;

  private Troubles() {}

  static List<Scenario> scenarios() {
    return List.of(
        new Scenario("cut-body-goes-on-where-it-can", Troubles::cut),
        new Scenario("body-cut-for-ever-is-given-up", Troubles::cutForEver),
        new Scenario("body-short-of-its-length-is-asked-again", Troubles::shortBody),
        new Scenario("reset-connection-is-asked-again", Troubles::reset),
        new Scenario("429-waits-as-long-as-it-is-told", Troubles::retryAfter),
        new Scenario("408-and-5xx-are-asked-again", Troubles::passingStatus),
        new Scenario("503-for-ever-is-given-up", Troubles::lastingStatus),
        new Scenario("400-and-401-are-not-asked-again", Troubles::refusedStatus),
        new Scenario("403-of-everything-is-forbidden", Troubles::forbidden),
        new Scenario("403-of-what-is-missing-is-absent", Troubles::hidden),
        new Scenario("silence-before-the-first-byte", ground -> silence(ground, -1)),
        new Scenario("silence-in-the-middle", ground -> silence(ground, 100)),
        new Scenario("question-ends-with-its-deadline", Troubles::deadline),
        new Scenario("cancelled-within-a-second", Troubles::cancel),
        new Scenario("slow-but-steady-is-not-given-up", Troubles::trickle),
        new Scenario("redirect-elsewhere-is-refused", Troubles::redirect),
        new Scenario("another-region-is-said-so", Troubles::region),
        new Scenario("corrupt-byte-is-damage", Troubles::corrupt),
        new Scenario("refused-connections-pass", Troubles::refused),
        new Scenario("server-restarts-in-the-middle", Troubles::restart),
        new Scenario("untrusted-certificate-is-said-so", Troubles::untrusted),
        new Scenario("handshake-that-breaks-off-is-asked-again", Troubles::brokenHandshake),
        new Scenario("order-holds-whatever-comes-first", Troubles::order),
        new Scenario("no-more-is-asked-for-than-fits", Troubles::bounded));
  }

  private static void cut(Ground ground) throws IOException {
    LakeSite site = ground.lake(2, 20);
    ground.script().onGet(site.key(SICK), Trouble.cut(100), Trouble.cut(50));
    Expect.stream(ground.troubled(site), site, 2, 20);
    Expect.equal(
        "what was asked for",
        ground.abilities().resumes()
            ? List.of("", "bytes=100-", "bytes=150-")
            : List.of("", "", ""),
        ground.proxy().seen("GET", site.key(SICK)).stream().map(FaultProxy.Seen::range).toList());
  }

  private static void cutForEver(Ground ground) throws IOException {
    LakeSite site = ground.lake(2, 20);
    ground.script().always(site.key(SICK), Trouble.cut(0));
    Expect.failure(
        BackendUnreachable.class,
        () -> Expect.stream(ground.troubled(site, options -> options.retries(3)), site, 2, 20),
        site.key(SICK),
        "given up after attempt 4");
    Expect.equal("the attempts", 4, ground.asked(site, SICK));
  }

  private static void shortBody(Ground ground) throws IOException {
    LakeSite site = ground.lake(2, 20);
    ground.script().onGet(site.key(SICK), Trouble.wrongLength(7));
    Expect.stream(ground.troubled(site), site, 2, 20);
    Expect.that(ground.asked(site, SICK) >= 2, "it was asked for again");
    ground.script().onGet(site.key(SICK), Trouble.wrongLength(-7));
    ground.fails(LakeDamage.class, site, "the frame ends too early");
  }

  private static void reset(Ground ground) throws IOException {
    LakeSite site = ground.lake(2, 20);
    ground.script().onGet(site.key(SICK), Trouble.reset(-1), Trouble.reset(100));
    Expect.stream(ground.troubled(site), site, 2, 20);
    Expect.equal("the attempts", 3, ground.asked(site, SICK));
  }

  private static void retryAfter(Ground ground) throws IOException {
    LakeSite site = ground.lake(2, 20);
    ground.script().onGet(site.key(SICK), Trouble.status(429, "Retry-After: 1"));
    Expect.stream(ground.troubled(site), site, 2, 20);
    List<FaultProxy.Seen> asked = ground.proxy().seen("GET", site.key(SICK));
    Expect.equal("the attempts", 2, asked.size());
    Duration waited = Duration.ofNanos(asked.get(1).atNanos() - asked.get(0).atNanos());
    Expect.that(waited.toMillis() >= 995, "it waited for a second, not " + waited);
    ground.script().always(site.key(SICK), Trouble.status(429, "Retry-After: 3600"));
    ground.fails(BackendUnreachable.class, site, "status 429", "left alone for 3600 s");
  }

  private static void passingStatus(Ground ground) throws IOException {
    LakeSite site = ground.lake(2, 20);
    Trouble[] all =
        IntStream.of(408, 429, 500, 502, 503, 504)
            .mapToObj(Trouble::status)
            .toArray(Trouble[]::new);
    ground.script().onGet(site.key(SICK), all);
    Expect.stream(ground.troubled(site), site, 2, 20);
    Expect.equal("the attempts", 7, ground.asked(site, SICK));
  }

  private static void lastingStatus(Ground ground) throws IOException {
    LakeSite site = ground.lake(2, 20);
    ground.script().always(site.key(SICK), Trouble.status(503));
    Expect.failure(
        BackendUnreachable.class,
        () -> Expect.stream(ground.troubled(site, options -> options.retries(2)), site, 2, 20),
        site.key(SICK),
        "status 503",
        "after attempt 3");
    Expect.failure(
        BackendUnreachable.class,
        () ->
            ground
                .troubled(site, options -> options.retries(2))
                .covers(SICK, Ground.MINUTE, CancelToken.NEVER),
        "status 503");
  }

  private static void refusedStatus(Ground ground) throws IOException {
    LakeSite site = ground.lake(2, 20);
    for (int status : List.of(400, 401)) {
      ground.script().clear();
      ground.proxy().forget();
      ground.script().always(site.key(SICK), Trouble.status(status));
      LakeForbidden failure = ground.fails(LakeForbidden.class, site, site.key(SICK));
      Expect.equal("the status", status, failure.status());
      Expect.equal("the attempts", 1, ground.asked(site, SICK));
    }
  }

  private static void forbidden(Ground ground) throws IOException {
    LakeSite site = ground.lake(2, 20);
    ground.script().always(request -> true, Trouble.status(403));
    Expect.failure(
        LakeForbidden.class,
        () -> ground.troubled(site).network(CancelToken.NEVER),
        ".config.json");
    DataLake configured =
        ground.troubled(
            site, options -> options.ledgersPerBatch(1).batchesPerPartition(64_000).network("n"));
    Expect.failure(
        LakeForbidden.class, () -> configured.covers(7, Ground.MINUTE, CancelToken.NEVER));
    Expect.failure(LakeForbidden.class, () -> Expect.stream(configured, site, 7, 7));
  }

  private static void hidden(Ground ground) throws IOException {
    LakeSite site = ground.lake(2, 20);
    ground.script().always(FaultProxy.Seen::asksToList, Trouble.status(403));
    ground.script().always(request -> true, Trouble.hideWhatIsMissing());
    DataLake lake = ground.troubled(site);
    Expect.that(!lake.covers(21, Ground.MINUTE, CancelToken.NEVER), "ledger 21 is not covered");
    Expect.that(lake.covers(20, Ground.MINUTE, CancelToken.NEVER), "ledger 20 is covered");
    Expect.equal("the tip", OptionalLong.of(20), lake.tip(Ground.MINUTE, CancelToken.NEVER));
    Expect.failure(
        BackendUnreachable.class, () -> Expect.read(lake, 19, 22), "ledger 21 is not there (yet)");
  }

  private static void silence(Ground ground, int afterBytes) throws IOException {
    LakeSite site = ground.lake(2, 20);
    ground.script().onGet(site.key(SICK), Trouble.hang(afterBytes));
    Expect.stream(
        ground.troubled(site, options -> options.idleTimeout(Duration.ofMillis(700))), site, 2, 20);
    List<FaultProxy.Seen> asked = ground.proxy().seen("GET", site.key(SICK));
    Expect.that(asked.size() >= 2, "it was asked for again");
    boolean isResumed = afterBytes > 0 && ground.abilities().resumes();
    Expect.equal("what was asked for then", isResumed ? "bytes=100-" : "", asked.get(1).range());
    ground.script().always(site.key(SICK), Trouble.hang(afterBytes));
    Expect.failure(
        BackendUnreachable.class,
        () ->
            Expect.stream(
                ground.troubled(
                    site, options -> options.idleTimeout(Duration.ofMillis(100)).retries(1)),
                site,
                SICK,
                SICK),
        "no word for 100 ms");
  }

  private static void deadline(Ground ground) throws IOException {
    LakeSite site = ground.lake(2, 20);
    DataLake lake = ground.troubled(site);
    Expect.that(lake.covers(7, Ground.MINUTE, CancelToken.NEVER), "ledger 7 is covered");
    ground.script().always(request -> true, Trouble.hang(-1));
    long begunNanos = System.nanoTime();
    Expect.failure(
        BackendUnreachable.class,
        () -> lake.covers(8, Duration.ofMillis(200), CancelToken.NEVER),
        "no time is left");
    Expect.failure(
        BackendUnreachable.class, () -> lake.tip(Duration.ofMillis(200), CancelToken.NEVER));
    Duration took = Duration.ofNanos(System.nanoTime() - begunNanos);
    Expect.that(took.toSeconds() < 5, "two questions of 200 ms took " + took);
  }

  private static void cancel(Ground ground)
      throws IOException, InterruptedException, TimeoutException, ExecutionException {
    LakeSite site = ground.lake(2, 20);
    CompletableFuture<Long> hung = new CompletableFuture<>();
    ground
        .script()
        .always(
            site.key(SICK),
            exchange -> {
              hung.complete(System.nanoTime());
              exchange.hang();
              return false;
            });
    DataLake lake = ground.troubled(site);
    CancelSource source = new CancelSource();
    CompletableFuture<Void> reading =
        CompletableFuture.runAsync(
            () -> {
              try (LedgerStream stream = lake.stream(new LedgerRange(2, 20), source.token())) {
                while (stream.next()) {
                  Expect.that(stream.borrowedRaw().hasRemaining(), "a ledger has bytes");
                }
              }
            },
            work -> new Thread(work, "reads-a-lake").start());
    hung.get(60, TimeUnit.SECONDS);
    long begunNanos = System.nanoTime();
    source.cancel();
    try {
      reading.get(60, TimeUnit.SECONDS);
      throw new Unmet("it ended well though it was cancelled");
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof Cancelled)) {
        throw e;
      }
    }
    Duration took = Duration.ofNanos(System.nanoTime() - begunNanos);
    Expect.that(took.toMillis() < 1000, "it ended within a second, not " + took);
  }

  private static void trickle(Ground ground) throws IOException {
    LakeSite site = ground.lake(2, 20);
    ground.script().always(site.key(SICK), Trouble.trickle(6, Duration.ofMillis(250)));
    Expect.stream(
        ground.troubled(site, options -> options.idleTimeout(Duration.ofMillis(1200))),
        site,
        2,
        20);
    Expect.equal("the attempts", 1, ground.asked(site, SICK));
  }

  private static void redirect(Ground ground) throws IOException {
    LakeSite site = ground.lake(2, 20);
    FaultProxy elsewhere = ground.start(ground.server().certificate());
    String target = elsewhere.address("/x?sig=hunter2").toString();
    ground.script().always(site.key(SICK), Trouble.status(302, "Location: " + target));
    LakeForbidden failure =
        ground.fails(
            LakeForbidden.class, site, site.key(SICK), "only the same scheme, host and port");
    Expect.that(!String.valueOf(failure.getMessage()).contains("hunter2"), "it keeps the secret");
    Expect.equal("what was asked elsewhere", List.of(), elsewhere.seen());
  }

  private static void region(Ground ground) throws IOException {
    LakeSite site = ground.lake(2, 20);
    byte[] body =
        "<Error><Code>PermanentRedirect</Code><Bucket>lakes</Bucket></Error>"
            .getBytes(StandardCharsets.UTF_8);
    MessageHead head =
        MessageHead.answer(301, "x-amz-bucket-region: eu-west-1", "Content-Type: application/xml");
    ground.script().always(request -> true, Trouble.say(head, body));
    LakeForbidden failure =
        Expect.failure(
            LakeForbidden.class,
            () -> ground.troubled(site).network(CancelToken.NEVER),
            "the bucket is in another region: eu-west-1");
    Expect.equal("the status", 301, failure.status());
    Expect.equal("the requests", 1, ground.proxy().seen().size());
  }

  private static void corrupt(Ground ground) throws IOException {
    LakeSite site = ground.lake(2, 20);
    ground.script().always(site.key(SICK), Trouble.corrupt(200));
    ground.fails(LakeDamage.class, site, site.key(SICK));
  }

  private static void refused(Ground ground) throws IOException {
    LakeSite site = ground.lake(2, 20);
    DataLake lake = ground.troubled(site, options -> options.retries(1000));
    Expect.that(lake.covers(20, Ground.MINUTE, CancelToken.NEVER), "ledger 20 is covered");
    try (LedgerStream stream = lake.stream(new LedgerRange(2, 20), CancelToken.NEVER)) {
      ground.proxy().refuse();
      CompletableFuture<Void> admitting =
          CompletableFuture.runAsync(
              () -> {
                try {
                  ground.proxy().admit();
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              },
              CompletableFuture.delayedExecutor(200, TimeUnit.MILLISECONDS));
      for (long sequence = 2; sequence <= 20; sequence++) {
        Expect.that(stream.next(), "ledger " + sequence + " comes");
      }
      admitting.join();
    }
    ground.proxy().refuse();
    Expect.failure(
        BackendUnreachable.class,
        () -> ground.troubled(site, options -> options.retries(2)).network(CancelToken.NEVER),
        "given up after attempt 3");
  }

  private static void restart(Ground ground) throws IOException {
    LakeSite site = ground.lake(2, 80);
    DataLake lake =
        ground.open(
            ground.server().root().resolve(site.prefix()),
            options ->
                options
                    .retries(1000)
                    .retriesPerStream(100_000)
                    .concurrency(2)
                    .longestBackOff(Duration.ofMillis(50)));
    try (LedgerStream stream = lake.stream(new LedgerRange(2, 80), CancelToken.NEVER)) {
      for (long sequence = 2; sequence <= 80; sequence++) {
        Expect.that(stream.next(), "ledger " + sequence + " comes");
        Expect.sameBytes(sequence, site.ledgers(sequence, sequence).get(0), stream.borrowedRaw());
        if (sequence == 10) {
          ground.server().stop();
          ground.startServerMeanwhile();
        }
      }
    }
  }

  private static void untrusted(Ground ground) throws IOException {
    LakeSite site = ground.lake(2, 20);
    TestCertificate unknown = ground.stranger();
    FaultProxy proxy = ground.start(Optional.of(unknown));
    Expect.failure(
        BackendUnreachable.class,
        () -> ground.open(proxy.address(site.path()), options -> {}).network(CancelToken.NEVER),
        "certificate",
        "not trusted");
    Expect.equal("what got through", List.of(), proxy.seen());
    DataLake trusting =
        ground.open(
            proxy.address(site.path()), options -> options.alsoTrusting(unknown.certificateFile()));
    Expect.stream(trusting, site, 2, 20);
  }

  private static void brokenHandshake(Ground ground) throws IOException {
    LakeSite site = ground.lake(2, 20);
    TestCertificate certificate = ground.stranger();
    FaultProxy proxy = ground.start(Optional.of(certificate));
    proxy.hangUpOn(3);
    DataLake lake =
        ground.open(
            proxy.address(site.path()),
            options -> options.alsoTrusting(certificate.certificateFile()));
    Expect.stream(lake, site, 2, 20);
  }

  private static void order(Ground ground) throws IOException {
    LakeSite site = ground.lake(2, 60);
    Random random = new Random(60);
    for (long sequence = 2; sequence <= 60; sequence++) {
      ground
          .script()
          .onGet(site.key(sequence), Trouble.delay(Duration.ofMillis(random.nextInt(60))));
    }
    Expect.stream(ground.troubled(site), site, 2, 60);
  }

  private static void bounded(Ground ground) throws IOException {
    LakeSite site = ground.lake(2, 80);
    int objectBytes = site.read(site.key(40)).length;
    DataLake lake =
        ground.troubled(site, options -> options.concurrency(4).prefetchBytes(3L * objectBytes));
    try (LedgerStream stream = lake.stream(new LedgerRange(2, 80), CancelToken.NEVER)) {
      for (int i = 0; i < 30; i++) {
        Expect.that(stream.next(), "a ledger comes");
      }
      long asked =
          ground.proxy().seen().stream()
              .filter(request -> request.method().equals("GET") && request.path().endsWith(".zst"))
              .count();
      Expect.that(asked <= 30 + 4, asked + " objects are at most those read and four more");
    }
  }
}
