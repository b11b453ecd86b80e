package dev.permafrost.prove.lakes;

import dev.permafrost.backend.DataLake;
import dev.permafrost.backend.access.LakeAccess;
import dev.permafrost.backend.access.LakeProxy;
import dev.permafrost.forge.serve.SignatureGate;
import dev.permafrost.ports.failure.LakeForbidden;
import dev.permafrost.ports.work.CancelToken;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The scenarios of what users met at stores, at the caches before them, and on the way there. */
final class WildServers {

  private WildServers() {}

  static List<Scenario> scenarios() {
    return List.of(
        new Scenario("W1-every-amazon-header-is-signed", WildServers::signed),
        new Scenario("W1-a-clock-that-is-wrong-is-said-so", WildServers::skewed),
        new Scenario("W8-a-name-with-an-underscore-is-asked", WildServers::underscore));
  }

  private static void signed(Ground ground) throws IOException {
    LakeSite site = ground.lake(2, 20);
    SignatureGate gate = Signing.gate();
    ground.proxy().script().always(request -> true, Trouble.gate(gate, Duration.ZERO));
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
    ground
        .proxy()
        .script()
        .always(request -> true, Trouble.gate(Signing.gate(), Duration.ofMinutes(20)));
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
}
