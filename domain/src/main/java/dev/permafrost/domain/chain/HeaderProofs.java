package dev.permafrost.domain.chain;

import dev.permafrost.domain.chain.HeaderProof.Claim;
import dev.permafrost.domain.chunk.Geometry;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.work.CancelToken;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/**
 * Determines for each chunk of a run how far its headers are proven, after all of them have been
 * checked. The proof usually lies in a higher chunk, which a run may check later.
 *
 * <p>For chunks checked in the run every link is known. Other chunks matter only if they are
 * adjacent to one of those, or between one and an anchor. Of these, the first, last and anchored
 * ledgers are read, decoded and hashed now; their inner links were checked when the chunk was
 * frozen or ingested, and are not checked again. For a proof that relies on no earlier check,
 * verify the whole range up to the anchor in one run.
 */
public final class HeaderProofs {

  private final Geometry geometry;
  private final LedgerChecks checks;
  private final Anchors anchors;

  /** Creates the proofs over a store's chunks. */
  public HeaderProofs(Geometry geometry, LedgerChecks checks) {
    this.geometry = geometry;
    this.checks = checks;
    this.anchors = checks.anchors();
  }

  /**
   * Determines the proof of each chunk.
   *
   * @param asked the chunks; those without correct ledgers are not in the result
   * @param checked the results of this run
   * @param unsound the chunks that failed in this run; nothing relies on them
   * @param cancel checked between chunks
   * @return in ascending order
   */
  public Map<ChunkId, HeaderProof> prove(
      Collection<ChunkId> asked,
      Collection<CheckedHeaders> checked,
      Set<ChunkId> unsound,
      CancelToken cancel) {
    Known known = new Known(cancel);
    unsound.forEach(known::forget);
    checked.forEach(known::put);
    Map<ChunkId, HeaderProof> proofs = new LinkedHashMap<>();
    for (ChunkId chunk : new TreeSet<>(asked)) {
      known.headers(chunk).ifPresent(headers -> proofs.put(chunk, proof(headers, known)));
    }
    return proofs;
  }

  private HeaderProof proof(CheckedHeaders headers, Known known) {
    boolean linkedBelow = headers.continuesAnchor() || isLinkedBelow(headers, known);
    boolean linkedAbove = above(headers, known).isPresent();
    OptionalLong through = provenThrough(headers, known);
    boolean isProven = through.isPresent() && through.getAsLong() == headers.ledgers().last();
    Claim neighbours = linkedBelow || linkedAbove ? Claim.LINKED : Claim.WITHIN;
    return new HeaderProof(
        isProven ? Claim.ANCHORED : neighbours, linkedBelow, linkedAbove, through);
  }

  private boolean isLinkedBelow(CheckedHeaders headers, Known known) {
    int number = headers.chunk().value();
    return number > 0
        && known
            .headers(new ChunkId(number - 1))
            .filter(below -> below.isContinuedBy(headers))
            .isPresent();
  }

  /** The run in the next chunk, if it links to this one. */
  private Optional<CheckedHeaders> above(CheckedHeaders headers, Known known) {
    boolean isWhole = headers.ledgers().last() == geometry.last(headers.chunk());
    if (!isWhole || headers.chunk().equals(geometry.largest())) {
      return Optional.empty();
    }
    return known.headers(new ChunkId(headers.chunk().value() + 1)).filter(headers::isContinuedBy);
  }

  private OptionalLong provenThrough(CheckedHeaders headers, Known known) {
    boolean isProvenFromAbove =
        above(headers, known).filter(above -> isFirstProven(above, known)).isPresent();
    return isProvenFromAbove ? OptionalLong.of(headers.ledgers().last()) : headers.anchor();
  }

  /**
   * Whether the first ledger of a run is proven: follows the links upwards from run to run until
   * one holds an anchor. The answer holds for all runs on the way.
   */
  private boolean isFirstProven(CheckedHeaders headers, Known known) {
    List<ChunkId> way = new ArrayList<>();
    Optional<Boolean> answer = Optional.empty();
    CheckedHeaders walked = headers;
    while (answer.isEmpty()) {
      way.add(walked.chunk());
      answer = known.isFirstProven(walked.chunk());
      if (answer.isEmpty() && walked.anchor().isPresent()) {
        answer = Optional.of(true);
      }
      if (answer.isEmpty()) {
        Optional<CheckedHeaders> above =
            anchors.reach(walked.ledgers().last()) ? above(walked, known) : Optional.empty();
        answer = above.isEmpty() ? Optional.of(false) : Optional.empty();
        walked = above.orElse(walked);
      }
    }
    boolean isProven = answer.get();
    way.forEach(chunk -> known.noteFirstProven(chunk, isProven));
    return isProven;
  }

  /** The chunks known so far; those that were not checked are read once, when needed. */
  private final class Known {
    private final CancelToken cancel;
    private final Map<ChunkId, Optional<CheckedHeaders>> headers = new HashMap<>();
    private final Map<ChunkId, Boolean> firstProven = new HashMap<>();

    Known(CancelToken cancel) {
      this.cancel = cancel;
    }

    void put(CheckedHeaders checked) {
      headers.put(checked.chunk(), Optional.of(checked));
    }

    void forget(ChunkId chunk) {
      headers.put(chunk, Optional.empty());
    }

    Optional<CheckedHeaders> headers(ChunkId chunk) {
      Optional<CheckedHeaders> known = headers.get(chunk);
      if (known == null) {
        cancel.throwIfCancelled();
        known = checks.stored(chunk);
        headers.put(chunk, known);
      }
      return known;
    }

    Optional<Boolean> isFirstProven(ChunkId chunk) {
      return Optional.ofNullable(firstProven.get(chunk));
    }

    void noteFirstProven(ChunkId chunk, boolean isProven) {
      firstProven.put(chunk, isProven);
    }
  }
}
