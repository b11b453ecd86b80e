package dev.permafrost.prove.lakes;

import dev.permafrost.backend.DataLake;
import dev.permafrost.backend.access.LakeAccess;
import dev.permafrost.backend.access.LakeProxy;
import dev.permafrost.forge.lake.LakeShape;
import dev.permafrost.forge.serve.SignatureGate;
import dev.permafrost.ports.failure.LakeDamage;
import dev.permafrost.ports.failure.LakeForbidden;
import dev.permafrost.ports.work.CancelToken;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** The scenarios of what users met at stores, at the caches before them, and on the way there. */
final class WildServers {

  private static final long SICK = 11;

  private WildServers() {}

  static List<Scenario> scenarios() {
    return List.of(
        new Scenario("W1-every-amazon-header-is-signed", WildServers::signed),
        new Scenario("W1-a-clock-that-is-wrong-is-said-so", WildServers::skewed),
        new Scenario("W2-what-is-archived-is-said-so", WildServers::archived),
        new Scenario("W2-denied-is-not-missing-without-a-code", WildServers::denied),
        new Scenario("W3-an-expired-token-is-renewed-once", WildServers::expired),
        new Scenario("W3-a-firewall-that-wakes-up-is-no-gap", WildServers::firewall),
        new Scenario("W4-a-cached-404-is-asked-past-the-cache", WildServers::cached),
        new Scenario("W5-a-head-that-is-not-known-is-a-get", WildServers::noHead),
        new Scenario("W6-yes-to-anything-is-no-lake", WildServers::yesToAnything),
        new Scenario("W7-a-sum-of-other-bytes-is-none", WildServers::otherSum),
        new Scenario("W7-an-encoding-nobody-asked-for-is-named", WildServers::encoded),
        new Scenario("codes-of-stores-are-told-and-obeyed", WildServers::codes),
        new Scenario("W8-a-name-with-an-underscore-is-asked", WildServers::underscore));
  }

  private static void signed(Ground ground) throws IOException {
    LakeSite site = ground.lake(2, 20);
    SignatureGate gate = Signing.gate();
    ground.script().always(request -> true, Trouble.gate(gate, Duration.ZERO));
    Expect.stream(signedLake(ground, site), site, 2, 20);
    URI name = Signing.named(ground.behindProxy(site));
    Commands.expect(
        Commands.run(
            ground,
            "lake",
            "check",
            "--lake",
            name,
            "--ledgers",
            "2-20",
            "--lake-header",
            "X-Amz-Request-Payer: requester"),
        0,
        "19 sound");
    Expect.failure(
        LakeForbidden.class,
        () ->
            ground
                .troubled(site, options -> options.access(LakeAccess.none()))
                .network(CancelToken.NEVER),
        "AccessDenied");
  }

  private static DataLake signedLake(Ground ground, LakeSite site) {
    return ground.troubled(
        site,
        options ->
            options.access(
                LakeAccess.none()
                    .withHeader("X-Amz-Request-Payer: requester")
                    .signedBy(Signing.signer())));
  }

  private static void skewed(Ground ground) throws IOException {
    LakeSite site = ground.lake(2, 20);
    ground.script().always(request -> true, Trouble.gate(Signing.gate(), Duration.ofMinutes(20)));
    Expect.failure(
        LakeForbidden.class,
        () -> signedLake(ground, site).network(CancelToken.NEVER),
        "RequestTimeTooSkewed");
  }

  /** The name is resolved by the proxy, so that this machine need not know it. */
  private static void underscore(Ground ground) throws IOException {
    LakeSite site = ground.lake(2, 20);
    FaultProxy proxy = ground.start(Optional.empty());
    LakeProxy through = LakeProxy.at(proxy.address("").toString());
    URI address = URI.create("http://lake_store.lakes_1:8000" + site.path());
    DataLake lake =
        ground.open(address, options -> options.access(ground.access().through(through)));
    Expect.stream(lake, site, 2, 20);
    Expect.equal("the host", "lake_store.lakes_1:8000", proxy.seen().get(0).head().field("Host"));
    Commands.expect(
        Commands.run(
            ground,
            "lake",
            "survey",
            "--lake",
            ground.named(address),
            "--lake-proxy",
            proxy.address("")),
        0,
        "tip                  20");
    Expect.throwing(
        IllegalArgumentException.class,
        () -> ground.open(URI.create("https://lake_store/"), options -> {}),
        "underscore");
  }

