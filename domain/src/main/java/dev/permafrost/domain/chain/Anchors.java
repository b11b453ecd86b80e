package dev.permafrost.domain.chain;

import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.chunk.LedgerHash;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.failure.BrokenChain;
import java.util.Collection;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * All trusted hashes, by sequence. Immutable.
 *
 * <p>A header holds the hash of the one before it, so a run of linked headers that ends at an
 * anchored one belongs entirely to the anchor's chain (docs/ledger-data.md, "The header chain"). An
 * anchor proves backwards only. A ledger above an anchor that links to it is not proven: anybody
 * can make such a ledger.
 */
public final class Anchors {

  private static final Anchors NONE = new Anchors(new TreeMap<>());

  private final NavigableMap<Long, LedgerHash> bySequence;

  private Anchors(NavigableMap<Long, LedgerHash> bySequence) {
    this.bySequence = bySequence;
  }

  /** No trusted hashes. */
  public static Anchors none() {
    return NONE;
  }

  /**
   * The given anchors; duplicates are allowed.
   *
   * @throws IllegalArgumentException if two of them have the same ledger and different hashes
   */
  public static Anchors of(Collection<Anchor> anchors) {
    NavigableMap<Long, LedgerHash> bySequence = new TreeMap<>();
    for (Anchor anchor : anchors) {
      LedgerHash before = bySequence.putIfAbsent(anchor.sequence(), anchor.hash());
      if (before != null && !before.equals(anchor.hash())) {
        throw new IllegalArgumentException(
            "two hashes are trusted for ledger "
                + anchor.sequence()
                + ": "
                + before
                + " and "
                + anchor.hash());
      }
    }
    return new Anchors(bySequence);
  }

  /** The trusted hash of a ledger, if there is one. */
  public Optional<LedgerHash> at(long sequence) {
    return Optional.ofNullable(bySequence.get(sequence));
  }

  /** The highest anchored ledger of a range. */
  public OptionalLong highestIn(LedgerRange range) {
    Long highest = bySequence.floorKey(range.last());
    return highest != null && highest >= range.first()
        ? OptionalLong.of(highest)
        : OptionalLong.empty();
  }

  /** Whether there are no trusted hashes. */
  public boolean isEmpty() {
    return bySequence.isEmpty();
  }

  /** Whether any ledger at or above a sequence is anchored. */
  public boolean reach(long sequence) {
    return bySequence.ceilingKey(sequence) != null;
  }

  /** All anchored ledgers of a range, ascending. */
  public Collection<Long> in(LedgerRange range) {
    return bySequence.subMap(range.first(), true, range.last(), true).keySet();
  }

  /**
   * Checks a ledger against its anchor, if it has one.
   *
   * @throws BrokenChain if another hash is trusted
   */
  public void check(ChunkId chunk, long sequence, LedgerHash hash) {
    LedgerHash trusted = bySequence.get(sequence);
    if (trusted != null && !trusted.equals(hash)) {
      throw new BrokenChain(
          chunk, sequence, BrokenChain.Kind.ANCHOR, trusted.toString(), hash.toString());
    }
  }
}
