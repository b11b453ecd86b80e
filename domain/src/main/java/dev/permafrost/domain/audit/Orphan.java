package dev.permafrost.domain.audit;

import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.chunk.ChunkId;
import java.util.Optional;

/**
 * A file or directory at the place of an artifact or a hot database of a chunk, without a catalog
 * key.
 *
 * @param chunk the chunk, according to its name
 * @param kind the kind of artifact; empty if it is a hot directory
 * @param path where it is
 * @param sizeBytes the size of a file in bytes; 0 for a directory
 */
public record Orphan(ChunkId chunk, Optional<ArtifactKind> kind, String path, long sizeBytes) {}