  /** The lake's rows as the command says them, behind the proxy. */
  private static Commands.Ran check(Ground ground, LakeSite site, String ledgers, Object... more) {
    List<Object> words = new ArrayList<>();
    words.addAll(List.of("lake", "check", "--ledgers", ledgers));
    words.addAll(List.of("--lake", ground.named(ground.behindProxy(site))));
    words.addAll(List.of(more));
    return Commands.run(ground, words.toArray());
  }

  private static Commands.Ran copy(Ground ground, LakeSite site, String ledgers) {
    Path to = ground.server().files().resolveSibling("copied-" + site.prefix().hashCode());
    return Commands.run(
        ground,
        "lake",
        "copy",
        "--from",
        ground.named(ground.behindProxy(site)),
        "--to",
        to,
        "--ledgers",
        ledgers);
  }

  private static Commands.Ran survey(Ground ground, LakeSite site) {
    URI lake = ground.named(ground.behindProxy(site));
    return Commands.run(ground, "lake", "survey", "--lake", lake);
  }

  private static void archived(Ground ground) throws IOException {
    LakeSite site = ground.lake(2, 20);
    ground
        .script()
        .always(
            request -> request.method().equals("GET") && request.isFor(site.key(SICK)),
            Trouble.refuse(403, "InvalidObjectState"));
    DataLake lake = ground.troubled(site);
    Expect.that(lake.covers(SICK, Ground.MINUTE, CancelToken.NEVER), "an archived object is held");
    Expect.failure(
        LakeForbidden.class,
        () -> Expect.stream(lake, site, 2, 20),
        site.key(SICK),
        "archived in the store: restore it");
    Commands.expect(check(ground, site, "2-20"), 4, "unread", "archived in the store: restore it");
    Commands.expect(copy(ground, site, "2-20"), 4, "unread", "archived in the store: restore it");
    Commands.expect(survey(ground, site), 0, "tip                  20");
  }

  private static void denied(Ground ground) throws IOException {
    LakeSite site = ground.lake(2, 20);
    ground.script().always(site.key(SICK), Trouble.status(403));
    DataLake lake = ground.troubled(site);
    Expect.that(lake.covers(20, Ground.MINUTE, CancelToken.NEVER), "ledger 20 is covered");
    Expect.failure(
        LakeForbidden.class,
        () -> Expect.stream(lake, site, 2, 20),
        site.key(SICK),
        "no code of a store",
        "after attempt 4");
    Expect.failure(
        LakeForbidden.class,
        () -> lake.covers(SICK, Ground.MINUTE, CancelToken.NEVER),
        "no code of a store");
    Commands.Ran checked = check(ground, site, "2-20");
    Commands.expect(checked, 4, "unread", "no code of a store");
    Expect.that(!checked.text().contains("missing  "), "nothing is called missing");
  }

  private static void expired(Ground ground) throws IOException {
    LakeSite site = ground.lake(2, 20);
    TurningSigner signer = new TurningSigner(ground.server().signer(), 1);
    AtomicInteger valid = new AtomicInteger();
    ground
        .script()
        .always(
            request -> Integer.parseInt(request.head().field(TurningSigner.TURN)) < valid.get(),
            Trouble.refuse(400, "ExpiredToken"));
    DataLake lake =
        ground.troubled(site, options -> options.access(LakeAccess.none().signedBy(signer)));
    Expect.that(lake.covers(20, Ground.MINUTE, CancelToken.NEVER), "ledger 20 is covered");
    valid.set(1);
    Expect.that(lake.covers(19, Ground.MINUTE, CancelToken.NEVER), "a HEAD is signed again");
    Expect.stream(lake, site, 2, 20);
    Expect.equal("how often the credentials were renewed", 1, signer.turns());
    valid.set(2);
    Expect.failure(
        LakeForbidden.class,
        () -> Expect.stream(lake, site, 2, 20),
        "ExpiredToken",
        "have expired");
    Expect.failure(
        LakeForbidden.class,
        () -> lake.covers(18, Ground.MINUTE, CancelToken.NEVER),
        "ExpiredToken");
  }

