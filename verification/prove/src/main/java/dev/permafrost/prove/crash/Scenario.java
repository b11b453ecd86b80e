package dev.permafrost.prove.crash;

import dev.permafrost.domain.store.Store;

/**
 * Something that is done to a store, and that can be done again from wherever a crash left it.
 *
 * @param name a word, for the command line
 * @param layout where the store lies
 * @param preparation what was done before, without any crash; opens and closes the store itself
 * @param beforeOpening what is done first, to the store that is not open; cut like the body
 * @param body what is done then, by one process, to the open store
 * @param terms what the invariants do not ask of it
 */
public record Scenario(
    String name,
    Layout layout,
    Preparation preparation,
    Preparation beforeOpening,
    Body body,
    Terms terms) {

  /** A scenario that does all to the open store, and is held to every invariant. */
  public Scenario(String name, Layout layout, Preparation preparation, Body body) {
    this(name, layout, preparation, body, Terms.NONE);
  }

  /** The same on one volume. */
  Scenario(String name, Preparation preparation, Body body) {
    this(name, Layout.ONE_VOLUME, preparation, body);
  }

  /** A scenario on one volume that does all to the open store. */
  Scenario(String name, Preparation preparation, Body body, Terms terms) {
    this(name, Layout.ONE_VOLUME, preparation, body, terms);
  }

  /** A scenario that does all to the open store. */
  Scenario(String name, Layout layout, Preparation preparation, Body body, Terms terms) {
    this(name, layout, preparation, site -> {}, body, terms);
  }

  /** What was done before. */
  public interface Preparation {
    void on(Site site);

    /** This, and then something more. */
    default Preparation then(Preparation further) {
      return site -> {
        on(site);
        further.on(site);
      };
    }
  }

  /** What is done. */
  public interface Body {
    void run(Store store, Site site);
  }
}
