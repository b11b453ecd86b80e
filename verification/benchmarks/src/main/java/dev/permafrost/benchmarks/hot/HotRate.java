package dev.permafrost.benchmarks.hot;

import dev.permafrost.benchmarks.Contest;
import dev.permafrost.benchmarks.Row;
import dev.permafrost.benchmarks.Setting;

/**
 * How many ledgers a second a hot database takes once its first logs were recycled, each an atomic
 * synced batch with the witness behind it, against appending the same bytes to a growing file with
 * an fdatasync for each.
 *
 * <p>The growing file is what a log is without further thought. A database that syncs to a log of
 * its own can be as fast, because it may write over what an older log left; it has more to do
 * besides.
 */
public final class HotRate implements Row {

  @Override
  public String name() {
    return "hot-rate";
  }

  @Override
  public double must() {
    return 1;
  }

  @Override
  public Contest open(Setting setting) {
    HotSides sides = HotSides.shared(setting);
    return Contest.of(
        round ->
            sides
                .round(round)
                .round(
                    all -> all.store().settled().perSecond() / all.append().settled().perSecond()));
  }
}
