package dev.permafrost.domain.freeze;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.domain.catalog.Catalog;
import dev.permafrost.domain.kind.Kinds;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.artifact.ArtifactStore;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.chunk.LedgerRange;
import java.util.Optional;
import java.util.Set;

/**
 * Step 1 of the one write protocol, done: every requested kind is {@code freezing} in the catalog.
 * There is no other way to an artifact's writer than through a mark.
 */
final class MarkedAttempt {

  private final Catalog catalog;
  private final ArtifactStore store;
  private final Kinds kinds;
  private final ChunkId chunk;
  private final LedgerRange range;
  private final Set<ArtifactKind> which;

  private MarkedAttempt(
      Catalog catalog,
      ArtifactStore store,
      Kinds kinds,
      ChunkId chunk,
      LedgerRange range,
      Set<ArtifactKind> which) {
    this.catalog = catalog;
    this.store = store;
    this.kinds = kinds;
    this.chunk = chunk;
    this.range = range;
    this.which = Set.copyOf(which);
  }

  /** Marks the kinds, in one batch, before any file is touched. */
  static MarkedAttempt mark(
      Catalog catalog,
      ArtifactStore store,
      Kinds kinds,
      ChunkId chunk,
      LedgerRange range,
      Set<ArtifactKind> which,
      Optional<String> network) {
    catalog.markFreezing(chunk, which, network);
    return new MarkedAttempt(catalog, store, kinds, chunk, range, which);
  }

  /** Step 2: creates a file for each kind. */
  @MustBeClosed
  OpenArtifacts open() {
    return new OpenArtifacts(this, store, kinds, range);
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
