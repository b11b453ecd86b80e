package dev.permafrost.benchmarks;

import dev.permafrost.benchmarks.catalog.MarkAndFlip;
import dev.permafrost.benchmarks.freeze.FreezeLake;
import dev.permafrost.benchmarks.freeze.FreezeLimit;
import dev.permafrost.benchmarks.freeze.FreezeReencode;
import dev.permafrost.benchmarks.freeze.FreezeTrust;
import dev.permafrost.benchmarks.growth.GrowthChunks;
import dev.permafrost.benchmarks.growth.GrowthLedgers;
import dev.permafrost.benchmarks.heap.HeapAlloc;
import dev.permafrost.benchmarks.heap.HeapSmall;
import dev.permafrost.benchmarks.hot.Beside;
import dev.permafrost.benchmarks.hot.HotLimit;
import dev.permafrost.benchmarks.hot.HotP99;
import dev.permafrost.benchmarks.hot.HotRate;
import dev.permafrost.benchmarks.ingest.IngestOverlap;
import dev.permafrost.benchmarks.lake.LakeLatency;
import dev.permafrost.benchmarks.lake.LakeMemory;
import dev.permafrost.benchmarks.lake.LakeRate;
import dev.permafrost.benchmarks.pack.PackOpen;
import dev.permafrost.benchmarks.pack.PointRead;
import dev.permafrost.benchmarks.pack.Scan;
import java.util.List;

/** Every row there is, in the order of the table. */
final class Rows {

  static final List<Row> ALL =
      List.of(
          new FreezeReencode(),
          new FreezeLimit(),
          new FreezeTrust(),
          new FreezeLake(),
          new HotRate(),
          new HotP99(),
          new HotLimit(),
          new IngestOverlap(),
          new PackOpen(),
          new PointRead(),
          Scan.onOneCore(),
          Scan.onTwoCores(),
          new MarkAndFlip(),
          new HeapAlloc(),
          new HeapSmall(),
          new Beside(),
          new GrowthLedgers(),
          new GrowthChunks(),
          new LakeRate(),
          new LakeLatency(),
          new LakeMemory());

  private Rows() {}
}
