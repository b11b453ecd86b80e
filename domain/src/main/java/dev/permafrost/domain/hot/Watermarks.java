package dev.permafrost.domain.hot;

import dev.permafrost.ports.chunk.ChunkId;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/** The highest acknowledged ledger of each hot chunk, as far as known. Thread-safe. */
final class Watermarks {

  private final Map<ChunkId, Long> byChunk = new ConcurrentHashMap<>();

  /** Raises a chunk's watermark; it is never lowered. */
  void raise(ChunkId chunk, long sequence) {
    byChunk.merge(chunk, sequence, Math::max);
  }

  /** Called before a chunk's database may be removed or replaced. */
  void forget(ChunkId chunk) {
    byChunk.remove(chunk);
  }

  OptionalLong of(ChunkId chunk) {
    Long sequence = byChunk.get(chunk);
    return sequence == null ? OptionalLong.empty() : OptionalLong.of(sequence);
  }
}
