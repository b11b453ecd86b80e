package dev.permafrost.domain.read;

import dev.permafrost.domain.catalog.ArtifactState;
import dev.permafrost.domain.catalog.Catalog;
import dev.permafrost.domain.chunk.Geometry;
import dev.permafrost.domain.flow.BufferPool;
import dev.permafrost.domain.flow.LedgerDecoder;
import dev.permafrost.domain.flow.Origin;
import dev.permafrost.domain.hot.HotChunks;
import dev.permafrost.domain.hot.HotReader;
import dev.permafrost.domain.hot.HotRecord;
import dev.permafrost.domain.source.HotChunkSource;
import dev.permafrost.domain.source.PackChunkSource;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.artifact.LedgerPack;
import dev.permafrost.ports.artifact.LedgerPacks;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.codec.FrameCodec;
import dev.permafrost.ports.failure.LedgerNotStored;
import dev.permafrost.ports.failure.StorageFailure;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads single ledgers: from the chunk's pack where its ledgers are frozen, else from its hot
 * database. Safe for several threads.
 */
public final class LedgerLookup {

  private final Catalog catalog;
  private final Geometry geometry;
  private final LedgerPacks packs;
  private final HotChunks hot;
  private final FrameCodec codec;
  private final BufferPool buffers;

  /** A lookup in a store. */
  public LedgerLookup(
      Catalog catalog,
      Geometry geometry,
      LedgerPacks packs,
      HotChunks hot,
      FrameCodec codec,
      BufferPool buffers) {
    this.catalog = catalog;
    this.geometry = geometry;
    this.packs = packs;
    this.hot = hot;
    this.codec = codec;
    this.buffers = buffers;
  }

  /**
   * Lends the raw bytes of one ledger; its checksum, sequence and header hash were checked.
   *
   * @param use gets the bytes, read-only, valid until it returns
   * @return what {@code use} returned
   * @throws LedgerNotStored if the store does not hold it
   * @throws dev.permafrost.ports.failure.HotStoreDamaged if its hot database should hold it and
   *     does not, or not soundly; a damaged pack is a corrupt artifact
   * @throws dev.permafrost.ports.failure.OutOfRange if there is no such ledger
   */
  public <T> T withLedger(long sequence, Function<ByteBuffer, T> use) {
    ChunkId chunk = geometry.chunkOf(sequence);
    if (catalog.row(chunk).artifact(ArtifactKind.LEDGERS) == ArtifactState.FROZEN) {
      try (LedgerPack pack = packs.open(chunk, geometry.range(chunk))) {
        return pack.withFrame(
            sequence, frame -> decode(sequence, frame, PackChunkSource.origin(pack), use));
      }
    }
    Optional<HotReader> ready = hot.openForReading(chunk);
    if (ready.isEmpty()) {
      throw new LedgerNotStored(sequence, chunk);
    }
    try (HotReader reader = ready.get()) {
      return reader
          .withLedger(
              sequence,
              value -> decode(sequence, HotRecord.frame(value), HotChunkSource.origin(reader), use))
          .orElseThrow(() -> absent(sequence, reader));
    }
  }

  /** Ledgers are committed in order, so that one below the highest was there and is lost. */
  private static StorageFailure absent(long sequence, HotReader reader) {
    long highest = reader.highest().orElse(0);
    return sequence < highest
        ? reader.damaged("ledger " + sequence + " is missing below the highest, " + highest)
        : new LedgerNotStored(sequence, reader.chunk());
  }

  private <T> T decode(
      long sequence, ByteBuffer frame, Origin origin, Function<ByteBuffer, T> use) {
    try (LedgerDecoder decoder = new LedgerDecoder(codec, buffers)) {
      return decoder.decode(sequence, frame, origin, (front, raw) -> use.apply(raw));
    }
  }
}
