package dev.permafrost.benchmarks;

import static dev.permafrost.benchmarks.Row.atLeast;
import static dev.permafrost.benchmarks.Row.atMost;

import dev.permafrost.benchmarks.adopt.AdoptContests;
import dev.permafrost.benchmarks.catalog.MarkAndFlip;
import dev.permafrost.benchmarks.freeze.FreezeContests;
import dev.permafrost.benchmarks.freeze.FreezeLake;
import dev.permafrost.benchmarks.growth.GrowthChunks;
import dev.permafrost.benchmarks.growth.GrowthLedgers;
import dev.permafrost.benchmarks.heap.HeapAlloc;
import dev.permafrost.benchmarks.heap.HeapSmall;
import dev.permafrost.benchmarks.hot.Beside;
import dev.permafrost.benchmarks.hot.HotContests;
import dev.permafrost.benchmarks.ingest.IngestOverlap;
import dev.permafrost.benchmarks.lake.LakeFirst;
import dev.permafrost.benchmarks.lake.LakeLatency;
import dev.permafrost.benchmarks.lake.LakeMemory;
import dev.permafrost.benchmarks.lake.LakeRate;
import dev.permafrost.benchmarks.lake.PackCpu;
import dev.permafrost.benchmarks.live.LiveAck;
import dev.permafrost.benchmarks.live.LiveMeters;
import dev.permafrost.benchmarks.live.LiveRate;
import dev.permafrost.benchmarks.pack.PackOpen;
import dev.permafrost.benchmarks.pack.PointRead;
import dev.permafrost.benchmarks.pack.Scan;
import dev.permafrost.benchmarks.read.ReadPages;
import dev.permafrost.benchmarks.spark.SparkContests;
import java.util.List;

/** Every row there is, in the order of the table. */
final class Rows {

  static final List<Row> ALL =
      List.of(
          atLeast(3, "freeze-reencode", FreezeContests::reencode),
          atLeast(0.85, "freeze-limit", FreezeContests::limit),
          atLeast(0.90, "freeze-trust", FreezeContests::trust),
          atLeast(0.9, "freeze-lake", FreezeLake::open),
          atLeast(1, "hot-rate", HotContests::rate),
          atMost(1.5, "hot-p99", HotContests::p99),
          atLeast(0.55, "hot-limit", HotContests::limit),
          atLeast(0.85, "ingest-overlap", IngestOverlap::open),
          atLeast(0.8, "pack-open", PackOpen::open),
          atLeast(0.95, "point-read", PointRead::open),
          atLeast(0.9, "scan-1", setting -> Scan.open(setting, 1)),
          atLeast(1.7, "scan-2", setting -> Scan.open(setting, 2)),
          atLeast(0.8, "catalog", MarkAndFlip::open),
          atMost(1, "heap-alloc", HeapAlloc::open),
          // Each round has a process of its own.
          atLeast(1, "heap-128m", HeapSmall::open).afterUncounted(0),
          atMost(1.3, "beside", Beside::open),
          // Times what each percentile may be of the other side's, so 1.
          atMost(1, "live-ack", LiveAck::alone),
          atMost(1, "live-ack-beside", LiveAck::beside),
          atMost(1.2, "live-ack-large", LiveAck::large),
          atLeast(0.85, "live-rate", LiveRate::open),
          // What is looked for is smaller than what single rounds differ by.
          atLeast(0.97, "meters-live", LiveMeters::open).roundsTimes(4),
          atLeast(0.97, "meters-freeze", FreezeContests::meters).roundsTimes(4),
          atLeast(0.9, "read-page", ReadPages::alone),
          atLeast(0.6, "read-beside", ReadPages::beside),
          atMost(1.1, "growth-ledgers", GrowthLedgers::open),
          atMost(1.1, "growth-chunks", GrowthChunks::open),
          // More uncounted than elsewhere: the web client is most of what the JVM has to compile,
          // and the compiler takes a fifth of the first freeze's processor time, an eighth of the
          // next two's, and a fiftieth from the fourth on. Twice as many rounds: for some on end,
          // decoding on the freeze's own thread takes twice its processor time, and nothing else
          // does.
          atLeast(0.85, "lake-rate", LakeRate::open).afterUncounted(3).roundsTimes(2),
          // Each round has a process of its own, and their times differ: ten of them.
          atLeast(0.75, "lake-first", LakeFirst::open).roundsTimes(2),
          atLeast(0.9, "lake-latency", LakeLatency::open),
          // Each round has a process of its own.
          atLeast(1, "lake-memory", LakeMemory::open).afterUncounted(0),
          // The web client again, on both sides.
          atMost(1.1, "pack-cpu", PackCpu::open).afterUncounted(3),
          atLeast(0.85, "adopt-copy", AdoptContests::copy),
          atLeast(0.85, "adopt-move", AdoptContests::move),
          // One measurement, of minutes; its jobs have processes of their own.
          atLeast(0.85, "spark-scale", SparkContests::scale).afterUncounted(0).roundsAtMost(1),
          atMost(1.1, "spark-cpu", SparkContests::cpu).afterUncounted(0).roundsAtMost(1),
          atLeast(0.7, "spark-codec", SparkContests::codec).afterUncounted(0).roundsAtMost(1));

  private Rows() {}
}
