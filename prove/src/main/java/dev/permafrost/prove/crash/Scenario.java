package dev.permafrost.prove.crash;

import dev.permafrost.domain.store.Store;

/**
 * Something that is done to a store, and that can be done again from wherever a crash left it.
 *
 * @param name a word, for the command line
 * @param layout where the store lies
 * @param preparation what was done before, without any crash; opens and closes the store itself
 * @param body what is done, by one process, to the open store
 */
public record Scenario(String name, Layout layout, Preparation preparation, Body body) {

  /** What was done before. */
  public interface Preparation {
    void on(Site site);
  }

  /** What is done. */
  public interface Body {
    void run(Store store, Site site);
  }
}
