package dev.permafrost.benchmarks;

import java.nio.file.Path;

/**
 * How a run measures.
 *
 * @param ledgers how many ledgers a chunk has: 10,000, or 1,000 for a quick look
 * @param rounds how often each row runs both sides, at least 1
 * @param cores how many workers there are
 * @param directory where rows keep their data, each in a directory of its own
 * @param templates where the real ledgers lie that others are grown from
 * @param shelf what the rows of a run share
 */
public record Setting(
    int ledgers, int rounds, int cores, Path directory, Path templates, Shelf shelf) {

  /** How many ledgers a chunk has. */
  public static final int WHOLE_CHUNK = 10_000;
}
