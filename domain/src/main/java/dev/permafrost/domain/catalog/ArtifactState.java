package dev.permafrost.domain.catalog;

import java.util.Optional;

/**
 * The catalog's state of one artifact of one chunk.
 *
 * <pre>
 * from \ to   absent  freezing  frozen  pruning
 * absent        -       mark      -       -
 * freezing      -       retry    flip    demote
 * frozen        -        -        -      demote
 * pruning     delete   rewrite    -       -
 * </pre>
 *
 * <p>Only adoption has one more edge, in a separate method: from absent to frozen, once the pack at
 * the canonical path is durable and checked (docs/protocol.md, "Adoption").
 *
 * <p>There is no other edge (docs/protocol.md, "States"). Each change is first persisted, in one
 * synced batch, and then applied in memory. A frozen artifact is durable and complete; no file is
 * ever unlinked while its artifact is frozen; an absent one has no file.
 */
public enum ArtifactState {
  /** No key: nothing exists, nothing is in progress. */
  ABSENT(""),
  /** Being written, or left half-written. */
  FREEZING("freezing"),
  /** Complete and durable. */
  FROZEN("frozen"),
  /** To be removed. */
  PRUNING("pruning");

  private final String word;

  ArtifactState(String word) {
    this.word = word;
  }

  /** The value of the catalog's key; empty for {@link #ABSENT}, which has no key. */
  public String word() {
    return word;
  }

  /** The state that a catalog's value names, or empty if it names none. */
  public static Optional<ArtifactState> of(String word) {
    return switch (word) {
      case "freezing" -> Optional.of(FREEZING);
      case "frozen" -> Optional.of(FROZEN);
      case "pruning" -> Optional.of(PRUNING);
      default -> Optional.empty();
    };
  }

  /** Whether the table above has this edge. */
  public boolean mayBecome(ArtifactState next) {
    return switch (this) {
      case ABSENT -> next == FREEZING;
      case FREEZING -> next == FREEZING || next == FROZEN || next == PRUNING;
      case FROZEN -> next == PRUNING;
      case PRUNING -> next == FREEZING || next == ABSENT;
    };
  }

  /** Whether a durable, checked file at the canonical path may become frozen from this state. */
  boolean mayBeAdopted() {
    return this == ABSENT || this == FREEZING;
  }
}
