package dev.permafrost.domain.chain;

import dev.permafrost.ports.chunk.ChunkId;

/**
 * Flips the ledgers of chunks to {@code frozen} one after the other, each after its links to both
 * neighbours were checked: of two neighbours one is second, and sees the other.
 */
public final class Flips {

  private final Borders borders;
  private final Object flipping = new Object();

  /** The flips of a store. */
  public Flips(Borders borders) {
    this.borders = borders;
  }

  /**
   * Checks the links of a complete chunk and flips it.
   *
   * @param reach where neighbours are read from
   * @param flip writes the catalog's batch
   * @throws dev.permafrost.ports.failure.BrokenChain if a neighbour that can be read does not link;
   *     nothing is flipped then
   */
  public void flip(ChunkId chunk, CheckedHeaders headers, Borders.Reach reach, Runnable flip) {
    synchronized (flipping) {
      borders.check(chunk, new Borders.Edges(headers.firstPrevious(), headers.lastHash()), reach);
      flip.run();
    }
  }
}
