package dev.permafrost.ports.events;

import dev.permafrost.ports.chunk.ChunkId;
import java.util.Optional;

/**
 * A line for the operator that is not a failure: something unusual, or the start of a slow step.
 *
 * @param level how important it is
 * @param chunk the chunk it concerns, if any
 * @param text one line
 */
public record Remark(Level level, Optional<ChunkId> chunk, String text) {

  /** How important a remark is. */
  public enum Level {
    /** A slow step begins or has ended. */
    INFO,
    /** Something was skipped or left unchecked, and work continued. */
    WARNING
  }

  /** A remark of level INFO. */
  public static Remark info(String text) {
    return new Remark(Level.INFO, Optional.empty(), text);
  }

  /** A remark of level WARNING about a chunk. */
  public static Remark warning(ChunkId chunk, String text) {
    return new Remark(Level.WARNING, Optional.of(chunk), text);
  }
}
