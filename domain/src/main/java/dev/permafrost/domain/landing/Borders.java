package dev.permafrost.domain.landing;

import dev.permafrost.domain.chunk.Geometry;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.chunk.LedgerHash;
import dev.permafrost.ports.failure.BrokenChain;
import java.util.Collection;
import java.util.SortedMap;
import java.util.TreeMap;

/** The links between packs of neighbouring chunks, which no single pack can tell of. */
public final class Borders {

  /**
   * What a pack says at both ends.
   *
   * @param chunk the chunk
   * @param firstPrevious the previous hash that its first ledger names
   * @param lastHash the hash of its last ledger
   */
  public record Ends(ChunkId chunk, LedgerHash firstPrevious, LedgerHash lastHash) {}

  private Borders() {}

  /**
   * The packs whose first ledger does not link to the last one of the pack below, where that is
   * among them, too.
   *
   * @param packs sound packs, at most one a chunk
   * @return by the upper chunk, what is broken
   */
  public static SortedMap<ChunkId, BrokenChain> broken(Collection<Ends> packs, Geometry geometry) {
    SortedMap<Integer, Ends> byChunk = new TreeMap<>();
    packs.forEach(ends -> byChunk.put(ends.chunk().value(), ends));
    SortedMap<ChunkId, BrokenChain> broken = new TreeMap<>();
    for (Ends upper : packs) {
      ChunkId chunk = upper.chunk();
      Ends lower = byChunk.get(chunk.value() - 1);
      if (lower != null && !lower.lastHash().equals(upper.firstPrevious())) {
        broken.put(
            chunk,
            new BrokenChain(
                chunk,
                geometry.first(chunk),
                BrokenChain.Kind.LINK,
                lower.lastHash().toString(),
                upper.firstPrevious().toString()));
      }
    }
    return broken;
  }
}