  /**
   * After a while everything is denied: by a store in its own words, or by a page of somebody's.
   */
  private static void firewall(Ground ground) throws IOException {
    LakeSite site = ground.lake(2, 20);
    for (Trouble denial :
        List.of(Trouble.refuse(403, "AccessDenied"), Trouble.page(403, "Request blocked"))) {
      ground.script().clear();
      AtomicBoolean isAwake = new AtomicBoolean();
      ground.script().always(request -> isAwake.get(), denial);
      ground.script().always(request -> true, Trouble.hideWhatIsMissing());
      DataLake lake = ground.troubled(site);
      Expect.that(!lake.covers(21, Ground.MINUTE, CancelToken.NEVER), "ledger 21 is missing");
      Expect.that(lake.covers(20, Ground.MINUTE, CancelToken.NEVER), "ledger 20 is covered");
      isAwake.set(true);
      Expect.failure(LakeForbidden.class, () -> lake.covers(19, Ground.MINUTE, CancelToken.NEVER));
      ground.proxy().forget();
      Expect.failure(LakeForbidden.class, () -> lake.tip(Ground.MINUTE, CancelToken.NEVER));
      Expect.that(ground.proxy().seen().size() < 20, "it is told after a few requests");
      Expect.failure(LakeForbidden.class, () -> Expect.stream(lake, site, 2, 20));
      isAwake.set(false);
      Expect.stream(lake, site, 2, 20);
    }
    AtomicInteger asked = new AtomicInteger();
    ground.script().clear();
    ground
        .script()
        .always(
            request ->
                request.path().endsWith(".zst")
                    && (asked.get() > 9
                        || (request.method().equals("GET")
                            && request.range().isEmpty()
                            && asked.incrementAndGet() > 9)),
            Trouble.refuse(403, "AccessDenied"));
    Commands.Ran checked = check(ground, site, "2-20");
    Commands.expect(checked, 4, "unread", "AccessDenied");
    Expect.that(!checked.text().contains(" missing "), "nothing is missing: " + checked.text());
  }

  private static void cached(Ground ground) throws IOException {
    LakeSite site = ground.lake(2, 20);
    ground
        .script()
        .always(
            request ->
                request.isFor(site.key(SICK)) && request.head().field("Cache-Control").isEmpty(),
            Trouble.status(404, "Age: 17"));
    Expect.stream(ground.troubled(site), site, 2, 20);
    ground.script().clear();
    AtomicInteger asked = new AtomicInteger();
    ground
        .script()
        .always(
            request -> request.isFor(site.key(SICK)) && asked.incrementAndGet() < 3,
            Trouble.status(404, "Age: 17"));
    DataLake lake = ground.troubled(site, options -> options.firstBackOff(Duration.ofMillis(20)));
    Expect.stream(lake, site, 2, 20);
    List<FaultProxy.Seen> seen = ground.proxy().seen("GET", site.key(SICK));
    long laterMillis =
        Duration.ofNanos(seen.get(seen.size() - 1).atNanos() - seen.get(seen.size() - 2).atNanos())
            .toMillis();
    Expect.that(laterMillis >= 195, "the last was a while later, not " + laterMillis + " ms");
    asked.set(0);
    Commands.expect(check(ground, site, "2-20"), 0, "19 sound");
  }

  private static void noHead(Ground ground) throws IOException {
    LakeSite site = ground.lake(2, 20);
    for (int status : List.of(501, 405)) {
      ground.script().clear();
      ground.script().always(FaultProxy.Seen::asksToList, Trouble.status(404));
      ground.script().always(request -> request.method().equals("HEAD"), Trouble.status(status));
      DataLake lake = ground.troubled(site);
      ground.proxy().forget();
      Expect.that(lake.covers(20, Ground.MINUTE, CancelToken.NEVER), "ledger 20 is covered");
      Expect.that(!lake.covers(21, Ground.MINUTE, CancelToken.NEVER), "ledger 21 is not");
      Expect.stream(lake, site, 2, 20);
      long heads = ground.proxy().seen().stream().filter(it -> it.method().equals("HEAD")).count();
      Expect.equal("the HEADs", 1L, heads);
      Expect.that(
          ground.proxy().seen().stream().anyMatch(it -> it.range().equals("bytes=0-0")),
          "a byte is asked for");
    }
    Commands.expect(check(ground, site, "2-20"), 0, "19 sound");
  }

