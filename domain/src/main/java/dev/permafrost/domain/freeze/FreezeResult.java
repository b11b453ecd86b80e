package dev.permafrost.domain.freeze;

import dev.permafrost.domain.chain.CheckedHeaders;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.chunk.ChunkId;
import java.util.Optional;
import java.util.Set;

/**
 * The result of {@code processChunk}.
 *
 * @param chunk the chunk
 * @param made the kinds that were made; empty if all of them were frozen already
 * @param source where the ledgers came from ({@code hot}, {@code pack}, {@code lake}); empty if
 *     nothing was made
 * @param ledgers how many ledgers were read
 * @param rawBytes the raw size of those ledgers
 * @param fileBytes the size of the files
 * @param headers the checked headers; empty if nothing was made. How far they are proven depends on
 *     the adjacent chunks: {@link dev.permafrost.domain.chain.HeaderProofs}
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
