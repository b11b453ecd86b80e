package dev.permafrost.domain.chain;

import java.util.OptionalLong;

/**
 * What is known about the headers of a chunk, beyond each of them being correct and linked to the
 * one before it.
 *
 * @param claim the strongest claim that holds for all of them
 * @param linkedBelow whether the first ledger was compared with the one below it, and links: with
 *     the last of the previous chunk, or with an anchor
 * @param linkedAbove whether the first ledger of the next chunk was compared, and links
 * @param provenThrough the highest ledger that an anchor proves, together with all below it in the
 *     chunk; empty if there is none. Ledgers of the chunk above it are not proven
 */
public record HeaderProof(
    Claim claim, boolean linkedBelow, boolean linkedAbove, OptionalLong provenThrough) {

  /** The possible claims, the strongest first. */
  public enum Claim {
    /**
     * Proven by an anchor: an unbroken run of links leads from an anchored ledger, at or above the
     * last of these, down to each of them. Forging one would need a second preimage of SHA-256, or
     * a wrong anchor. The content that a header covers (transactions, results) is not recomputed.
     */
    ANCHORED("anchored"),
    /**
     * The links to an adjacent chunk hold. This shows that both came from one chain, not that it is
     * the network's chain. A chunk that only continues above an anchor has this claim.
     */
    LINKED("linked"),
    /**
     * Only the links within the chunk were checked; there was no adjacent chunk to compare with.
     */
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
