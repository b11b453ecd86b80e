package dev.permafrost.domain.ingest;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.domain.catalog.ArtifactState;
import dev.permafrost.domain.catalog.ChunkRow;
import dev.permafrost.domain.catalog.HotState;
import dev.permafrost.domain.chunk.Geometry;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.events.Remark;
import dev.permafrost.ports.failure.LedgerNotStored;
import dev.permafrost.ports.failure.OutOfRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Finds the ledger at which live ingestion continues. */
final class LiveStart {

  private final LiveMeans means;
  private final Geometry geometry;

  LiveStart(LiveMeans means) {
    this.means = means;
    this.geometry = means.catalog().geometry();
  }

  /**
   * A full chunk is only read, because opening it for writing would block its discard. If it is
   * settled between reading the catalog and reading its database, both are read again. If it is
   * filled before it is opened, it is closed again.
   */
  @MustBeClosed
  LiveIngest behindWhatIsThere(String network) {
    while (true) {
      List<ChunkRow> rows = rowsFor(network);
      Optional<ChunkRow> filling = highest(rows, LiveStart::isFilling);
      if (filling.isEmpty() || isComplete(filling.get().chunk())) {
        return behindHighest(network, rows);
      }
      if (means.catalog().row(filling.get().chunk()).equals(filling.get())) {
        return goOn(network, rows, filling.get().chunk());
      }
    }
  }

  @MustBeClosed
  private LiveIngest behindHighest(String network, List<ChunkRow> rows) {
    ChunkId below =
        highest(rows, row -> isFilling(row) || isFrozen(row))
            .map(ChunkRow::chunk)
            .orElseThrow(
                () -> {
                  ChunkId first = new ChunkId(0);
                  return new LedgerNotStored(geometry.first(first), first);
                });
    return session(network, rows, geometry.last(below) + 1, null);
  }

  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // passed on, or closed
  LiveIngest from(String network, long from) {
    ChunkId chunk = geometry.chunkOf(from);
    List<ChunkRow> rows = rowsFor(network);
    Optional<ChunkRow> highest = highest(rows, row -> isFilling(row) || isFrozen(row));
    boolean isAhead = highest.isEmpty() || chunk.compareTo(highest.get().chunk()) > 0;
    if (isAhead && from == geometry.first(chunk)) {
      return session(network, rows, from, null);
    }
    if (highest.isEmpty()) {
      long first = geometry.first(chunk);
      throw new OutOfRange("first ledger of live ingestion", from, first, first);
    }
    LiveIngest there = behindWhatIsThere(network);
    if (there.next() != from) {
      there.close();
      throw new OutOfRange(
          "first ledger of live ingestion", from, there.next(), geometry.last(geometry.largest()));
    }
    return there;
  }

  /** Chunks below the floor are given up, whatever their keys still say. */
  private List<ChunkRow> rowsFor(String network) {
    means.catalog().requireNetwork(network, "live ingestion");
    return means.catalog().scan().rows().stream()
        .filter(row -> !means.catalog().isBelowFloor(row.chunk()))
        .toList();
  }

  @MustBeClosed
  private LiveIngest goOn(String network, List<ChunkRow> rows, ChunkId chunk) {
    LiveChunk open = LiveChunk.open(means, chunk, network);
    if (open.isFull()) {
      open.end();
      return behindHighest(network, rows);
    }
    try {
      return session(network, rows, open.next(), open);
    } catch (RuntimeException | Error e) {
      open.fail(e);
      throw e;
    }
  }

  @MustBeClosed
  private LiveIngest session(
      String network, List<ChunkRow> rows, long next, @Nullable LiveChunk open) {
    return new LiveIngest(means, network, incomplete(rows, geometry.chunkOf(next)), next, open);
  }

  /** Chunks that are no longer filled; their ledgers must come from another source. */
  private List<ChunkId> incomplete(List<ChunkRow> rows, ChunkId live) {
    List<ChunkId> incomplete = new ArrayList<>();
    for (ChunkRow row : rows) {
      if (isFilling(row)
          && row.chunk().compareTo(live) < 0
          && !isComplete(row.chunk())
          && isFilling(means.catalog().row(row.chunk()))) {
        incomplete.add(row.chunk());
        means
            .attempts()
            .events()
            .remarked(
                Remark.warning(
                    row.chunk(),
                    "chunk "
                        + row.chunk()
                        + " is hot and incomplete: freeze it from another source, then discard"
                        + " it"));
      }
    }
    return incomplete;
  }

  private boolean isComplete(ChunkId chunk) {
    return means
        .hot()
        .look(chunk, reader -> reader.highest().orElse(0) == geometry.last(chunk))
        .orElse(false);
  }

  private static boolean isFilling(ChunkRow row) {
    return row.hot() == HotState.READY && !isFrozen(row);
  }

  private static boolean isFrozen(ChunkRow row) {
    return row.artifact(ArtifactKind.LEDGERS) == ArtifactState.FROZEN;
  }

  private static Optional<ChunkRow> highest(List<ChunkRow> rows, Predicate<ChunkRow> which) {
    return rows.stream().filter(which).reduce((lower, higher) -> higher);
  }
}
