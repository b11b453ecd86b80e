package dev.permafrost.benchmarks.hot;

import dev.permafrost.benchmarks.material.Durations;

/**
 * What committing one ledger after another came to.
 *
 * @param all how long each commit took, the first ones included
 * @param bytes what was given to be kept
 * @param diskBytes what was written to disks for it
 */
record Commits(Durations all, long bytes, long diskBytes) {

  /** How many commits it takes until logs are recycled and everything is compiled. */
  static final int FIRST = 2_000;

  /** The commits after the first ones. */
  Durations settled() {
    return all.from(FIRST);
  }

  double writeAmplification() {
    return (double) diskBytes / bytes;
  }

  double megabytesPerSecond() {
    return bytes / 1e6 / all.seconds();
  }
}
