package dev.permafrost.benchmarks.freeze;

import dev.permafrost.benchmarks.Contest;
import dev.permafrost.benchmarks.Round;
import dev.permafrost.benchmarks.Setting;
import dev.permafrost.benchmarks.Versus;
import dev.permafrost.benchmarks.material.Ledgers;
import dev.permafrost.domain.freeze.FreezeSettings;
import dev.permafrost.micrometer.EventMeters;
import dev.permafrost.ports.events.StorageEvents;
import dev.permafrost.zstd.ZstdFrameCodec;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Map;

/** Freezing from hot in a store that nobody watches, against one with meters. */
public final class FreezeMeters {

  private FreezeMeters() {}

  /** Prepares what its rounds need; the caller closes it. */
  public static Contest open(Setting setting) {
    HotChunk chunk = HotChunk.shared(setting, Ledgers.PUBNET);
    StorageEvents meters = new EventMeters(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
    return Contest.of(
        round -> {
          Versus<Double, Double> seconds =
              Versus.run(
                  round, () -> seconds(chunk, meters), () -> seconds(chunk, StorageEvents.NONE));
          return new Round(
              seconds.other() / seconds.ours(),
              Map.of("metered_s", seconds.ours(), "plain_s", seconds.other()));
        });
  }

  private static double seconds(HotChunk chunk, StorageEvents events) {
    return chunk.freezeSeconds(new ZstdFrameCodec(), FreezeSettings.STANDARD, events);
  }
}
