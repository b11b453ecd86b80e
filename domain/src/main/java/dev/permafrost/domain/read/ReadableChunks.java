package dev.permafrost.domain.read;

import dev.permafrost.domain.catalog.ArtifactState;
import dev.permafrost.domain.catalog.ChunkRow;
import dev.permafrost.domain.catalog.HotState;
import dev.permafrost.domain.catalog.ReadingCatalog;
import dev.permafrost.domain.chunk.Geometry;
import dev.permafrost.domain.hot.HotChunks;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.chunk.LedgerRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * The chunks that are readable at one moment, and up to which ledger. Immutable.
 *
 * @param geometry how the chain is divided
 * @param lastByChunk the last ledger of each readable chunk
 */
record ReadableChunks(Geometry geometry, NavigableMap<ChunkId, Long> lastByChunk) {

  /**
   * What is readable at the moment: all of each frozen chunk, and hot ones up to their watermark.
   */
  static final class Source {
    private final ReadingCatalog catalog;
    private final HotChunks hot;
    private long version = -1;
    private NavigableMap<ChunkId, Long> frozen = new TreeMap<>();
    private List<ChunkId> ready = List.of();

    Source(ReadingCatalog catalog, HotChunks hot) {
      this.catalog = catalog;
      this.hot = hot;
    }

    /**
     * The catalog is read again only if it has changed. It may change between reading it and
     * reading a watermark: a chunk that was frozen and discarded in between has no watermark, and
     * would be missing.
     */
    ReadableChunks now() {
      while (true) {
        NavigableMap<ChunkId, Long> whole;
        List<ChunkId> filling;
        long seen;
        synchronized (this) {
          seen = catalog.version();
          if (seen != version) {
            readCatalog();
            version = seen;
          }
          whole = frozen;
          filling = ready;
        }
        ReadableChunks readable = withWatermarks(whole, filling);
        if (readable.lastByChunk().keySet().containsAll(filling) || catalog.version() == seen) {
          return readable;
        }
      }
    }

    private ReadableChunks withWatermarks(
        NavigableMap<ChunkId, Long> whole, List<ChunkId> filling) {
      NavigableMap<ChunkId, Long> last = whole;
      for (ChunkId chunk : filling) {
        OptionalLong watermark = hot.watermark(chunk);
        if (watermark.isPresent()) {
          last = last == whole ? new TreeMap<>(whole) : last;
          last.put(chunk, watermark.getAsLong());
        }
      }
      return new ReadableChunks(catalog.geometry(), last);
    }

    private void readCatalog() {
      NavigableMap<ChunkId, Long> whole = new TreeMap<>();
      List<ChunkId> filling = new ArrayList<>();
      for (ChunkRow row : catalog.scan().rows()) {
        if (catalog.isBelowFloor(row.chunk())) {
          continue;
        }
        if (row.artifact(ArtifactKind.LEDGERS) == ArtifactState.FROZEN) {
          whole.put(row.chunk(), catalog.geometry().last(row.chunk()));
        } else if (row.hot() == HotState.READY) {
          filling.add(row.chunk());
        }
      }
      frozen = whole;
      ready = filling;
    }
  }

  boolean holds(ChunkId chunk) {
    return lastByChunk.containsKey(chunk);
  }

  /** The highest ledger. */
  OptionalLong latest() {
    return lastByChunk.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(lastByChunk.lastEntry().getValue());
  }

  /** The run of ledgers without a gap that ends at the highest. */
  Optional<LedgerRange> contiguous() {
    if (lastByChunk.isEmpty()) {
      return Optional.empty();
    }
    ChunkId first = lastByChunk.lastKey();
    for (Map.Entry<ChunkId, Long> below :
        lastByChunk.headMap(first, false).descendingMap().entrySet()) {
      ChunkId chunk = below.getKey();
      if (chunk.value() != first.value() - 1 || below.getValue() != geometry.last(chunk)) {
        break;
      }
      first = chunk;
    }
    return Optional.of(new LedgerRange(geometry.first(first), lastByChunk.lastEntry().getValue()));
  }

  /** The readable part of a chunk from a ledger on, up to a limit. */
  Optional<LedgerRange> part(long from, int limit) {
    Long last = lastByChunk.get(geometry.chunkOf(from));
    return last == null || last < from
        ? Optional.empty()
        : Optional.of(new LedgerRange(from, Math.min(last, from + limit - 1)));
  }

  /** The unreadable ledgers from one on, if a higher one is readable. */
  Optional<LedgerRange> gap(long from) {
    ChunkId above = lastByChunk.higherKey(geometry.chunkOf(from));
    return above == null
        ? Optional.empty()
        : Optional.of(new LedgerRange(from, geometry.first(above) - 1));
  }
}
