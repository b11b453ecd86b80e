package dev.permafrost.domain.audit;

import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.chunk.ChunkId;
import java.util.Optional;

/**
 * A file or directory that stands exactly where the store keeps an artifact or a hot database of a
 * chunk, and has no key.
 *
 * @param chunk the chunk, by its name
 * @param kind the kind of artifact; empty if it is a hot directory
 * @param path where it is
 * @param sizeBytes the bytes of a file; 0 for a directory
 */
public record Orphan(ChunkId chunk, Optional<ArtifactKind> kind, String path, long sizeBytes) {}
