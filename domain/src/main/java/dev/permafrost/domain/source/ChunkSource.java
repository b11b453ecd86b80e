package dev.permafrost.domain.source;

import dev.permafrost.domain.flow.LedgerLine;
import dev.permafrost.ports.work.CancelToken;
import java.util.Optional;

/**
 * A place from which the ledgers of a chunk are read once, in order. The caller that picked it must
 * close it, on every path, before the chunk's hot database may be discarded.
 */
public sealed interface ChunkSource extends AutoCloseable
    permits HotChunkSource, LakeChunkSource, PackChunkSource {

  /** {@code hot}, {@code hot, not decoded}, {@code pack} or {@code lake}. */
  String name();

  /** Whether it is on a disk of the store. */
  boolean isLocal();

  /** The network that the place says its ledgers belong to, if it is one that says so. */
  Optional<String> network();

  /**
   * Sends every ledger down a line, in order; that all came, and link, is checked by its receiver.
   *
   * @param cancel looked at between ledgers
   */
  void feed(LedgerLine line, CancelToken cancel);

  @Override
  void close();
}
