package dev.permafrost.prove.lakes;

import dev.permafrost.backend.DataLake;
import dev.permafrost.ports.failure.BackendUnreachable;
import dev.permafrost.ports.failure.LakeDamage;
import dev.permafrost.ports.failure.LakeGap;
import dev.permafrost.ports.failure.WrongNetwork;
import dev.permafrost.ports.work.CancelToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/** The scenarios of lakes that are wrong in themselves, on servers that are well. */
final class WrongLakes {

  private WrongLakes() {}

  static List<Scenario> scenarios() {
    return List.of(
        new Scenario("hole-is-not-the-tip", WrongLakes::hole),
        new Scenario("above-the-tip-is-not-there-yet", WrongLakes::aboveTheTip),
        new Scenario("another-network-is-refused", WrongLakes::anotherNetwork),
        new Scenario("truncated-object-is-damage", WrongLakes::truncated),
        new Scenario("mislabelled-object-is-damage", WrongLakes::mislabelled),
        new Scenario("page-in-an-objects-place-is-damage", WrongLakes::page));
  }

  private static void hole(Ground ground) throws IOException {
    LakeSite site = ground.lake(2, 60);
    for (long sequence = 20; sequence < 27; sequence++) {
      site.remove(site.key(sequence));
    }
    DataLake lake = ground.direct(site);
    Expect.that(
        lake.covers(19, Ground.MINUTE, CancelToken.NEVER), "what is below the hole is there");
    Expect.equal("the tip", OptionalLong.of(60), lake.tip(Ground.MINUTE, CancelToken.NEVER));
    Expect.that(!lake.covers(22, Ground.MINUTE, CancelToken.NEVER), "the hole is not covered");
    LakeGap gap =
        Expect.failure(
            LakeGap.class,
            () -> Expect.stream(lake, site, 15, 40),
            site.key(20),
            "goes on to ledger 60");
    Expect.equal("the first missing ledger", 20L, gap.firstMissing());
  }

  private static void aboveTheTip(Ground ground) throws IOException {
    LakeSite site = ground.lake(2, 31);
    DataLake lake = ground.direct(site);
    Expect.failure(
        BackendUnreachable.class,
        () -> Expect.read(lake, 30, 32),
        "ledger 32 is not there (yet)",
        "tip is 31");
  }

  private static void anotherNetwork(Ground ground) throws IOException {
    LakeSite site = ground.lake(2, 9);
    DataLake lake = ground.troubled(site, options -> options.network("Another Network"));
    WrongNetwork wrong =
        Expect.failure(
            WrongNetwork.class, () -> Expect.stream(lake, site, 2, 9), "Another Network");
    Expect.equal("what was found", Ground.NETWORK, wrong.found());
    Expect.equal("the requests", 1, ground.proxy().seen().size());
  }

  private static void truncated(Ground ground) throws IOException {
    LakeSite site = ground.lake(2, 20);
    byte[] sound = site.read(site.key(11));
    site.put(site.key(11), Arrays.copyOf(sound, sound.length - 3));
    damaged(ground, site, "the frame ends too early");
  }

  private static void mislabelled(Ground ground) throws IOException {
    LakeSite site = ground.lake(2, 20);
    site.put(site.key(11), site.read(site.key(12)));
    damaged(ground, site, "says that it holds ledgers 12 to 12, its key says 11");
  }

  private static void page(Ground ground) throws IOException {
    LakeSite site = ground.lake(2, 20);
    site.put(site.key(11), "<!DOCTYPE html><p>Please log in".getBytes(StandardCharsets.UTF_8));
    damaged(ground, site, "not a Zstandard frame");
  }

  /** Ledger 11 is told to be damaged, by its key and its damage, and is asked for once. */
  private static void damaged(Ground ground, LakeSite site, String damage) {
    ground.fails(LakeDamage.class, site, site.key(11), damage);
    Expect.equal("the requests for it", 1, ground.asked(site, 11));
    Expect.stream(ground.troubled(site), site, 2, 10);
  }
}
