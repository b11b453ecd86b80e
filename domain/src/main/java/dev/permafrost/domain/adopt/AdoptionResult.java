package dev.permafrost.domain.adopt;

import dev.permafrost.domain.chain.CheckedHeaders;
import dev.permafrost.ports.chunk.ChunkId;
import java.util.Optional;

/**
 * What an adoption did.
 *
 * @param chunk the chunk
 * @param how by which way it came in
 * @param ledgers how many ledgers were checked
 * @param rawBytes how many bytes they have raw
 * @param headers what the headers of a pack rest on; empty for hot data, and where there was
 *     nothing to do
 */
public record AdoptionResult(
    ChunkId chunk, How how, long ledgers, long rawBytes, Optional<CheckedHeaders> headers) {

  /** The ways in. */
  public enum How {
    /** It was frozen, or ready, already. */
    NOTHING_TO_DO("nothing to do"),
    /** A new file, byte for byte the candidate. */
    COPIED("copied"),
    /** The candidate itself, under its canonical name. */
    MOVED("moved"),
    /** What stood at the canonical place. */
    IN_PLACE("adopted in place");

    private final String words;

    How(String words) {
      this.words = words;
    }

    /** The way in words; stable. */
    public String words() {
      return words;
    }
  }
}
