package dev.permafrost.benchmarks.hot;

import dev.permafrost.benchmarks.Contest;
import dev.permafrost.benchmarks.Row;
import dev.permafrost.benchmarks.Setting;

/**
 * The rate of {@code hot-rate}, against the limit: the same bytes written over blocks that are
 * there already, with an fdatasync for each. The disk then writes the data and nothing else, which
 * is the least that makes a ledger durable on its own.
 *
 * <p>A database writes each ledger twice, first to its log and later to a table, so the limit is
 * out of its reach.
 */
public final class HotLimit implements Row {

  @Override
  public String name() {
    return "hot-limit";
  }

  @Override
  public double must() {
    return 0.55;
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
                        all.store().settled().perSecond() / all.overwrite().settled().perSecond()));
  }
}
