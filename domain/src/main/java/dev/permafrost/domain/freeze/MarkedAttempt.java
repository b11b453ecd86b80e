package dev.permafrost.domain.freeze;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.domain.artifact.ArtifactFiles;
import dev.permafrost.domain.catalog.Catalog;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.chunk.ChunkId;
import java.util.Optional;
import java.util.Set;

/**
 * Step 1 of the write protocol is done: every requested kind is {@code freezing} in the catalog. A
 * mark is the only way to an artifact's writer.
 */
final class MarkedAttempt {

  private final Catalog catalog;
  private final ArtifactFiles files;
  private final ChunkId chunk;
  private final Set<ArtifactKind> which;

  private MarkedAttempt(
      Catalog catalog, ArtifactFiles files, ChunkId chunk, Set<ArtifactKind> which) {
    this.catalog = catalog;
    this.files = files;
    this.chunk = chunk;
    this.which = Set.copyOf(which);
  }

  /** Marks the kinds, in one batch, before any file is touched. */
  static MarkedAttempt mark(
      Catalog catalog,
      ArtifactFiles files,
      ChunkId chunk,
      Set<ArtifactKind> which,
      Optional<String> network) {
    catalog.markFreezing(chunk, which, network);
    return new MarkedAttempt(catalog, files, chunk, which);
  }

  /** Step 2: creates a file for each kind. */
  @MustBeClosed
  OpenArtifacts open() {
    return new OpenArtifacts(this, files, catalog.geometry().range(chunk));
  }

  ChunkId chunk() {
    return chunk;
  }

  Set<ArtifactKind> which() {
    return which;
  }

  Catalog catalog() {
    return catalog;
  }
}
