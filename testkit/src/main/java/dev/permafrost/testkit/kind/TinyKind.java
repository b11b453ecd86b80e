package dev.permafrost.testkit.kind;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.ports.artifact.ArtifactBuilder;
import dev.permafrost.ports.artifact.ArtifactFormat;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.artifact.ArtifactSink;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.hot.ColumnFamily;
import dev.permafrost.ports.hot.HotBatch;
import dev.permafrost.ports.hot.HotColumn;
import dev.permafrost.ports.ledger.BorrowedLedger;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.zip.CRC32C;

/**
 * A second kind of artifact, as small as one can be: for each ledger 8 bytes, its sequence and the
 * CRC32C of its raw bytes, both big-endian. Its column family keeps the same: sequence to CRC32C.
 *
 * <p>It is contributed as any later kind would be, and adding it changes no line of the domain.
 */
public final class TinyKind {

  /** Its name, {@code tiny}. */
  public static final ArtifactKind KIND = new ArtifactKind("tiny");

  /** The column family that it adds to hot databases. */
  public static final ColumnFamily FAMILY = new ColumnFamily("tiny");

  /** The bytes that a ledger takes in its file. */
  public static final int BYTES_A_LEDGER = 8;

  /** The format of its files. */
  public static final ArtifactFormat FORMAT = new Format();

  /** What each ledger puts into its column family. */
  public static final HotColumn COLUMN = new Column();

  private TinyKind() {}

  /** What the file has for one ledger; position at its begin. */
  public static ByteBuffer record(long sequence, ByteBuffer raw) {
    CRC32C crc = new CRC32C();
    crc.update(raw.duplicate());
    return ByteBuffer.allocate(BYTES_A_LEDGER)
        .putInt((int) sequence)
        .putInt((int) crc.getValue())
        .flip();
  }

  private static final class Format implements ArtifactFormat {
    @Override
    public ArtifactKind kind() {
      return KIND;
    }

    @Override
    public String extension() {
      return "tiny";
    }

    @Override
    public long leastBytes(LedgerRange range) {
      return range.length() * BYTES_A_LEDGER;
    }

    @Override
    public Set<Reads> reads() {
      return Set.of(Reads.RAW);
    }

    @Override
    @MustBeClosed
    public ArtifactBuilder begin(ChunkId chunk, LedgerRange range, ArtifactSink sink) {
      return new Builder(range, sink);
    }
  }

  private static final class Builder implements ArtifactBuilder {
    private final LedgerRange range;
    private final ArtifactSink sink;
    private long next;

    Builder(LedgerRange range, ArtifactSink sink) {
      this.range = range;
      this.sink = sink;
      this.next = range.first();
    }

    @Override
    public void add(BorrowedLedger borrowed) {
      if (borrowed.sequence() != next || next > range.last()) {
        throw new IllegalStateException(
            "ledger " + borrowed.sequence() + " where " + next + " of " + range + " is due");
      }
      sink.append(record(borrowed.sequence(), borrowed.raw()));
      next++;
    }

    @Override
    public void finish() {
      if (next <= range.last()) {
        throw new IllegalStateException(
            "the ledgers from " + next + " of " + range + " are missing");
      }
    }

    @Override
    public void close() {}
  }

  private static final class Column implements HotColumn {
    @Override
    public ColumnFamily family() {
      return FAMILY;
    }

    @Override
    public void contribute(BorrowedLedger borrowed, HotBatch batch) {
      ByteBuffer record = record(borrowed.sequence(), borrowed.raw());
      batch.put(FAMILY, record.slice(0, 4), record.slice(4, 4));
    }
  }
}
