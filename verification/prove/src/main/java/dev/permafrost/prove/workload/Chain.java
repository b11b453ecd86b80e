package dev.permafrost.prove.workload;

import dev.permafrost.domain.chunk.Geometry;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.prove.disk.ForgedSource;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a workload works on.
 *
 * @param geometry how the chain is cut
 * @param chunks the chunks, from the first of the chain on
 * @param source their ledgers
 */
public record Chain(Geometry geometry, List<ChunkId> chunks, ForgedSource source) {

  /** Copies the list. */
  public Chain {
    chunks = List.copyOf(chunks);
  }

  /**
   * Three chunks of small ledgers: long enough for a witness to matter, and short enough for all to
   * happen in a second.
   */
  public static Chain small() {
    Geometry geometry = new Geometry(24);
    return of(geometry, 3, ForgedSource.of(range(geometry, 3)));
  }

  /** The first chunks of a source. */
  public static Chain of(Geometry geometry, int chunks, ForgedSource source) {
    return new Chain(geometry, IntStream.range(0, chunks).mapToObj(ChunkId::new).toList(), source);
  }

  /** The ledgers of the first chunks. */
  public static LedgerRange range(Geometry geometry, int chunks) {
    return new LedgerRange(geometry.first(new ChunkId(0)), geometry.last(new ChunkId(chunks - 1)));
  }

  /** The ledger at which the first half of a chunk ends. */
  public long halfOf(ChunkId chunk) {
    return geometry.first(chunk) + geometry.ledgersPerChunk() / 2 - 1;
  }
}
