package dev.permafrost.domain.catalog;

import java.util.Optional;

/**
 * The catalog's state of a chunk's hot database.
 *
 * <pre>
 * from \ to   absent  transient  ready
 * absent        -       mark       -
 * transient   delete    retry    confirm
 * ready         -       demote     -
 * </pre>
 *
 * <p>Only adoption has one more edge, in a separate method: from absent to ready, once the database
 * in the directory is durable and checked; never through transient, which removes its content.
 *
 * <p>There is no other edge (docs/protocol.md, "States"). Every directory operation happens under
 * {@link #TRANSIENT}; {@link #READY} means that the database is durable and may hold the only copy
 * of acknowledged ledgers, so it is never created again under that key.
 */
public enum HotState {
  /** No key: no directory, nothing in progress. */
  ABSENT(""),
  /** The directory is being made or removed; its content does not count. */
  TRANSIENT("transient"),
  /** The database exists. */
  READY("ready");

  private final String word;

  HotState(String word) {
    this.word = word;
  }

  /** The value of the catalog's key; empty for {@link #ABSENT}, which has no key. */
  public String word() {
    return word;
  }

  /** The state that a catalog's value names, or empty if it names none. */
  public static Optional<HotState> of(String word) {
    return switch (word) {
      case "transient" -> Optional.of(TRANSIENT);
      case "ready" -> Optional.of(READY);
      default -> Optional.empty();
    };
  }

  /** Whether the table above has this edge. */
  public boolean mayBecome(HotState next) {
    return switch (this) {
      case ABSENT -> next == TRANSIENT;
      case TRANSIENT -> true;
      case READY -> next == TRANSIENT;
    };
  }

  /** Whether a durable, checked database in its directory may become ready from this state. */
  boolean mayBeAdopted() {
    return this != READY;
  }
}
