package dev.permafrost.domain.chain;

import dev.permafrost.domain.chunk.Geometry;
import dev.permafrost.domain.flow.LedgerDecoder;
import dev.permafrost.domain.hot.HotChunks;
import dev.permafrost.domain.hot.HotReader;
import dev.permafrost.domain.hot.HotRecord;
import dev.permafrost.domain.source.HotChunkSource;
import dev.permafrost.domain.source.PackChunkSource;
import dev.permafrost.ports.artifact.LedgerPack;
import dev.permafrost.ports.artifact.LedgerPacks;
import dev.permafrost.ports.buffer.DirectBuffers;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.chunk.LedgerHash;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.codec.FrameCodec;
import dev.permafrost.ports.failure.BrokenChain;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongFunction;

/**
 * Reads single headers from packs and hot databases. Headers that prove more than a border are
 * always decoded and hashed, whatever their source.
 */
public final class StoredHeaders {

  private final Geometry geometry;
  private final LedgerPacks packs;
  private final HotChunks hot;
  private final FrameCodec codec;
  private final DirectBuffers buffers;

  /** Creates the reader of a store's headers. */
  public StoredHeaders(
      Geometry geometry,
      LedgerPacks packs,
      HotChunks hot,
      FrameCodec codec,
      DirectBuffers buffers) {
    this.geometry = geometry;
    this.packs = packs;
    this.hot = hot;
    this.codec = codec;
    this.buffers = buffers;
  }

  /** One ledger of a pack. */
  LedgerHashes fromPack(ChunkId chunk, long sequence) {
    try (LedgerPack pack = packs.open(chunk, geometry.range(chunk));
        LedgerDecoder decoder = new LedgerDecoder(codec, buffers)) {
      return decoded(pack, decoder, sequence);
    }
  }

  /**
   * One ledger of a hot database, from the hashes stored with its frame; empty if it is not there.
   */
  Optional<LedgerHashes> fromHot(ChunkId chunk, long sequence) {
    return hot.look(
            chunk,
            reader ->
                reader.withLedger(
                    sequence,
                    value ->
                        new LedgerHashes(HotRecord.hash(value), HotRecord.previousHash(value))))
        .flatMap(found -> found);
  }

  /** The first, last and anchored ledgers of a pack. */
  CheckedHeaders inPack(ChunkId chunk, Anchors anchors) {
    LedgerRange range = geometry.range(chunk);
    try (LedgerPack pack = packs.open(chunk, range);
        LedgerDecoder decoder = new LedgerDecoder(codec, buffers)) {
      return headers(chunk, range, anchors, sequence -> decoded(pack, decoder, sequence));
    }
  }

  /** The same for a hot database; empty if it holds no ledger. */
  Optional<CheckedHeaders> inHot(ChunkId chunk, Anchors anchors) {
    return hot.look(chunk, reader -> inHot(reader, anchors)).flatMap(found -> found);
  }

  private Optional<CheckedHeaders> inHot(HotReader reader, Anchors anchors) {
    ChunkId chunk = reader.chunk();
    try (LedgerDecoder decoder = new LedgerDecoder(codec, buffers)) {
      OptionalLong highest = reader.highest();
      if (highest.isEmpty()) {
        return Optional.empty();
      }
      LedgerRange part = new LedgerRange(geometry.first(chunk), highest.getAsLong());
      return Optional.of(
          headers(chunk, part, anchors, sequence -> decoded(reader, decoder, sequence)));
    }
  }

  private static CheckedHeaders headers(
      ChunkId chunk, LedgerRange range, Anchors anchors, LongFunction<LedgerHashes> read) {
    LedgerHashes first = read.apply(range.first());
    LedgerHashes last = read.apply(range.last());
    anchors.check(chunk, range.first(), first.hash());
    anchors.check(chunk, range.last(), last.hash());
    for (long anchored : anchors.in(range)) {
      if (anchored != range.first() && anchored != range.last()) {
        anchors.check(chunk, anchored, read.apply(anchored).hash());
      }
    }
    Optional<LedgerHash> below = anchors.at(range.first() - 1);
    if (below.isPresent() && !below.get().equals(first.previousHash())) {
      throw new BrokenChain(
          chunk,
          range.first(),
          BrokenChain.Kind.LINK,
          below.get().toString(),
          first.previousHash().toString());
    }
    return new CheckedHeaders(
        chunk,
        range,
        first.previousHash(),
        last.hash(),
        anchors.highestIn(range),
        below.isPresent());
  }

  private static LedgerHashes decoded(LedgerPack pack, LedgerDecoder decoder, long sequence) {
    return pack.withFrame(
        sequence,
        frame ->
            decoder.decode(
                sequence,
                frame,
                PackChunkSource.origin(pack),
                (front, raw) -> new LedgerHashes(front.hash(), front.previousHash())));
  }

  private static LedgerHashes decoded(HotReader reader, LedgerDecoder decoder, long sequence) {
    return reader
        .withLedger(
            sequence,
            value ->
                decoder.decode(
                    sequence,
                    HotRecord.frame(value),
                    HotChunkSource.origin(reader),
                    (front, raw) -> new LedgerHashes(front.hash(), front.previousHash())))
        .orElseThrow(() -> reader.damaged("ledger " + sequence + " is missing below the highest"));
  }
}
