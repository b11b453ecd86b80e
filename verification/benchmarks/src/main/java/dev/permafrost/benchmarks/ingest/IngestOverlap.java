package dev.permafrost.benchmarks.ingest;

import dev.permafrost.benchmarks.Contest;
import dev.permafrost.benchmarks.Round;
import dev.permafrost.benchmarks.Setting;
import dev.permafrost.benchmarks.Trees;
import dev.permafrost.benchmarks.hot.HotCommits;
import dev.permafrost.benchmarks.material.BenchStore;
import dev.permafrost.benchmarks.material.Ledgers;
import dev.permafrost.benchmarks.material.Limits;
import dev.permafrost.benchmarks.material.RelinkedSource;
import dev.permafrost.benchmarks.material.Sample;
import dev.permafrost.benchmarks.material.Stopwatch;
import dev.permafrost.domain.ingest.IngestResult;
import dev.permafrost.ports.chunk.ChunkId;
import java.nio.file.Path;
import java.util.Map;

/**
 * A chunk of raw ledgers out of memory, each validated, encoded, committed and acknowledged in
 * order, against the slower of its two long parts, each alone: encoding on all cores but one, and
 * committing.
 *
 * <p>One core is left to the thread that takes ledgers in and commits. What is done one after
 * another takes the sum of both parts; what overlaps takes hardly more than the slower one.
 */
public final class IngestOverlap {

  private final Setting setting;
  private final Path directory;
  private final Limits limits;
  private final HotCommits commits;
  private final RelinkedSource source;

  private IngestOverlap(Setting setting) {
    this.setting = setting;
    this.directory = setting.directory().resolve("ingest");
    this.limits = Limits.of(setting, Ledgers.PUBNET);
    this.commits = HotCommits.of(setting, Ledgers.PUBNET);
    this.source = new RelinkedSource(Sample.shared(setting, Ledgers.PUBNET));
  }

  /** Prepares what its rounds need; the caller closes it. */
  public static Contest open(Setting setting) {
    IngestOverlap overlap = new IngestOverlap(setting);
    return Contest.versus(overlap::ingest, overlap::alone, IngestOverlap::round);
  }

  /** The seconds of both parts, each alone. */
  private record Alone(double encoding, double committing) {}

  /** The seconds of all of it, and what was taken in. */
  private record Ingested(double seconds, long rawBytes) {}

  private Alone alone() {
    int spareCores = Math.max(1, setting.cores() - 1);
    return new Alone(
        limits.encodeSeconds(setting.ledgers(), spareCores), commits.seconds(setting.ledgers()));
  }

  private static Round round(Ingested ours, Alone alone) {
    double limit = Math.max(alone.encoding(), alone.committing());
    return new Round(
        limit / ours.seconds(),
        Map.of(
            "ingest_s", ours.seconds(),
            "ingest_mb_s", ours.rawBytes() / 1e6 / ours.seconds(),
            "encode_s", alone.encoding(),
            "commit_s", alone.committing(),
            "limit_s", limit));
  }

  private Ingested ingest() {
    double seconds;
    IngestResult[] filled = new IngestResult[1];
    try (BenchStore store = BenchStore.open(directory, setting.ledgers(), setting.cores())) {
      seconds = Stopwatch.seconds(() -> filled[0] = store.fill(new ChunkId(0), source));
    }
    Trees.delete(directory);
    return new Ingested(seconds, filled[0].rawBytes());
  }
}
