package dev.permafrost.benchmarks.hot;

import dev.permafrost.benchmarks.Contest;
import dev.permafrost.benchmarks.Row;
import dev.permafrost.benchmarks.Setting;

/**
 * The 99th percentile of the hot commits that {@code hot-rate} counts, against that of appending
 * and syncing the same bytes: what flushes and compactions in the background may cost a commit that
 * meets them.
 */
public final class HotP99 implements Row {

  private static final int PER_MILLE = 990;

  @Override
  public String name() {
    return "hot-p99";
  }

  @Override
  public double must() {
    return 1.5;
  }

  @Override
  public Bound bound() {
    return Bound.AT_MOST;
  }

  @Override
  public Contest open(Setting setting) {
    HotSides sides = HotSides.shared(setting);
    return Contest.of(
        round ->
            sides
                .round(round)
                .round(
                    all ->
                        all.store().settled().micros(PER_MILLE)
                            / all.append().settled().micros(PER_MILLE)));
  }
}
