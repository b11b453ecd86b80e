package dev.permafrost.app.follow;

import dev.permafrost.ports.chunk.ChunkId;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What to keep of a lake.
 *
 * @param from the first chunk to hold; empty for the lake's newest chunk where the store is empty,
 *     and for the store's lowest where it is not
 * @param retainChunks how many whole chunks to keep below the newest; empty for all
 * @param freezeBehind how many full chunks stay hot behind the newest
 * @param poll how long to wait before the lake is asked for its tip again
 */
public record FollowPlan(
    Optional<ChunkId> from, OptionalInt retainChunks, int freezeBehind, Duration poll) {

  /** How long one question about the lake's tip may take. */
  static final Duration PATIENCE = Duration.ofSeconds(30);

  /** The longest pause while the lake gives no answer. */
  static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  /** How often what could not be settled is tried again. */
  static final Duration SETTLE_AGAIN = Duration.ofMinutes(1);

  /** How often it is told that the lake still gives no answer. */
  static final Duration TELL_AGAIN = Duration.ofHours(1);

  /** Checks the numbers. */
  public FollowPlan {
    if (freezeBehind < 0 || retainChunks.orElse(1) < 1) {
      throw new IllegalArgumentException(
          "freeze behind " + freezeBehind + ", retain " + retainChunks);
    }
  }
}
