package dev.permafrost.ports.roots;

import java.util.Optional;

/**
 * What a root directory says about itself.
 *
 * @param state what is there
 * @param store the store it belongs to, if {@link State#NAMED}
 * @param role the role it was given, if {@link State#NAMED}
 */
public record RootSighting(State state, Optional<StoreId> store, Optional<RootRole> role) {

  /** What can be there. */
  public enum State {
    /** No directory. */
    MISSING,
    /** A directory without an identity file. */
    UNNAMED,
    /** An identity file whose content is not sound: a naming that was cut short, or damage. */
    UNSOUND,
    /** A sound identity file. */
    NAMED
  }

  /** A root without a sound identity. */
  public static RootSighting unnamed(State state) {
    return new RootSighting(state, Optional.empty(), Optional.empty());
  }

  /** A root that says which store and role it is. */
  public static RootSighting named(StoreId store, RootRole role) {
    return new RootSighting(State.NAMED, Optional.of(store), Optional.of(role));
  }
}
