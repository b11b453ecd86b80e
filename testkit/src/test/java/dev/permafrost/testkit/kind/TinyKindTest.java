package dev.permafrost.testkit.kind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.permafrost.forge.ForgedLedger;
import dev.permafrost.forge.LedgerForge;
import dev.permafrost.ports.artifact.ArtifactBuilder;
import dev.permafrost.ports.artifact.ArtifactFormat.Reads;
import dev.permafrost.ports.artifact.ArtifactSink;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.hot.HotBatch;
import dev.permafrost.ports.ledger.BorrowedLedger;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

/** The tiny kind writes eight bytes a ledger, and wants all of them in order. */
final class TinyKindTest {

  private static final LedgerRange RANGE = new LedgerRange(2, 5);
  private static final List<ForgedLedger> LEDGERS = LedgerForge.small(1).ledgers(RANGE);

  private static final class Bytes implements ArtifactSink {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Override
    public void append(ByteBuffer borrowed) {
      while (borrowed.hasRemaining()) {
        out.write(borrowed.get());
      }
    }

    @Override
    public long sizeBytes() {
      return out.size();
    }
  }

  @Test
  void everyWholeFileHasTheLeastBytes() {
    assertThat(TinyKind.FORMAT.leastBytes(new LedgerRange(2, 5))).isEqualTo(32);
  }

  @Test
  void aFileHasSequenceAndCheckSumOfEachLedger() {
    Bytes sink = new Bytes();
    try (ArtifactBuilder builder = TinyKind.FORMAT.begin(new ChunkId(0), RANGE, sink)) {
      LEDGERS.forEach(ledger -> builder.add(borrowed(ledger)));
      builder.finish();
    }
    ByteBuffer file = ByteBuffer.wrap(sink.out.toByteArray());
    assertThat(file.remaining()).isEqualTo(8 * LEDGERS.size());
    for (ForgedLedger ledger : LEDGERS) {
      CRC32C crc = new CRC32C();
      crc.update(ledger.toBytes());
      assertThat(file.getInt()).isEqualTo((int) ledger.sequence());
      assertThat(file.getInt()).isEqualTo((int) crc.getValue());
    }
  }

  @Test
  void aLedgerOutOfOrderOrMissingIsABug() {
    Bytes sink = new Bytes();
    try (ArtifactBuilder builder = TinyKind.FORMAT.begin(new ChunkId(0), RANGE, sink)) {
      builder.add(borrowed(LEDGERS.get(0)));
      assertThatIllegalStateException().isThrownBy(() -> builder.add(borrowed(LEDGERS.get(2))));
      assertThatIllegalStateException().isThrownBy(builder::finish);
    }
  }

  @Test
  void aBatchGetsOneEntryInTheFamily() {
    HotBatch batch = new HotBatch();
    TinyKind.COLUMN.contribute(borrowed(LEDGERS.get(3)), batch);
    assertThat(batch.puts()).hasSize(1);
    HotBatch.Put put = batch.puts().get(0);
    assertThat(put.family()).isEqualTo(TinyKind.FAMILY).isEqualTo(TinyKind.COLUMN.family());
    ByteBuffer record = TinyKind.record(5, LEDGERS.get(3).raw());
    assertThat(put.borrowedKey()).isEqualTo(record.slice(0, 4));
    assertThat(put.borrowedValue()).isEqualTo(record.slice(4, 4));
  }

  @Test
  void itReadsRawLedgersOnly() {
    assertThat(TinyKind.FORMAT.kind()).isEqualTo(TinyKind.KIND).hasToString("tiny");
    assertThat(TinyKind.FORMAT.extension()).isEqualTo("tiny");
    assertThat(TinyKind.FORMAT.reads()).containsExactly(Reads.RAW);
  }

  private static BorrowedLedger borrowed(ForgedLedger ledger) {
    return new BorrowedLedger(
        ledger.sequence(), ledger.hash(), ledger.previousHash(), null, ledger.raw());
  }
}
