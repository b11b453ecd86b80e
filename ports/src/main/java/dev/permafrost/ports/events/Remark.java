package dev.permafrost.ports.events;

import dev.permafrost.ports.chunk.ChunkId;
import java.util.Optional;

/**
 * Something an operator should read although nothing failed, or that a slow step has begun.
 *
 * @param level how much it matters
 * @param chunk which chunk it is about, if one
 * @param text one line
 */
public record Remark(Level level, Optional<ChunkId> chunk, String text) {

  /** How much a remark matters. */
  public enum Level {
    /** A slow step begins, or was done. */
    INFO,
    /** Something was left undone or unchecked, and work went on. */
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
