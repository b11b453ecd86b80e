package dev.permafrost.benchmarks.freeze;

import dev.permafrost.benchmarks.Contest;
import dev.permafrost.benchmarks.Round;
import dev.permafrost.benchmarks.Row;
import dev.permafrost.benchmarks.Setting;
import dev.permafrost.benchmarks.material.Ledgers;
import dev.permafrost.benchmarks.material.Limits;
import dev.permafrost.benchmarks.material.Sample;
import dev.permafrost.zstd.ZstdFrameCodec;
import java.util.Map;

/**
 * Freezing from hot with every frame verified, against the same with every frame decoded and
 * encoded again, which itself must not be slow: it is compared with the codec alone on all cores.
 */
public final class FreezeReencode implements Row {

  private static final double LEAST_OF_CODEC = 0.85;

  @Override
  public String name() {
    return "freeze-reencode";
  }

  @Override
  public double must() {
    return 3;
  }

  @Override
  public Contest open(Setting setting) {
    return new Rounds(setting);
  }

  private static final class Rounds implements Contest {

    private final Setting setting;
    private final HotChunk chunk;
    private final Limits limits;

    Rounds(Setting setting) {
      this.setting = setting;
      this.chunk = new HotChunk(setting, Ledgers.PUBNET);
      this.limits =
          new Limits(
              new ZstdFrameCodec(),
              Sample.of(Ledgers.PUBNET.forge(setting.templates()), new ZstdFrameCodec()));
    }

    @Override
    public Round round(int round) {
      double copying;
      double recoding;
      if (round % 2 == 0) {
        copying = chunk.freezeSeconds(new ZstdFrameCodec());
        recoding = chunk.freezeSeconds(new OtherCodec());
      } else {
        recoding = chunk.freezeSeconds(new OtherCodec());
        copying = chunk.freezeSeconds(new ZstdFrameCodec());
      }
      double codec = limits.recodeSeconds(setting.ledgers(), setting.cores());
      // A naive side that is slower than it has to be would make the other one look fast.
      double fairRecoding = Math.min(recoding, codec / LEAST_OF_CODEC);
      return new Round(
          fairRecoding / copying,
          Map.of("freeze_s", copying, "recode_s", recoding, "codec_alone_s", codec));
    }

    @Override
    public void close() {
      chunk.close();
    }
  }
}
