package dev.permafrost.prove.lakes;

import dev.permafrost.backend.DataLake;
import dev.permafrost.backend.access.LakeAccess;
import dev.permafrost.forge.serve.SignatureGate;
import dev.permafrost.ports.failure.LakeForbidden;
import dev.permafrost.ports.work.CancelToken;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/** The scenarios of what users met at stores, at the caches before them, and on the way there. */
final class WildServers {

  private WildServers() {}

  static List<Scenario> scenarios() {
    return List.of(
        new Scenario("W1-every-amazon-header-is-signed", WildServers::signed),
        new Scenario("W1-a-clock-that-is-wrong-is-said-so", WildServers::skewed));
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
}
