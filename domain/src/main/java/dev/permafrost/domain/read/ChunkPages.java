package dev.permafrost.domain.read;

import dev.permafrost.domain.catalog.ArtifactState;
import dev.permafrost.domain.catalog.ChunkRow;
import dev.permafrost.domain.catalog.ReadingCatalog;
import dev.permafrost.domain.chunk.Geometry;
import dev.permafrost.domain.flow.LedgerDecoder;
import dev.permafrost.domain.flow.Origin;
import dev.permafrost.domain.hot.HotChunks;
import dev.permafrost.domain.hot.HotReader;
import dev.permafrost.domain.hot.HotRecord;
import dev.permafrost.domain.source.HotChunkSource;
import dev.permafrost.domain.source.PackChunkSource;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.artifact.FrameCursor;
import dev.permafrost.ports.artifact.LedgerPack;
import dev.permafrost.ports.artifact.LedgerPacks;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.failure.LedgerNotStored;
import dev.permafrost.ports.failure.MissingArtifact;
import dev.permafrost.ports.failure.StorageFailure;
import dev.permafrost.ports.hot.HotCursor;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Reads parts of chunks from where they are at the moment: the pack if the ledgers are frozen, or
 * about to be pruned, otherwise the hot database. If a chunk moves between reading its row and
 * opening it, this tries again. Thread-safe.
 */
final class ChunkPages {

  /** Receives each frame with its origin. */
  interface FrameReceiver {
    void accept(long sequence, ByteBuffer borrowedFrame, Origin origin);
  }

  private final ReadingCatalog catalog;
  private final Geometry geometry;
  private final LedgerPacks packs;
  private final HotChunks hot;
  private final Decoders decoders;
  private final boolean readsPruning;

  /**
   * Creates the pages of a store.
   *
   * @param readsPruning whether to read packs that wait for their removal: a view that could read
   *     one before still can
   */
  ChunkPages(
      ReadingCatalog catalog,
      LedgerPacks packs,
      HotChunks hot,
      Decoders decoders,
      boolean readsPruning) {
    this.readsPruning = readsPruning;
    this.catalog = catalog;
    this.geometry = catalog.geometry();
    this.packs = packs;
    this.hot = hot;
    this.decoders = decoders;
  }

  /** Lends each ledger of a part of one chunk, decoded and checked. */
  void readRaw(LedgerRange part, LedgerReceiver receiver) {
    decoders.use(
        decoder -> {
          read(
              part,
              (sequence, frame, origin) -> decode(decoder, sequence, frame, origin, receiver));
          return part;
        });
  }

  /** Lends each frame of a part of one chunk. */
  void readFrames(LedgerRange part, LedgerReceiver receiver) {
    read(part, (sequence, frame, origin) -> receiver.accept(sequence, frame.asReadOnlyBuffer()));
  }

  private static void decode(
      LedgerDecoder decoder,
      long sequence,
      ByteBuffer frame,
      Origin origin,
      LedgerReceiver receiver) {
    decoder.decode(
        sequence,
        frame,
        origin,
        (front, raw) -> {
          receiver.accept(sequence, raw);
          return sequence;
        });
  }

  private void read(LedgerRange part, FrameReceiver receiver) {
    ChunkId chunk = geometry.chunkOf(part.first());
    ChunkRow row = catalog.row(chunk);
    while (!readFrom(row, part, receiver)) {
      ChunkRow now = catalog.row(chunk);
      if (now.equals(row)) {
        throw new LedgerNotStored(part.first(), chunk);
      }
      row = now;
    }
  }

  /** Returns false if the chunk is not where the row says, and the row may have changed. */
  private boolean readFrom(ChunkRow row, LedgerRange part, FrameReceiver receiver) {
    ArtifactState ledgers = row.artifact(ArtifactKind.LEDGERS);
    if (ledgers == ArtifactState.FROZEN) {
      return readPack(row, part, receiver);
    }
    boolean wasHot =
        hot.page(
                row.chunk(),
                reader -> {
                  readHot(reader, part, receiver);
                  return true;
                })
            .orElse(false);
    return wasHot
        || (readsPruning && ledgers == ArtifactState.PRUNING && readPack(row, part, receiver));
  }

  private boolean readPack(ChunkRow row, LedgerRange part, FrameReceiver receiver) {
    Optional<LedgerPack> opened = open(row);
    if (opened.isEmpty()) {
      return false;
    }
    try (LedgerPack pack = opened.get()) {
      Origin origin = PackChunkSource.origin(pack);
      if (part.length() == 1) {
        return pack.withFrame(
            part.first(),
            frame -> {
              receiver.accept(part.first(), frame, origin);
              return true;
            });
      }
      try (FrameCursor cursor = pack.scan(part)) {
        while (cursor.next()) {
          receiver.accept(cursor.sequence(), cursor.borrowedFrame(), origin);
        }
      }
    }
    return true;
  }

  @SuppressWarnings("MustBeClosedChecker") // passed on
  private Optional<LedgerPack> open(ChunkRow row) {
    try {
      return Optional.of(packs.open(row.chunk(), geometry.range(row.chunk())));
    } catch (MissingArtifact e) {
      if (catalog.row(row.chunk()).equals(row)) {
        throw e;
      }
      return Optional.empty();
    }
  }

  /** Ledgers are committed in order, so one missing below the highest was there and is lost. */
  static StorageFailure absent(HotReader reader, long sequence) {
    long highest = reader.highest().orElse(0);
    return sequence < highest
        ? reader.damaged("ledger " + sequence + " is missing below the highest, " + highest)
        : new LedgerNotStored(sequence, reader.chunk());
  }

  private static void readHot(HotReader reader, LedgerRange part, FrameReceiver receiver) {
    Origin origin = HotChunkSource.origin(reader);
    try (HotCursor cursor = reader.ledgersFrom(part.first(), part.length())) {
      for (long sequence = part.first(); sequence <= part.last(); sequence++) {
        if (!cursor.next() || HotRecord.sequence(cursor.borrowedKey()) != sequence) {
          throw absent(reader, sequence);
        }
        ByteBuffer value = cursor.borrowedValue();
        reader.requireSound(sequence, value);
        receiver.accept(sequence, HotRecord.frame(value), origin);
      }
    }
  }
}
