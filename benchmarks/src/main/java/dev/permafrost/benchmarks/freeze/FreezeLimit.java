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
 * Freezing from hot with every frame verified, against the limit: the longer of copying alone, and
 * of copying and decoding shared among the cores.
 */
public final class FreezeLimit implements Row {

  @Override
  public String name() {
    return "freeze-limit";
  }

  @Override
  public double must() {
    return 0.85;
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
      double freezing = round % 2 == 0 ? chunk.freezeSeconds(new ZstdFrameCodec()) : 0;
      double copying = chunk.copySeconds();
      double decoding = limits.decodeSeconds(setting.ledgers(), 1);
      if (round % 2 != 0) {
        freezing = chunk.freezeSeconds(new ZstdFrameCodec());
      }
      double limit = Math.max(copying, (copying + decoding) / setting.cores());
      return new Round(
          limit / freezing,
          Map.of("freeze_s", freezing, "copy_s", copying, "decode_s", decoding, "limit_s", limit));
    }

    @Override
    public void close() {
      chunk.close();
    }
  }
}
