package dev.permafrost.domain.catalog;

import java.util.Optional;

/**
 * What the catalog says of a chunk's hot database.
 *
 * <pre>
 * from \ to   absent  transient  ready
 * absent        -       mark       -
 * transient   delete    retry    confirm
 * ready         -       demote     -
 * </pre>
 *
 * <p>Adoption alone has one more edge, through a door of its own: from absent to ready, once the
 * database that lies there is durable and was checked; never by way of transient, which wipes.
 *
 * <p>There is no other edge (docs/protocol.md, "States"). Every directory operation happens under
 * {@link #TRANSIENT}; {@link #READY} means that the database is durable and may hold the only copy
 * of acknowledged ledgers, so it is never created again under that key.
 */
public enum HotState {
  /** No key: no directory, nothing in progress. */
  ABSENT(""),
  /** The directory is being made or removed; whatever is in it does not count. */
  TRANSIENT("transient"),
  /** The database is there. */
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

  /** Whether a durable, checked database at its place may be called ready from here. */
  boolean mayBeAdopted() {
    return this != READY;
  }
}
