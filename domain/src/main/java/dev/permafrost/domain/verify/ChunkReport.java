package dev.permafrost.domain.verify;

import dev.permafrost.domain.catalog.ChunkState;
import dev.permafrost.domain.chain.CheckedHeaders;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.failure.StorageFailure;
import java.util.Optional;

/**
 * The result of checking one chunk.
 *
 * @param chunk the chunk
 * @param state the state derived from its keys
 * @param part what was checked: {@code pack}, {@code hot}, {@code pack+hot}, or empty if there was
 *     nothing to check
 * @param ledgers how many ledgers are correct
 * @param rawBytes their raw size
 * @param headers the checked headers, of the pack if there is one; empty if there was nothing or if
 *     something failed. How far they are proven depends on the adjacent chunks: {@link
 *     dev.permafrost.domain.chain.HeaderProofs}
 * @param notes remarkable but valid properties
 * @param failure the first failure, if there was one
 */
public record ChunkReport(
    ChunkId chunk,
    ChunkState state,
    String part,
    long ledgers,
    long rawBytes,
    Optional<CheckedHeaders> headers,
    ChunkNotes notes,
    Optional<StorageFailure> failure) {

  /** Whether nothing was wrong. */
  public boolean isClean() {
    return failure.isEmpty();
  }
}
