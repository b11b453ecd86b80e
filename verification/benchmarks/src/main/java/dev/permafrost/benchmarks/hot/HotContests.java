package dev.permafrost.benchmarks.hot;

import dev.permafrost.benchmarks.Contest;
import dev.permafrost.benchmarks.Setting;
import java.util.function.ToDoubleFunction;

/** Hot commits against plain files: three ratios of rounds that are the same for all of them. */
public final class HotContests {

  private static final int PER_MILLE = 990;

  private HotContests() {}

  /**
   * How many ledgers a second a hot database takes once its first logs were recycled, each an
   * atomic synced batch with the witness behind it, against appending the same bytes to a growing
   * file with an fdatasync for each.
   *
   * <p>The growing file is what a log is without further thought. A database that syncs to a log of
   * its own can be as fast, because it may write over what an older log left; it has more to do
   * besides.
   */
  public static Contest rate(Setting setting) {
    return contest(
        setting, all -> all.store().settled().perSecond() / all.append().settled().perSecond());
  }

  /**
   * The same rate, against the limit: the same bytes written over blocks that are there already,
   * with an fdatasync for each. The disk then writes the data and nothing else, which is the least
   * that makes a ledger durable on its own.
   *
   * <p>A database writes each ledger twice, first to its log and later to a table, so the limit is
   * out of its reach.
   */
  public static Contest limit(Setting setting) {
    return contest(
        setting, all -> all.store().settled().perSecond() / all.overwrite().settled().perSecond());
  }

  /**
   * The 99th percentile of the commits that the rate counts, against that of appending and syncing
   * the same bytes: what flushes and compactions in the background may cost a commit that meets
   * them.
   */
  public static Contest p99(Setting setting) {
    return contest(
        setting,
        all -> all.store().settled().micros(PER_MILLE) / all.append().settled().micros(PER_MILLE));
  }

  private static Contest contest(Setting setting, ToDoubleFunction<HotSides.Sides> ratio) {
    HotSides sides = HotSides.shared(setting);
    return Contest.of(round -> sides.round(round).round(ratio));
  }
}
