package dev.permafrost.prove.fuzz;

import dev.permafrost.testkit.fuzz.FuzzTarget;
import org.jspecify.annotations.Nullable;

/**
 * What the fuzzer calls in its process: hands each input on to the one target that the process was
 * started for.
 */
public final class FuzzBridge {

  /** The system property that names the target's class. */
  static final String TARGET = "permafrost.fuzz.target";

  private static @Nullable FuzzTarget target;

  private FuzzBridge() {}

  /**
   * Makes the target and gives it its seeds; the fuzzer calls it once, before it takes time.
   * Classes are loaded and instrumented by that, which on a busy machine takes longer than any call
   * may.
   */
  public static void fuzzerInitialize() {
    FuzzTarget made = FuzzTargets.make(String.valueOf(System.getProperty(TARGET)));
    for (byte[] seed : made.seeds()) {
      try {
        made.give(seed);
      } catch (Exception e) {
        // A finding, which the search meets again: it begins with the seeds.
      }
    }
    target = made;
  }

  /**
   * Gives the target an input; the fuzzer calls it for each.
   *
   * @throws Exception whatever the target lets through: a finding
   */
  public static void fuzzerTestOneInput(byte[] input) throws Exception {
    FuzzTarget made = target;
    if (made == null) {
      throw new IllegalStateException("not initialized");
    }
    made.give(input);
  }
}
