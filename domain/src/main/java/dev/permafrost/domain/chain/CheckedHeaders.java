package dev.permafrost.domain.chain;

import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.chunk.LedgerHash;
import dev.permafrost.ports.chunk.LedgerRange;
import java.util.OptionalLong;

/**
 * A run of ledgers of one chunk, from its first one on, whose headers hash to their hashes, link to
 * each other, and differ from no anchor: what there is to say about them before anything is said of
 * the chunks beside it.
 *
 * @param chunk the chunk
 * @param ledgers the run; all of the chunk, or less of one that is still hot
 * @param firstPrevious the previous hash of the first
 * @param lastHash the hash of the last
 * @param anchor the highest of them that is anchored
 * @param continuesAnchor whether the ledger right below the run is anchored, and the first links to
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
