package dev.permafrost.domain.landing;

import dev.permafrost.domain.chunk.Geometry;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.chunk.LedgerHash;
import dev.permafrost.ports.failure.BrokenChain;
import java.util.Collection;
import java.util.SortedMap;
import java.util.TreeMap;

/** Checks the links between packs of adjacent chunks, which no single pack shows. */
public final class Borders {

  /**
   * The hashes at both ends of a pack.
   *
   * @param chunk the chunk
   * @param firstPrevious the previous hash in its first ledger
   * @param lastHash the hash of its last ledger
   */
  public record Ends(ChunkId chunk, LedgerHash firstPrevious, LedgerHash lastHash) {}

  private Borders() {}

  /**
   * Finds the packs whose first ledger does not link to the last one of the pack below.
   *
   * @param packs valid packs, at most one for each chunk
   * @return the broken links, by the upper chunk
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
