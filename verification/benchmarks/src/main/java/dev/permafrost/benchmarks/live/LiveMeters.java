package dev.permafrost.benchmarks.live;

import dev.permafrost.benchmarks.Contest;
import dev.permafrost.benchmarks.Round;
import dev.permafrost.benchmarks.Setting;
import dev.permafrost.benchmarks.material.Ledgers;
import dev.permafrost.domain.chunk.Geometry;
import dev.permafrost.micrometer.EventMeters;
import dev.permafrost.ports.events.StorageEvents;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Map;

/** Ledgers pushed back to back into a store that nobody watches, against one with meters. */
public final class LiveMeters {

  private static final int LEDGERS = 3_000;

  private LiveMeters() {}

  /** Prepares what its rounds need; the caller closes it. */
  public static Contest open(Setting setting) {
    int count = Math.min(LEDGERS, setting.ledgers());
    PacedLedgers ledgers =
        new PacedLedgers(setting, Ledgers.PUBNET, Geometry.FIRST_LEDGER, 0, count, 0);
    StorageEvents meters = new EventMeters(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
    return Contest.versus(
        () -> LiveAppends.secondsInNewStore(ledgers, setting, meters),
        () -> LiveAppends.secondsInNewStore(ledgers, setting, StorageEvents.NONE),
        (metered, plain) ->
            new Round(plain / metered, Map.of("metered_s", metered, "plain_s", plain)));
  }
}
