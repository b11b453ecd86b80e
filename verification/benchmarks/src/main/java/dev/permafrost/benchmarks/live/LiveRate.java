package dev.permafrost.benchmarks.live;

import dev.permafrost.benchmarks.Contest;
import dev.permafrost.benchmarks.Round;
import dev.permafrost.benchmarks.Setting;
import dev.permafrost.benchmarks.Trees;
import dev.permafrost.benchmarks.Versus;
import dev.permafrost.benchmarks.hot.HotCommits;
import dev.permafrost.benchmarks.material.BenchStore;
import dev.permafrost.benchmarks.material.Ledgers;
import dev.permafrost.benchmarks.material.Limits;
import dev.permafrost.domain.chunk.Geometry;
import java.nio.file.Path;
import java.util.Map;

/**
 * Ledgers pushed back to back, against encoding as many on one core and committing as many frames,
 * each alone: what is done for one ledger after another takes the sum of both.
 */
public final class LiveRate {

  private LiveRate() {}

  /** The seconds of the two parts, each alone. */
  private record Parts(double encoding, double committing) {}

  /** Prepares what its rounds need; the caller closes it. */
  public static Contest open(Setting setting) {
    PacedLedgers ledgers =
        new PacedLedgers(setting, Ledgers.PUBNET, Geometry.FIRST_LEDGER, 0, setting.ledgers(), 0);
    Limits limits = Limits.of(setting, Ledgers.PUBNET);
    HotCommits commits = HotCommits.of(setting, Ledgers.PUBNET);
    return Contest.of(
        round -> {
          Versus<Double, Parts> sides =
              Versus.run(
                  round,
                  () -> live(setting, ledgers),
                  () ->
                      new Parts(
                          limits.encodeSeconds(setting.ledgers(), 1),
                          commits.seconds(setting.ledgers())));
          double limit = sides.other().encoding() + sides.other().committing();
          return new Round(
              limit / sides.ours(),
              Map.of(
                  "live_s", sides.ours(),
                  "live_per_s", setting.ledgers() / sides.ours(),
                  "encode_s", sides.other().encoding(),
                  "commit_s", sides.other().committing()));
        });
  }

  private static double live(Setting setting, PacedLedgers ledgers) {
    Path directory = setting.directory().resolve("live");
    try (BenchStore store = BenchStore.open(directory, setting.ledgers(), setting.cores())) {
      return LiveAppends.run(ledgers, store).seconds();
    } finally {
      Trees.delete(directory);
    }
  }
}
