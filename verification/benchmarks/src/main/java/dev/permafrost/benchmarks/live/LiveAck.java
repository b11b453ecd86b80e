package dev.permafrost.benchmarks.live;

import dev.permafrost.benchmarks.Contest;
import dev.permafrost.benchmarks.Round;
import dev.permafrost.benchmarks.Setting;
import dev.permafrost.benchmarks.Trees;
import dev.permafrost.benchmarks.Versus;
import dev.permafrost.benchmarks.material.BenchStore;
import dev.permafrost.benchmarks.material.Durations;
import dev.permafrost.benchmarks.material.Ledgers;
import dev.permafrost.benchmarks.read.Company;
import dev.permafrost.benchmarks.read.DrivenStore;
import dev.permafrost.domain.chunk.Geometry;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * From the call of {@code append} to its return, ledgers coming at the network's pace or a faster
 * one; against encoding the same ledger and appending its frame to a file with one fdatasync, at
 * the same pace. Both percentiles are judged, each by what it may be times the other side's: the
 * ratio is the larger of the two shares.
 */
public final class LiveAck {

  /** Commits until logs are recycled and everything is compiled. */
  private static final int BEFORE = 2_000;

  private static final int COUNT = 600;
  private static final int EVERY_MILLIS = 20;
  private static final int BEFORE_LARGE = 10;
  private static final int COUNT_LARGE = 60;
  private static final int EVERY_MILLIS_LARGE = 200;

  /**
   * How many times the other side's time ours may take.
   *
   * @param p50 the median
   * @param p99 the 99th percentile
   */
  private record Times(double p50, double p99) {}

  private LiveAck() {}

  /** Ledgers of the public network, nothing else at work. */
  public static Contest alone(Setting setting) {
    PacedLedgers ledgers =
        new PacedLedgers(
            setting, Ledgers.PUBNET, Geometry.FIRST_LEDGER, BEFORE, COUNT, EVERY_MILLIS);
    return Contest.of(round -> alone(round, setting, ledgers, new Times(1.3, 1.6)));
  }

  /** Ledgers of 15 MB. Only the median is judged: of so few, the 99th percentile is the largest. */
  public static Contest large(Setting setting) {
    PacedLedgers ledgers =
        new PacedLedgers(
            setting,
            Ledgers.SYNTHETIC,
            Geometry.FIRST_LEDGER,
            BEFORE_LARGE,
            COUNT_LARGE,
            EVERY_MILLIS_LARGE);
    return Contest.of(
        round -> alone(round, setting, ledgers, new Times(1, Double.POSITIVE_INFINITY)));
  }

  /** Ledgers of the public network, while a chunk is frozen and a page is read each second. */
  public static Contest beside(Setting setting) {
    DrivenStore driven = DrivenStore.shared(setting);
    PacedLedgers ledgers =
        new PacedLedgers(setting, Ledgers.PUBNET, driven.firstLive(), BEFORE, COUNT, EVERY_MILLIS);
    return Contest.of(round -> beside(round, driven, ledgers));
  }

  private static Round alone(int round, Setting setting, PacedLedgers ledgers, Times may) {
    Path directory = setting.directory().resolve("live");
    Versus<Durations, Durations> sides =
        Versus.run(
            round,
            () -> {
              try (BenchStore store =
                  BenchStore.open(directory, Setting.WHOLE_CHUNK, setting.cores())) {
                return LiveAppends.run(ledgers, store);
              } finally {
                Trees.delete(directory);
              }
            },
            () -> PlainAppends.run(ledgers, setting.directory().resolve("plain-live")));
    return judged(sides, may, Map.of());
  }

  private static Round beside(int round, DrivenStore driven, PacedLedgers ledgers) {
    Map<String, Double> company = new TreeMap<>();
    try (BenchStore store = driven.open()) {
      Versus<Durations, Durations> sides =
          Versus.run(
              round,
              () -> {
                try {
                  return in(driven, store, "live", company, () -> LiveAppends.run(ledgers, store));
                } finally {
                  driven.discardLive(store);
                }
              },
              () ->
                  in(
                      driven,
                      store,
                      "plain",
                      company,
                      () -> PlainAppends.run(ledgers, driven.directory().resolve("plain-live"))));
      return judged(sides, new Times(1.5, 2), company);
    }
  }

  /** Does something in the same company, and says how much that got done. */
  private static Durations in(
      DrivenStore driven,
      BenchStore store,
      String side,
      Map<String, Double> figures,
      Supplier<Durations> body) {
    try (Company company = Company.start(driven, store)) {
      Durations durations = body.get();
      figures.put(side + "_beside_pages", company.pages());
      return durations;
    }
  }

  private static Round judged(
      Versus<Durations, Durations> sides, Times may, Map<String, Double> more) {
    Map<String, Double> figures = new TreeMap<>(more);
    double p50 = compare(sides, 500, "p50", figures);
    double p99 = compare(sides, 990, "p99", figures);
    return new Round(Math.max(p50 / may.p50(), p99 / may.p99()), figures);
  }

  private static double compare(
      Versus<Durations, Durations> sides, int perMille, String name, Map<String, Double> figures) {
    double live = sides.ours().micros(perMille);
    double plain = sides.other().micros(perMille);
    figures.put("live_" + name + "_us", live);
    figures.put("plain_" + name + "_us", plain);
    figures.put(name + "_times", live / plain);
    return live / plain;
  }
}
