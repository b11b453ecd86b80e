package dev.permafrost.app.plan;

import dev.permafrost.domain.catalog.ChunkState;
import dev.permafrost.domain.catalog.HotState;
import dev.permafrost.domain.chunk.Geometry;
import dev.permafrost.domain.read.ChunkStatus;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.chunk.LedgerRange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The work left to have chunks frozen, and what exists of them.
 *
 * @param frozen the chunks that are frozen
 * @param fromHot the chunks that are complete in hot data
 * @param fromLake the others, which are fetched
 * @param packBytes the bytes of all their existing files
 * @param hotBytes the bytes of all their existing hot data
 * @param wholeHotBytes the bytes of hot data of those in {@code fromHot}
 */
public record ChunkWork(
    List<ChunkId> frozen,
    List<ChunkId> fromHot,
    List<ChunkId> fromLake,
    long packBytes,
    long hotBytes,
    long wholeHotBytes) {

  /** Copies the lists. */
  public ChunkWork {
    frozen = List.copyOf(frozen);
    fromHot = List.copyOf(fromHot);
    fromLake = List.copyOf(fromLake);
  }

  /**
   * The work left.
   *
   * @param asked the chunks, in order
   * @param there their status in the store; chunks without one do not exist
   */
  public static ChunkWork of(List<ChunkId> asked, List<ChunkStatus> there) {
    Map<ChunkId, ChunkStatus> known = new HashMap<>();
    there.forEach(status -> known.put(status.row().chunk(), status));
    List<ChunkId> frozen = new ArrayList<>();
    List<ChunkId> fromHot = new ArrayList<>();
    List<ChunkId> fromLake = new ArrayList<>();
    long packBytes = 0;
    long hotBytes = 0;
    long wholeHotBytes = 0;
    for (ChunkId chunk : asked) {
      ChunkStatus status = known.get(chunk);
      if (status == null) {
        fromLake.add(chunk);
        continue;
      }
      packBytes += status.files().values().stream().mapToLong(f -> f.bytes().orElse(0)).sum();
      hotBytes += status.hotBytes();
      if (status.row().state() == ChunkState.FROZEN) {
        frozen.add(chunk);
      } else if (isWholeInHot(status)) {
        fromHot.add(chunk);
        wholeHotBytes += status.hotBytes();
      } else {
        fromLake.add(chunk);
      }
    }
    return new ChunkWork(frozen, fromHot, fromLake, packBytes, hotBytes, wholeHotBytes);
  }

  private static boolean isWholeInHot(ChunkStatus status) {
    return status.row().hot() == HotState.READY
        && status.highest().orElse(0) == Geometry.STANDARD.last(status.row().chunk());
  }

  /** The ledgers to fetch, with adjacent ranges merged. */
  public List<LedgerRange> lakeRanges() {
    return ranges(fromLake);
  }

  /** The ledgers of chunks in order, with adjacent ranges merged. */
  public static List<LedgerRange> ranges(List<ChunkId> chunks) {
    List<LedgerRange> ranges = new ArrayList<>();
    for (ChunkId chunk : chunks) {
      LedgerRange own = Geometry.STANDARD.range(chunk);
      int last = ranges.size() - 1;
      if (last >= 0 && ranges.get(last).last() + 1 == own.first()) {
        ranges.set(last, new LedgerRange(ranges.get(last).first(), own.last()));
      } else {
        ranges.add(own);
      }
    }
    return ranges;
  }
}
