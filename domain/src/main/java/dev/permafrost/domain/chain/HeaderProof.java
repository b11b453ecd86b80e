package dev.permafrost.domain.chain;

import java.util.OptionalLong;

/**
 * What is known about the headers of a chunk beyond that each of them is sound and links to the one
 * before it.
 *
 * @param claim the strongest thing that can be said of all of them
 * @param linkedBelow whether the first ledger was compared with the one below it, and links: with
 *     the last of the chunk before, or with an anchor
 * @param linkedAbove whether the first ledger of the next chunk was compared, and links
 * @param provenThrough the highest ledger that an anchor proves, with all below it in the chunk;
 *     empty if none is proven. Ledgers of the chunk above it are not proven
 */
public record HeaderProof(
    Claim claim, boolean linkedBelow, boolean linkedAbove, OptionalLong provenThrough) {

  /** What may be said, the strongest first. */
  public enum Claim {
    /**
     * Proven by an anchor: an unbroken run of links leads from an anchored ledger, which is the
     * last of these or lies above, down to each of them. To forge one of them takes a second
     * preimage of SHA-256, or a wrong anchor. What a header covers (transactions, results) is not
     * recomputed.
     */
    ANCHORED("anchored"),
    /**
     * The links to a chunk beside it hold. That says as much as the neighbour is worth: both came
     * from one chain, which nobody proved to be the network's. A chunk that only continues above an
     * anchor is such a one.
     */
    LINKED("linked"),
    /** Only the links within were checked; there was nothing beside it to compare with. */
    WITHIN("within");

    private final String word;

    Claim(String word) {
      this.word = word;
    }

    /** The name that reports use; stable. */
    public String word() {
      return word;
    }
  }
}
