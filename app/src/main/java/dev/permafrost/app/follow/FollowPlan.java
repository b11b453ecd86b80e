package dev.permafrost.app.follow;

import dev.permafrost.ports.chunk.ChunkId;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The settings of a follower.
 *
 * @param from the first chunk to hold; empty for the lake's newest chunk if the store is empty,
 *     otherwise for the store's lowest
 * @param retainChunks how many whole chunks to keep below the newest; empty for all
 * @param freezeBehind how many full chunks stay hot below the newest
 * @param poll how long to wait before the lake is asked for its tip again
 */
public record FollowPlan(
    Optional<ChunkId> from, OptionalInt retainChunks, int freezeBehind, Duration poll) {

  /** How long one request for the lake's tip may take. */
  static final Duration PATIENCE = Duration.ofSeconds(30);

  /** The longest pause while the lake does not answer. */
  static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  /** How often failed settling is tried again. */
  static final Duration SETTLE_AGAIN = Duration.ofMinutes(1);

  /** How often to report that the lake still does not answer. */
  static final Duration TELL_AGAIN = Duration.ofHours(1);

  /** Checks the numbers. */
  public FollowPlan {
    if (freezeBehind < 0 || retainChunks.orElse(1) < 1) {
      throw new IllegalArgumentException(
          "freeze behind " + freezeBehind + ", retain " + retainChunks);
    }
  }
}
