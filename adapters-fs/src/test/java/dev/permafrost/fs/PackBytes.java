package dev.permafrost.fs;

import dev.permafrost.ports.artifact.ArtifactBuilder;
import dev.permafrost.ports.artifact.ArtifactSink;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.chunk.LedgerHash;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.ledger.BorrowedLedger;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.zip.CRC32C;

/** Makes packs in memory, sound ones and, by changing them, others. */
final class PackBytes {

  private PackBytes() {}

  /** A sink that keeps everything. */
  static final class Sink implements ArtifactSink {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Override
    public void append(ByteBuffer borrowed) {
      byte[] copy = new byte[borrowed.remaining()];
      borrowed.get(copy);
      bytes.writeBytes(copy);
    }

    @Override
    public long sizeBytes() {
      return bytes.size();
    }

    byte[] toBytes() {
      return bytes.toByteArray();
    }
  }

  /** The pack of frames, as the format builds it. */
  static byte[] of(LedgerRange range, List<byte[]> frames) {
    Sink sink = new Sink();
    build(range, frames, sink);
    return sink.toBytes();
  }

  static void build(LedgerRange range, List<byte[]> frames, ArtifactSink sink) {
    try (ArtifactBuilder builder = FileStores.packFormat().begin(new ChunkId(0), range, sink)) {
      for (int i = 0; i < frames.size(); i++) {
        builder.add(ledger(range.first() + i, ByteBuffer.wrap(frames.get(i))));
      }
      builder.finish();
    }
  }

  static BorrowedLedger ledger(long sequence, ByteBuffer frame) {
    return new BorrowedLedger(sequence, LedgerHash.ZERO, LedgerHash.ZERO, frame, null);
  }

  /** A change of a trailer, whose bytes are given little-endian from 0 to 75. */
  interface TrailerChange {
    void apply(ByteBuffer trailer);
  }

  /** A copy of a pack with its trailer changed, and the trailer's checksum made right again. */
  static byte[] withTrailer(byte[] pack, TrailerChange change) {
    byte[] changed = pack.clone();
    ByteBuffer trailer =
        ByteBuffer.wrap(changed, changed.length - PackTrailer.BYTES, PackTrailer.BYTES)
            .slice()
            .order(ByteOrder.LITTLE_ENDIAN);
    change.apply(trailer);
    CRC32C crc = new CRC32C();
    crc.update(trailer.duplicate().position(0).limit(72));
    trailer.putInt(72, (int) crc.getValue());
    return changed;
  }

  /**
   * Makes the checksums of what may be a pack right, in place, as far as its trailer says where
   * they are.
   */
  static void repairChecksums(byte[] pack) {
    int trailerAt = pack.length - PackTrailer.BYTES;
    if (trailerAt < 0) {
      return;
    }
    ByteBuffer bytes = ByteBuffer.wrap(pack).order(ByteOrder.LITTLE_ENDIAN);
    long indexBytes = Integer.toUnsignedLong(bytes.getInt(trailerAt + 28));
    long indexAt = trailerAt - Integer.toUnsignedLong(bytes.getInt(trailerAt + 32)) - indexBytes;
    if (indexAt >= 0 && indexBytes >= Integer.BYTES) {
      int appDataAt = (int) (indexAt + indexBytes);
      putCrc(bytes, (int) indexAt, appDataAt - Integer.BYTES);
      CRC32C appDataCrc = new CRC32C();
      appDataCrc.update(bytes.duplicate().position(appDataAt).limit(trailerAt));
      if (bytes.getInt(trailerAt + 68) != 0) {
        bytes.putInt(trailerAt + 68, (int) appDataCrc.getValue());
      }
    }
    putCrc(bytes, trailerAt, pack.length - Integer.BYTES);
  }

  /** Writes the CRC32C of a part of the bytes behind that part. */
  private static void putCrc(ByteBuffer bytes, int from, int to) {
    CRC32C crc = new CRC32C();
    crc.update(bytes.duplicate().position(from).limit(to));
    bytes.putInt(to, (int) crc.getValue());
  }
}
