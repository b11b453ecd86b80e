package dev.permafrost.domain.source;

import dev.permafrost.domain.catalog.ReadingCatalog;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.failure.NoBackendConfigured;
import dev.permafrost.ports.source.BulkBackend;
import dev.permafrost.ports.work.CancelToken;
import java.util.Optional;

/**
 * The bulk backend of a store, with its requests in the right order: first whether it holds the
 * right network, then whether it covers the needed ledgers, and no request before ledgers are
 * needed.
 */
public final class Lake {

  private final Optional<BulkBackend> backend;
  private final ReadingCatalog catalog;
  private final CoverageWaiting waiting;

  /** The lake of a store, if one is configured. */
  public Lake(Optional<BulkBackend> backend, ReadingCatalog catalog, CoverageWaiting waiting) {
    this.backend = backend;
    this.catalog = catalog;
    this.waiting = waiting;
  }

  /**
   * Creates a source for a part of a chunk, once the lake covers all of it.
   *
   * @throws NoBackendConfigured if there is no lake
   * @throws dev.permafrost.ports.failure.WrongNetwork if it holds another network than the store
   * @throws dev.permafrost.ports.failure.BackendCoverageTimeout if it does not cover the part in
   *     time
   */
  public LakeChunkSource source(ChunkId chunk, LedgerRange part, CancelToken cancel) {
    BulkBackend lake = backend.orElseThrow(() -> new NoBackendConfigured(chunk));
    String network = lake.network(cancel);
    catalog.requireNetwork(network, lake.location());
    waiting.await(lake, chunk, part.last(), cancel);
    return new LakeChunkSource(lake, part, Optional.of(network));
  }
}
