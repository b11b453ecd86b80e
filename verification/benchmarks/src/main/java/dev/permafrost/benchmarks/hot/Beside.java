package dev.permafrost.benchmarks.hot;

import dev.permafrost.benchmarks.Contest;
import dev.permafrost.benchmarks.Round;
import dev.permafrost.benchmarks.Setting;
import dev.permafrost.benchmarks.freeze.HotChunk;
import dev.permafrost.benchmarks.material.Ledgers;
import dev.permafrost.domain.freeze.FreezeSettings;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Hot commits while another chunk is frozen again and again, against hot commits alone. Judged are
 * those beside a freeze that is held back by a limit, by the worse of their median and their 99th
 * percentile; those beside one that takes what it gets are shown.
 */
public final class Beside {

  /** What is read and written a second at most: a chunk of the public network in 36 seconds. */
  private static final long LIMIT_BYTES_PER_SECOND = 40_000_000;

  private static final int MEDIAN_PER_MILLE = 500;
  private static final int P99_PER_MILLE = 990;

  private Beside() {}

  /** Prepares what its rounds need; the caller closes it. */
  public static Contest open(Setting setting) {
    HotCommits commits = HotCommits.of(setting, Ledgers.PUBNET);
    HotChunk frozen = HotChunk.shared(setting, Ledgers.PUBNET);
    return Contest.of(round -> round(round, commits, frozen));
  }

  private static Round round(int round, HotCommits commits, HotChunk frozen) {
    Map<String, Double> figures = new TreeMap<>();
    if (round % 2 == 0) {
      alone(commits, figures);
    }
    beside("limited", OptionalLong.of(LIMIT_BYTES_PER_SECOND), commits, frozen, figures);
    beside("unlimited", OptionalLong.empty(), commits, frozen, figures);
    if (round % 2 != 0) {
      alone(commits, figures);
    }
    return new Round(Math.max(times(figures, "p50_us"), times(figures, "p99_us")), figures);
  }

  private static double times(Map<String, Double> figures, String figure) {
    return figures.getOrDefault("limited_" + figure, Double.NaN)
        / figures.getOrDefault("alone_" + figure, Double.NaN);
  }

  private static void alone(HotCommits commits, Map<String, Double> figures) {
    describe("alone", commits.run(Setting.WHOLE_CHUNK), figures);
  }

  private static void beside(
      String side,
      OptionalLong limit,
      HotCommits commits,
      HotChunk frozen,
      Map<String, Double> figures) {
    try (EndlessFreeze freeze = EndlessFreeze.start(frozen, new FreezeSettings(true, limit))) {
      describe(side, commits.run(Setting.WHOLE_CHUNK), figures);
      figures.put(side + "_freezes", freeze.rounds());
    }
  }

  private static void describe(String side, Commits commits, Map<String, Double> figures) {
    figures.put(side + "_p50_us", commits.settled().micros(MEDIAN_PER_MILLE));
    figures.put(side + "_p99_us", commits.settled().micros(P99_PER_MILLE));
    figures.put(side + "_per_s", commits.settled().perSecond());
  }
}
