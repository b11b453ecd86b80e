package dev.permafrost.domain.read;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.domain.catalog.ArtifactState;
import dev.permafrost.domain.catalog.ReadingCatalog;
import dev.permafrost.domain.chunk.Geometry;
import dev.permafrost.domain.hot.HotChunks;
import dev.permafrost.domain.hot.HotReader;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.artifact.LedgerPacks;
import dev.permafrost.ports.buffer.DirectBuffers;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.codec.FrameCodec;
import dev.permafrost.ports.failure.LedgerNotStored;
import java.nio.ByteBuffer;
import java.util.function.Function;

/**
 * Reads single ledgers: from the chunk's pack where its ledgers are frozen, else from its hot
 * database. Safe for several threads.
 */
public final class LedgerLookup {

  private final ReadingCatalog catalog;
  private final Geometry geometry;
  private final LedgerPacks packs;
  private final HotChunks hot;
  private final FrameCodec codec;
  private final DirectBuffers buffers;

  /** A lookup in a store. */
  public LedgerLookup(
      ReadingCatalog catalog,
      LedgerPacks packs,
      HotChunks hot,
      FrameCodec codec,
      DirectBuffers buffers) {
    this.catalog = catalog;
    this.geometry = catalog.geometry();
    this.packs = packs;
    this.hot = hot;
    this.codec = codec;
    this.buffers = buffers;
  }

  /**
   * Lends the raw bytes of one ledger; its checksum, sequence and header hash were checked. The
   * chunk is opened for it and closed again; for several ledgers of a chunk, open it once with
   * {@link #open}.
   *
   * @param use gets the bytes, read-only, valid until it returns
   * @return what {@code use} returned
   * @throws LedgerNotStored if the store does not hold it
   * @throws dev.permafrost.ports.failure.HotStoreDamaged if its hot database should hold it and
   *     does not, or not soundly; a damaged pack is a corrupt artifact
   * @throws dev.permafrost.ports.failure.OutOfRange if there is no such ledger
   */
  public <T> T withLedger(long sequence, Function<ByteBuffer, T> use) {
    try (ChunkLedgers chunk = openFor(sequence, geometry.chunkOf(sequence))) {
      return chunk.withLedger(sequence, use);
    }
  }

  /**
   * Opens the ledgers of a chunk: its pack where they are frozen, else its hot database.
   *
   * @throws LedgerNotStored if the store has neither
   */
  @MustBeClosed
  public ChunkLedgers open(ChunkId chunk) {
    return openFor(geometry.first(chunk), chunk);
  }

  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // closed with what is given out
  private ChunkLedgers openFor(long sequence, ChunkId chunk) {
    LedgerRange range = geometry.range(chunk);
    if (catalog.row(chunk).artifact(ArtifactKind.LEDGERS) == ArtifactState.FROZEN) {
      return ChunkLedgers.of(packs.open(chunk, range), codec, buffers);
    }
    HotReader reader =
        hot.openForReading(chunk).orElseThrow(() -> new LedgerNotStored(sequence, chunk));
    return ChunkLedgers.of(reader, range, codec, buffers);
  }
}
