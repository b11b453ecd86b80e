package dev.permafrost.benchmarks.hot;

import dev.permafrost.benchmarks.Round;
import dev.permafrost.benchmarks.Setting;
import dev.permafrost.benchmarks.material.Ledgers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * The rounds that all rows of hot commits are judged by: the store, a file that grows, and a file
 * that is written over, each with a whole chunk of the public network's ledgers. Measured once in a
 * run, by whichever row comes first.
 */
final class HotSides {

  /** One round of all three. */
  record Sides(Commits store, Commits append, Commits overwrite) {

    Round round(ToDoubleFunction<Sides> ratio) {
      Map<String, Double> figures = new TreeMap<>();
      describe(figures, "hot", store);
      describe(figures, "append", append);
      describe(figures, "overwrite", overwrite);
      return new Round(ratio.applyAsDouble(this), figures);
    }

    private static void describe(Map<String, Double> figures, String side, Commits commits) {
      figures.put(side + "_per_s", commits.settled().perSecond());
      figures.put(side + "_p50_us", commits.settled().micros(500));
      figures.put(side + "_p99_us", commits.settled().micros(990));
      figures.put(side + "_p999_us", commits.settled().micros(999));
      figures.put(side + "_mb_s", commits.megabytesPerSecond());
      figures.put(side + "_disk_mb", commits.diskBytes() / 1e6);
      figures.put(side + "_write_amplification", commits.writeAmplification());
    }
  }

  private final HotCommits store;
  private final PlainFile file;
  private final List<Sides> measured = new ArrayList<>();

  private HotSides(Setting setting) {
    store = HotCommits.of(setting, Ledgers.PUBNET);
    file =
        new PlainFile(
            setting.directory().resolve("plain"), FrameSupply.of(setting, Ledgers.PUBNET));
    file.append(Setting.WHOLE_CHUNK);
  }

  static HotSides shared(Setting setting) {
    return setting.shelf().get("hot sides", HotSides.class, () -> new HotSides(setting));
  }

  /** A round; measured if no row asked for it before. */
  Sides round(int round) {
    while (measured.size() <= round) {
      measured.add(measure(measured.size()));
    }
    return measured.get(round);
  }

  private Sides measure(int round) {
    if (round % 2 == 0) {
      Commits ours = store.run(Setting.WHOLE_CHUNK);
      Commits overwrite = file.overwrite(Setting.WHOLE_CHUNK);
      return new Sides(ours, file.append(Setting.WHOLE_CHUNK), overwrite);
    }
    Commits append = file.append(Setting.WHOLE_CHUNK);
    Commits overwrite = file.overwrite(Setting.WHOLE_CHUNK);
    return new Sides(store.run(Setting.WHOLE_CHUNK), append, overwrite);
  }
}
