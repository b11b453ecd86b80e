package dev.permafrost.domain.freeze;

import dev.permafrost.domain.chain.CheckedHeaders;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.chunk.ChunkId;
import java.util.Optional;
import java.util.Set;

/**
 * What processChunk did.
 *
 * @param chunk the chunk
 * @param made the kinds that were made; empty if all of them were frozen already
 * @param source where the ledgers came from ({@code hot}, {@code pack}, {@code lake}); empty if
 *     nothing was made
 * @param ledgers how many ledgers were read
 * @param rawBytes how many bytes they have raw
 * @param fileBytes how many bytes the files have
 * @param headers what was checked of the headers; empty if nothing was made. How far that proves
 *     them depends on the chunks beside it: {@link dev.permafrost.domain.chain.HeaderProofs}
 */
public record FreezeResult(
    ChunkId chunk,
    Set<ArtifactKind> made,
    String source,
    long ledgers,
    long rawBytes,
    long fileBytes,
    Optional<CheckedHeaders> headers) {

  /** Copies the set. */
  public FreezeResult {
    made = Set.copyOf(made);
  }
}
