package dev.permafrost.app.lake;

import dev.permafrost.ports.chunk.LedgerHash;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Follows the links from object to object, and decides for a broken link which side is wrong.
 *
 * <p>Ledgers that a trusted hash above proves are right, and ledgers that contradict a trusted hash
 * are wrong. Otherwise the side with fewer ledgers is assumed to be wrong, since usually single
 * objects are mixed up. If both sides are equal, both are reported.
 *
 * <p>A side ends where its links end, so a link is judged only when the run above it has ended:
 * memory holds two runs, however long they are.
 */
final class ChainRuns {

  /**
   * The state kept between two runs of a check.
   *
   * @param runs the run below a link that is not judged yet, and the current one; or only the
   *     current one; or none
   * @param lastHash the hash of the last ledger, in hexadecimal; empty if there is none
   */
  record Kept(List<ChainRun> runs, String lastHash) {
    Kept {
      runs = List.copyOf(runs);
      if (runs.size() > 2 || runs.isEmpty() != lastHash.isEmpty()) {
        throw new IllegalArgumentException("not the state of a chain");
      }
    }
  }

  private final Consumer<Problem> found;
  private @Nullable ChainRun below;
  private @Nullable ChainRun present;
  private Optional<LedgerHash> lastHash = Optional.empty();

  /**
   * Continues from a kept state.
   *
   * @param found receives the problems
   */
  ChainRuns(Kept kept, Consumer<Problem> found) {
    this.found = found;
    List<ChainRun> runs = kept.runs();
    this.present = runs.isEmpty() ? null : runs.get(runs.size() - 1);
    this.below = runs.size() < 2 ? null : runs.get(0);
    if (!kept.lastHash().isEmpty()) {
      this.lastHash = Optional.of(LedgerHash.of(HexFormat.of().parseHex(kept.lastHash())));
    }
  }

  /** The initial state. */
  static Kept nothing() {
    return new Kept(List.of(), "");
  }

  /** The state from which a later run continues. */
  Kept kept() {
    ChainRun now = present;
    if (now == null) {
      return nothing();
    }
    ChainRun lower = below;
    List<ChainRun> runs = lower == null ? List.of(now) : List.of(lower, now);
    return new Kept(runs, lastHash.map(LedgerHash::toString).orElse(""));
  }

  /**
   * Adds the next object, which starts one ledger after the previous one.
   *
   * @param object its ledgers, as their own run
   * @param named the previous hash in its first ledger
   * @param hash the hash of its last ledger
   */
  void add(ChainRun object, LedgerHash named, LedgerHash hash) {
    ChainRun now = present;
    if (now == null) {
      present = object;
    } else if (lastHash.filter(named::equals).isPresent()) {
      present = now.and(object);
    } else {
      breakOff(now, object, named);
    }
    lastHash = Optional.of(hash);
  }

  private void breakOff(ChainRun now, ChainRun object, LedgerHash named) {
    String how =
        "ledger "
            + object.first()
            + " names "
            + named
            + " as the hash of its predecessor, and ledger "
            + now.last()
            + " has "
            + lastHash.map(LedgerHash::toString).orElse("none");
    ChainRun lower = below;
    if (lower != null && judge(lower, now) == Side.UPPER) {
      // The wrong run explains the break above it as well.
      below = null;
      present = object;
      return;
    }
    below = now;
    present = object.breakingOff(how);
  }

  /** The next object is damaged: nothing is known about the link across it. */
  void gap() {
    ChainRun lower = below;
    ChainRun upper = present;
    if (lower != null && upper != null) {
      judge(lower, upper);
    }
    below = null;
    present = null;
    lastHash = Optional.empty();
  }

  private enum Side {
    LOWER,
    UPPER,
    BOTH
  }

  private Side judge(ChainRun lower, ChainRun upper) {
    Side wrong = wrong(lower, upper);
    long first = wrong == Side.UPPER ? upper.first() : lower.firstUnproven();
    long last = wrong == Side.LOWER ? lower.last() : upper.last();
    long objects =
        switch (wrong) {
          case LOWER -> lower.objects();
          case UPPER -> upper.objects();
          case BOTH -> lower.objects() + upper.objects();
        };
    String side = wrong == Side.BOTH ? "; it is unknown which of them is wrong" : "";
    found.accept(
        new Problem(
            ProblemKind.WRONG, Math.min(first, last), last, objects, upper.breaksOff() + side));
    return wrong;
  }

  private static Side wrong(ChainRun lower, ChainRun upper) {
    long lowerLength = lower.last() - lower.firstUnproven() + 1;
    if (upper.anchored() > 0) {
      return lowerLength > 0 ? Side.LOWER : Side.BOTH;
    }
    if (upper.isContradicted() != lower.isContradicted()) {
      return upper.isContradicted() ? Side.UPPER : Side.LOWER;
    }
    if (lowerLength <= 0) {
      return Side.UPPER;
    }
    int order = Long.compare(lowerLength, upper.length());
    if (order == 0) {
      return Side.BOTH;
    }
    return order < 0 ? Side.LOWER : Side.UPPER;
  }
}
