package dev.permafrost.domain.source;

import dev.permafrost.domain.flow.LedgerLine;
import dev.permafrost.ports.work.CancelToken;
import java.util.Optional;

/**
 * A place from which the ledgers of a chunk are read once, in order. The caller that picked it must
 * always close it, before the chunk's hot database may be discarded.
 */
public sealed interface ChunkSource extends AutoCloseable
    permits HotChunkSource, LakeChunkSource, PackChunkSource {

  /** {@code hot}, {@code hot, not decoded}, {@code pack} or {@code lake}. */
  String name();

  /** Whether it is on a disk of the store. */
  boolean isLocal();

  /** The network of its ledgers, if the source names one. */
  Optional<String> network();

  /**
   * Sends every ledger down a line, in order; the line's receiver checks that all came, and that
   * they link.
   *
   * @param cancel checked between ledgers
   */
  void feed(LedgerLine line, CancelToken cancel);

  @Override
  void close();
}
