package dev.permafrost.domain.chain;

import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.chunk.LedgerHash;
import dev.permafrost.ports.chunk.LedgerRange;
import java.util.OptionalLong;

/**
 * A run of ledgers of one chunk, from its first one on, whose headers match their hashes, link to
 * each other, and differ from no anchor. Adjacent chunks are not considered yet.
 *
 * @param chunk the chunk
 * @param ledgers the run; the whole chunk, or a part of one that is still hot
 * @param firstPrevious the previous hash of the first ledger
 * @param lastHash the hash of the last ledger
 * @param anchor the highest anchored ledger in it
 * @param continuesAnchor whether the ledger just below the run is anchored, and the first links to
 *     it
 */
public record CheckedHeaders(
    ChunkId chunk,
    LedgerRange ledgers,
    LedgerHash firstPrevious,
    LedgerHash lastHash,
    OptionalLong anchor,
    boolean continuesAnchor) {

  /** Whether the first ledger of another run links to the last of this one. */
  boolean isContinuedBy(CheckedHeaders above) {
    return above.ledgers.first() == ledgers.last() + 1 && above.firstPrevious.equals(lastHash);
  }
}
