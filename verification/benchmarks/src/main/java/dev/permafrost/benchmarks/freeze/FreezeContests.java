package dev.permafrost.benchmarks.freeze;

import dev.permafrost.benchmarks.Contest;
import dev.permafrost.benchmarks.Round;
import dev.permafrost.benchmarks.Setting;
import dev.permafrost.benchmarks.material.Ledgers;
import dev.permafrost.benchmarks.material.Limits;
import dev.permafrost.domain.freeze.FreezeSettings;
import dev.permafrost.micrometer.EventMeters;
import dev.permafrost.ports.events.StorageEvents;
import dev.permafrost.zstd.ZstdFrameCodec;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Map;
import java.util.OptionalLong;

/** Freezing a chunk from hot, against four things that it is compared with. */
public final class FreezeContests {

  private static final double LEAST_OF_LIMIT = 0.85;
  private static final FreezeSettings UNDECODED = new FreezeSettings(false, OptionalLong.empty());

  private FreezeContests() {}

  /**
   * With every frame verified, against the same with every frame decoded and encoded again, which
   * itself must not be slow: it is compared with the codec on all cores, while as many bytes are
   * written and synced.
   */
  public static Contest reencode(Setting setting) {
    HotChunk chunk = HotChunk.shared(setting, Ledgers.PUBNET);
    Limits limits = Limits.of(setting, Ledgers.PUBNET);
    return Contest.versus(
        () -> chunk.freezeSeconds(new ZstdFrameCodec()),
        () -> chunk.freezeSeconds(new OtherCodec()),
        (freeze, recode) -> {
          double alone =
              limits.recodeAndWriteSeconds(
                  setting.ledgers(), setting.cores(), setting.directory(), chunk.frameBytes());
          // A naive side that is slower than it has to be would make the other one look fast.
          double fairRecoding = Math.min(recode, alone / LEAST_OF_LIMIT);
          return new Round(
              fairRecoding / freeze,
              Map.of(
                  "freeze_s", freeze,
                  "freeze_mb_s", chunk.rawBytes() / 1e6 / freeze,
                  "recode_s", recode,
                  "codec_and_write_s", alone));
        });
  }

  /**
   * With every frame verified, against the limit: the longer of copying alone, and of copying and
   * decoding shared among the cores.
   */
  public static Contest limit(Setting setting) {
    HotChunk chunk = HotChunk.shared(setting, Ledgers.PUBNET);
    Limits limits = Limits.of(setting, Ledgers.PUBNET);
    return Contest.versus(
        () -> chunk.freezeSeconds(new ZstdFrameCodec()),
        () -> new Alone(chunk.copySeconds(), limits.decodeSeconds(setting.ledgers(), 1)),
        (freeze, alone) -> {
          double limit = alone.limit(setting.cores());
          return new Round(
              limit / freeze,
              Map.of(
                  "freeze_s",
                  freeze,
                  "freeze_mb_s",
                  chunk.rawBytes() / 1e6 / freeze,
                  "copy_s",
                  alone.copying(),
                  "decode_s",
                  alone.decoding(),
                  "limit_s",
                  limit));
        });
  }

  /** The seconds of both parts, each alone. */
  private record Alone(double copying, double decoding) {

    double limit(int cores) {
      return Math.max(copying, (copying + decoding) / cores);
    }
  }

  /**
   * Without decoding its frames, against copying the same frames into a file: what the catalog, the
   * index and the check of the chain cost where nothing else is left.
   */
  public static Contest trust(Setting setting) {
    HotChunk chunk = HotChunk.shared(setting, Ledgers.PUBNET);
    return Contest.versus(
        () -> chunk.freezeSeconds(new ZstdFrameCodec(), UNDECODED, StorageEvents.NONE),
        chunk::copySeconds,
        (freeze, copy) ->
            new Round(
                copy / freeze,
                Map.of(
                    "freeze_s", freeze,
                    "freeze_mb_s", chunk.rawBytes() / 1e6 / freeze,
                    "copy_s", copy)));
  }

  /** In a store with meters, against one that nobody watches. */
  public static Contest meters(Setting setting) {
    HotChunk chunk = HotChunk.shared(setting, Ledgers.PUBNET);
    StorageEvents meters = new EventMeters(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
    return Contest.versus(
        () -> seconds(chunk, meters),
        () -> seconds(chunk, StorageEvents.NONE),
        (metered, plain) ->
            new Round(plain / metered, Map.of("metered_s", metered, "plain_s", plain)));
  }

  private static double seconds(HotChunk chunk, StorageEvents events) {
    return chunk.freezeSeconds(new ZstdFrameCodec(), FreezeSettings.STANDARD, events);
  }
}
