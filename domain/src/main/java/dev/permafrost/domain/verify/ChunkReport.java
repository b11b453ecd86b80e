package dev.permafrost.domain.verify;

import dev.permafrost.domain.catalog.ChunkState;
import dev.permafrost.domain.chain.CheckedHeaders;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.failure.StorageFailure;
import java.util.Optional;

/**
 * What the check of one chunk found.
 *
 * @param chunk the chunk
 * @param state what its keys amount to
 * @param part what was checked: {@code pack}, {@code hot}, {@code pack+hot}, or empty if there was
 *     nothing to check
 * @param ledgers how many ledgers were found sound
 * @param rawBytes how many bytes they have raw
 * @param headers what was checked of the headers, of the pack where there is one; empty if there
 *     was nothing or if something failed. How far that proves them depends on the chunks beside it:
 *     {@link dev.permafrost.domain.chain.HeaderProofs}
 * @param notes what is worth knowing of what is sound
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

  /** Whether nothing wrong was found. */
  public boolean isClean() {
    return failure.isEmpty();
  }
}
