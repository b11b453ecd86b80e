package dev.permafrost.benchmarks;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What the rows of a run have in common: prepared by whoever needs it first, measured once where
 * several rows are judged by the same measurement.
 *
 * <p>What lies here holds memory and files in the run's directory, and nothing that must be closed.
 * One thread.
 */
public final class Shelf {

  private final Map<String, Object> things = new HashMap<>();

  /**
   * What stands here under a name, made if it is not there yet.
   *
   * @param name says all that it depends on
   */
  public <T> T get(String name, Class<T> type, Supplier<T> make) {
    Object there = things.get(name);
    if (there == null) {
      // Not computeIfAbsent: making one thing may ask for another.
      there = make.get();
      things.put(name, there);
    }
    return type.cast(there);
  }
}