  private static void yesToAnything(Ground ground) throws IOException {
    LakeSite site = ground.lake(2, 20);
    ground.script().always(FaultProxy.Seen::asksToList, Trouble.page(200, "Welcome"));
    ground.script().always(request -> true, Trouble.pageForWhatIsMissing());
    DataLake lake = ground.troubled(site);
    Expect.failure(
        LakeForbidden.class,
        () -> lake.covers(4_000_000_000L, Ground.MINUTE, CancelToken.NEVER),
        "this server answers 200 to anything");
    Expect.failure(LakeForbidden.class, () -> lake.tip(Ground.MINUTE, CancelToken.NEVER));
    Commands.expect(survey(ground, site), 4, "this server answers 200 to anything");
    Commands.expect(check(ground, site, "2-30"), 4, "this server answers 200 to anything");
    site.remove(LakeShape.MANIFEST_KEY);
    Expect.failure(
        LakeForbidden.class,
        () -> ground.troubled(site).network(CancelToken.NEVER),
        "this server answers 200 to anything");
  }

  /** The sum is of the stored bytes, which were decompressed on their way. */
  private static void otherSum(Ground ground) throws IOException {
    LakeSite site = ground.lake(2, 20);
    ground
        .script()
        .always(
            site.key(SICK),
            Trouble.with(
                "x-goog-hash",
                "crc32c=AAAAAA==",
                "x-goog-stored-content-encoding",
                "gzip",
                "x-goog-stored-content-length",
                "7"));
    Expect.stream(ground.troubled(site), site, 2, 20);
    Expect.equal("the attempts", 1, ground.asked(site, SICK));
    Commands.expect(check(ground, site, "2-20"), 0, "19 sound");
    ground.script().clear();
    ground
        .script()
        .always(
            site.key(SICK),
            Trouble.with(
                "x-goog-hash", "crc32c=AAAAAA==", "x-goog-stored-content-encoding", "identity"));
    ground.fails(LakeDamage.class, site, "its server says 00000000");
  }

  private static void encoded(Ground ground) throws IOException {
    LakeSite site = ground.lake(2, 20);
    ground.script().always(site.key(SICK), Trouble.compressed());
    ground.fails(
        LakeForbidden.class, site, site.key(SICK), "Content-Encoding 'gzip'", "not asked for");
    Expect.equal("the attempts", 1, ground.asked(site, SICK));
    Commands.expect(check(ground, site, "2-20"), 4, "unread", "Content-Encoding 'gzip'");
    Commands.expect(copy(ground, site, "2-20"), 4, "unread", "Content-Encoding 'gzip'");
  }

  private static void codes(Ground ground) throws IOException {
    LakeSite site = ground.lake(2, 20);
    ground
        .script()
        .onGet(
            site.key(SICK),
            Trouble.refuse(503, "SlowDown"),
            Trouble.refuse(400, "RequestTimeout"),
            Trouble.refuse(500, "InternalError"));
    Expect.stream(ground.troubled(site), site, 2, 20);
    Map<String, Trouble> lasting =
        Map.of(
            "NoSuchBucket: there is no such bucket",
            Trouble.refuse(404, "NoSuchBucket"),
            "InvalidAccessKeyId: the store does not know the access key",
            Trouble.refuse(403, "InvalidAccessKeyId"),
            "SignatureDoesNotMatch: the secret is not the access key's",
            Trouble.refuse(403, "SignatureDoesNotMatch"),
            "InvalidToken: the credentials have expired",
            Trouble.refuse(400, "InvalidToken"),
            "PermanentRedirect: the bucket is in another region: eu-west-1",
            Trouble.refuse(301, "PermanentRedirect", "x-amz-bucket-region: eu-west-1"),
            "SomethingNew",
            Trouble.refuse(403, "SomethingNew"));
    lasting.forEach(
        (words, trouble) -> {
          ground.script().clear();
          ground.script().always(request -> true, trouble);
          ground.proxy().forget();
          Expect.failure(
              LakeForbidden.class, () -> ground.troubled(site).network(CancelToken.NEVER), words);
          Expect.equal("the requests", 1, ground.proxy().seen().size());
        });
  }
}
