package dev.permafrost.benchmarks.read;

import dev.permafrost.benchmarks.Contest;
import dev.permafrost.benchmarks.Round;
import dev.permafrost.benchmarks.Setting;
import dev.permafrost.benchmarks.Versus;
import dev.permafrost.benchmarks.hot.EndlessFreeze;
import dev.permafrost.benchmarks.live.LiveStream;
import dev.permafrost.benchmarks.material.BenchStore;
import dev.permafrost.benchmarks.material.Ledgers;
import dev.permafrost.benchmarks.material.Sample;
import dev.permafrost.benchmarks.material.Stopwatch;
import dev.permafrost.domain.read.ReadView;
import dev.permafrost.ports.codec.CodecSession;
import dev.permafrost.zstd.ZstdFrameCodec;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Pages of 200 ledgers across the border of a frozen and a hot chunk, read by two threads. Each
 * page begins at another ledger and opens a view of its own.
 */
public final class ReadPages {

  private static final int THREADS = 2;
  private static final int PAGES = 120;

  /** No divisor of a page: pages begin all over the place, and end behind the border. */
  private static final int STRIDE = 37;

  private final Setting setting;
  private final DrivenStore driven;

  private ReadPages(Setting setting) {
    this.setting = setting;
    this.driven = DrivenStore.shared(setting);
  }

  /** Against positional reads and the decoding of the same frames by two threads. */
  public static Contest alone(Setting setting) {
    ReadPages pages = new ReadPages(setting);
    return Contest.of(pages::againstPlainReads);
  }

  /**
   * While a ledger is pushed every 20 ms and another chunk is frozen within a limit, against the
   * same pages with nothing beside.
   */
  public static Contest beside(Setting setting) {
    ReadPages pages = new ReadPages(setting);
    return Contest.of(pages::besideTheRest);
  }

  private Round againstPlainReads(int round) {
    try (BenchStore store = driven.open();
        PlainFrames plain = copy(store)) {
      Versus<Double, Double> seconds =
          Versus.run(round, () -> pages(store), () -> plainPages(plain));
      return new Round(
          seconds.other() / seconds.ours(),
          Map.of(
              "read_per_s", perSecond(seconds.ours()), "limit_per_s", perSecond(seconds.other())));
    }
  }

  private Round besideTheRest(int round) {
    int[] pushed = new int[1];
    double[] freezes = new double[1];
    try (BenchStore store = driven.open()) {
      Versus<Double, Double> seconds =
          Versus.run(
              round,
              () -> {
                try (EndlessFreeze freeze = EndlessFreeze.in(store, DrivenStore.FREEZING);
                    LiveStream live = LiveStream.start(setting, store, driven.firstLive())) {
                  double beside = pages(store);
                  pushed[0] = live.pushed();
                  freezes[0] = freeze.rounds();
                  return beside;
                } finally {
                  driven.discardLive(store);
                }
              },
              () -> pages(store));
      if (pushed[0] == 0) {
        throw new IllegalStateException("nothing was pushed beside the pages");
      }
      return new Round(
          seconds.other() / seconds.ours(),
          Map.of(
              "beside_per_s",
              perSecond(seconds.ours()),
              "alone_per_s",
              perSecond(seconds.other()),
              "beside_pushed",
              (double) pushed[0],
              "beside_freezes",
              freezes[0]));
    }
  }

  private PlainFrames copy(BenchStore store) {
    try (ReadView view = store.store().reads().open()) {
      return PlainFrames.copy(
          view,
          driven.border() - Pages.LENGTH,
          2 * Pages.LENGTH,
          driven.directory().resolve("plain-frames"));
    }
  }

  /** Where a page begins: each has ledgers on both sides of the border. */
  private long from(int page) {
    return driven.border() - 1 - (long) page * STRIDE % (Pages.LENGTH - 1);
  }

  private double pages(BenchStore store) {
    return onThreads(
        next -> {
          for (int page = next.getAndIncrement(); page < PAGES; page = next.getAndIncrement()) {
            try (ReadView view = store.store().reads().open()) {
              Pages.read(view, from(page));
            }
          }
        });
  }

  private double plainPages(PlainFrames plain) {
    int largestRaw = Sample.shared(setting, Ledgers.PUBNET).largestRawBytes();
    return onThreads(
        next -> {
          ByteBuffer frame = ByteBuffer.allocateDirect(plain.largestBytes());
          ByteBuffer raw = ByteBuffer.allocateDirect(largestRaw);
          long touched = 0;
          try (CodecSession session = new ZstdFrameCodec().open()) {
            for (int page = next.getAndIncrement(); page < PAGES; page = next.getAndIncrement()) {
              for (int i = 0; i < Pages.LENGTH; i++) {
                plain.read(from(page) + i, frame);
                session.decode(frame, raw.clear());
                touched += 1 + Pages.touch(raw.flip());
              }
            }
          }
          if (touched < 0) {
            throw new IllegalStateException("more ledgers than there are");
          }
        });
  }

  /** What one thread does: takes pages by number until none is left. */
  private interface Reader {
    void read(AtomicInteger next);
  }

  private static double onThreads(Reader reader) {
    AtomicInteger next = new AtomicInteger();
    return Stopwatch.seconds(() -> Stopwatch.onThreads(THREADS, () -> reader.read(next)));
  }

  private static double perSecond(double seconds) {
    return (double) PAGES * Pages.LENGTH / seconds;
  }
}
