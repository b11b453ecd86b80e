package dev.permafrost.domain.adopt;

import dev.permafrost.domain.catalog.Catalog;
import dev.permafrost.domain.chain.CheckedHeaders;
import dev.permafrost.domain.chain.LedgerChecks;
import dev.permafrost.domain.chain.LedgerChecks.Reach;
import dev.permafrost.ports.chunk.ChunkId;
import java.util.Optional;

/**
 * A pack at its canonical path that is durable and was checked as it is on the disk. It is the only
 * kind of pack that can become frozen without having been written under a mark.
 */
public final class DurablePack {

  private final ChunkId chunk;
  private final CheckedPack checked;
  private final Catalog catalog;
  private final LedgerChecks checks;

  DurablePack(ChunkId chunk, CheckedPack checked, Catalog catalog, LedgerChecks checks) {
    this.chunk = chunk;
    this.checked = checked;
    this.catalog = catalog;
    this.checks = checks;
  }

  /** The headers at both ends. */
  public CheckedHeaders headers() {
    return checked.headers();
  }

  /**
   * Checks the links to both neighbours, and marks the chunk's ledgers frozen.
   *
   * @param network the pack's network, pinned in the same batch if none is pinned yet
   * @throws dev.permafrost.ports.failure.BrokenChain if a neighbour does not link; the file stays,
   *     and its key does not change
   */
  public void flip(Optional<String> network) {
    checks.flip(chunk, headers(), Reach.FROZEN_AND_HOT, () -> catalog.adoptFrozen(chunk, network));
  }
}
