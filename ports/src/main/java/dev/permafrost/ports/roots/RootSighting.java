package dev.permafrost.ports.roots;

import java.util.Optional;

/**
 * The identity found in a root directory.
 *
 * @param state what was found
 * @param store the store it belongs to, if {@link State#NAMED}
 * @param role the role it was given, if {@link State#NAMED}
 */
public record RootSighting(State state, Optional<StoreId> store, Optional<RootRole> role) {

  /** What was found. */
  public enum State {
    /** No directory. */
    MISSING,
    /** A directory without an identity file. */
    UNNAMED,
    /** An identity file with invalid content: an interrupted naming, or damage. */
    UNSOUND,
    /** A valid identity file. */
    NAMED
  }

  /** A root without a valid identity. */
  public static RootSighting unnamed(State state) {
    return new RootSighting(state, Optional.empty(), Optional.empty());
  }

  /** A root that names its store and role. */
  public static RootSighting named(StoreId store, RootRole role) {
    return new RootSighting(State.NAMED, Optional.of(store), Optional.of(role));
  }
}
