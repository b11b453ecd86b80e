package dev.permafrost.domain.adopt;

import dev.permafrost.domain.chain.CheckedHeaders;
import dev.permafrost.ports.chunk.ChunkId;
import java.util.Optional;

/**
 * The result of an adoption.
 *
 * @param chunk the chunk
 * @param how how the data was adopted
 * @param ledgers how many ledgers were checked
 * @param rawBytes the raw size of those ledgers
 * @param headers what the headers of a pack were checked against; empty for hot data, and if there
 *     was nothing to do
 */
public record AdoptionResult(
    ChunkId chunk, How how, long ledgers, long rawBytes, Optional<CheckedHeaders> headers) {

  /** The ways to adopt. */
  public enum How {
    /** It was frozen or ready already. */
    NOTHING_TO_DO("nothing to do"),
    /** A new file with the candidate's bytes. */
    COPIED("copied"),
    /** The candidate's file, under its canonical name. */
    MOVED("moved"),
    /** The file at the canonical path. */
    IN_PLACE("adopted in place");

    private final String words;

    How(String words) {
      this.words = words;
    }

    /** A description; stable. */
    public String words() {
      return words;
    }
  }
}
