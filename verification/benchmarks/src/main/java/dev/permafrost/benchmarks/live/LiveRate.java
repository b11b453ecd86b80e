package dev.permafrost.benchmarks.live;

import dev.permafrost.benchmarks.Contest;
import dev.permafrost.benchmarks.Round;
import dev.permafrost.benchmarks.Setting;
import dev.permafrost.benchmarks.hot.HotCommits;
import dev.permafrost.benchmarks.material.Ledgers;
import dev.permafrost.benchmarks.material.Limits;
import dev.permafrost.domain.chunk.Geometry;
import dev.permafrost.ports.events.StorageEvents;
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
    return Contest.versus(
        () -> LiveAppends.secondsInNewStore(ledgers, setting, StorageEvents.NONE),
        () ->
            new Parts(
                limits.encodeSeconds(setting.ledgers(), 1), commits.seconds(setting.ledgers())),
        (live, alone) ->
            new Round(
                (alone.encoding() + alone.committing()) / live,
                Map.of(
                    "live_s",
                    live,
                    "live_per_s",
                    setting.ledgers() / live,
                    "encode_s",
                    alone.encoding(),
                    "commit_s",
                    alone.committing())));
  }
}
