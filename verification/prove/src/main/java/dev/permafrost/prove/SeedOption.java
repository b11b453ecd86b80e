package dev.permafrost.prove;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that says what a run draws from; a mixin of the parts that draw. */
public final class SeedOption {

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "What the run draws from (default: a new one each time, which is printed).")
  @Nullable Long seed;

  /** What a run draws from: the one that was given, else a new one. */
  public long seed() {
    return seed == null ? System.nanoTime() : seed;
  }
}
