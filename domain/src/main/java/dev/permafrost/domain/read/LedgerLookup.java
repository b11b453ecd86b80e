package dev.permafrost.domain.read;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.domain.catalog.ArtifactState;
import dev.permafrost.domain.catalog.ChunkRow;
import dev.permafrost.domain.catalog.ReadingCatalog;
import dev.permafrost.domain.chunk.Geometry;
import dev.permafrost.domain.hot.HotChunks;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.artifact.LedgerPacks;
import dev.permafrost.ports.buffer.DirectBuffers;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.codec.FrameCodec;
import dev.permafrost.ports.failure.LedgerNotStored;
import dev.permafrost.ports.failure.MissingArtifact;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads single ledgers: from the chunk's pack if its ledgers are frozen, otherwise from its hot
 * database. Thread-safe.
 */
public final class LedgerLookup {

  private final ReadingCatalog catalog;
  private final Geometry geometry;
  private final LedgerPacks packs;
  private final HotChunks hot;
  private final FrameCodec codec;
  private final DirectBuffers buffers;
  private final ChunkPages pages;

  /** Creates the lookup of a store. */
  public LedgerLookup(
      ReadingCatalog catalog,
      LedgerPacks packs,
      HotChunks hot,
      FrameCodec codec,
      DirectBuffers buffers,
      Decoders decoders) {
    this.pages = new ChunkPages(catalog, packs, hot, decoders, false);
    this.catalog = catalog;
    this.geometry = catalog.geometry();
    this.packs = packs;
    this.hot = hot;
    this.codec = codec;
    this.buffers = buffers;
  }

  /**
   * Lends the raw bytes of one ledger, after checking its checksum, sequence and header hash. The
   * chunk is opened and closed for each call; for several ledgers of a chunk, open it once with
   * {@link #open}.
   *
   * @param use receives the bytes, read-only, valid until it returns
   * @return the result of {@code use}
   * @throws LedgerNotStored if the store does not hold it
   * @throws dev.permafrost.ports.failure.HotStoreDamaged if its hot database lacks it although it
   *     should have it, or has it damaged; a damaged pack is a corrupt artifact
   * @throws dev.permafrost.ports.failure.OutOfRange if there is no such ledger
   */
  public <T> T withLedger(long sequence, Function<ByteBuffer, T> use) {
    geometry.chunkOf(sequence);
    List<T> result = new ArrayList<>(1);
    pages.readRaw(new LedgerRange(sequence, sequence), (same, raw) -> result.add(use.apply(raw)));
    return result.get(0);
  }

  /**
   * Opens the ledgers of a chunk: its pack if they are frozen, otherwise its hot database. If the
   * chunk moves in between, this tries again.
   *
   * @throws LedgerNotStored if the store has neither
   */
  @MustBeClosed
  public ChunkLedgers open(ChunkId chunk) {
    LedgerRange range = geometry.range(chunk);
    ChunkRow row = catalog.row(chunk);
    while (true) {
      Optional<ChunkLedgers> opened = openFrom(row, range);
      if (opened.isPresent()) {
        return opened.get();
      }
      ChunkRow now = catalog.row(chunk);
      if (now.equals(row)) {
        throw new LedgerNotStored(range.first(), chunk);
      }
      row = now;
    }
  }

  @SuppressWarnings("MustBeClosedChecker") // closed with the result
  private Optional<ChunkLedgers> openFrom(ChunkRow row, LedgerRange range) {
    if (row.artifact(ArtifactKind.LEDGERS) == ArtifactState.FROZEN) {
      try {
        return Optional.of(ChunkLedgers.of(packs.open(row.chunk(), range), codec, buffers));
      } catch (MissingArtifact e) {
        if (catalog.row(row.chunk()).equals(row)) {
          throw e;
        }
        return Optional.empty();
      }
    }
    return hot.openShared(row.chunk())
        .map(reader -> ChunkLedgers.of(reader, range, codec, buffers));
  }
}
