package dev.permafrost.forge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.github.luben.zstd.Zstd;
import dev.permafrost.forge.lake.LakeForge;
import dev.permafrost.forge.lake.LakeShape;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.ledger.LedgerFront;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ledgers in files: streams of records, and objects of a lake. */
final class LedgerFilesTest {

  private static final List<ForgedLedger> LEDGERS =
      LedgerForge.small(31).ledgers(new LedgerRange(2, 30));

  private final Path directory;

  LedgerFilesTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void aStreamGivesItsLedgersInOrderCompressedOrNot() throws IOException {
    byte[] stream = stream();
    for (byte[] content : List.of(stream, Zstd.compress(stream, 3))) {
      Path file = Files.write(directory.resolve("stream"), content);
      List<byte[]> read = LedgerStreamFile.readAll(file);
      assertThat(read).hasSize(LEDGERS.size());
      for (int i = 0; i < read.size(); i++) {
        assertThat(read.get(i)).isEqualTo(LEDGERS.get(i).toBytes());
      }
      assertThat(LedgerTemplate.read(file, 28)).isEqualTo(LEDGERS.get(28).toBytes());
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(() -> LedgerTemplate.read(file, 29))
          .withMessageContaining("no ledger with index 29");
    }
  }

  @Test
  void aStreamThatEndsInsideARecordIsRefused() throws IOException {
    byte[] stream = stream();
    int firstRecord = 4 + LEDGERS.get(0).sizeBytes();
    for (int length : new int[] {1, 2, 3, 4, 5, firstRecord - 1, firstRecord + 2}) {
      Path file = Files.write(directory.resolve("stream"), Arrays.copyOf(stream, length));
      assertThatExceptionOfType(EOFException.class)
          .isThrownBy(() -> LedgerStreamFile.readAll(file));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 100, 0x80000000, 0xFFFFFFFF, 0x84000001})
  void aLengthThatNoLedgerHasIsRefusedBeforeItIsRead(int mark) throws IOException {
    Path file = Files.write(directory.resolve("s"), ByteBuffer.allocate(8).putInt(mark).array());
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> LedgerStreamFile.readAll(file))
        .withMessageContaining("is no length");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 8, 16})
  void theFirstLedgerOfALakesObjectIsFoundByTheLinkOfTheSecond(int ledgersPerBatch)
      throws IOException {
    Path lake = directory.resolve("lake");
    LakeShape shape = new LakeShape("Forged Network", ledgersPerBatch, 1, "zst");
    LakeForge.into(lake, shape).forge(LedgerForge.small(31), new LedgerRange(16, 16));
    byte[] template = LedgerTemplate.read(lake.resolve(shape.key(16)), 0);
    assertThat(template).isEqualTo(LEDGERS.get(14).toBytes());
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> LedgerTemplate.read(lake.resolve(shape.key(16)), 1))
        .withMessageContaining("only its first ledger");
  }

  @Test
  void aFileThatHoldsNoLedgerIsRefused() throws IOException {
    Path empty = Files.write(directory.resolve("empty"), new byte[0]);
    assertThatExceptionOfType(IOException.class).isThrownBy(() -> LedgerTemplate.read(empty, 0));
    Path zeros = Files.write(directory.resolve("zeros"), new byte[1_000]);
    assertThat(LedgerFront.parse(ByteBuffer.allocate(1_000)).sequence()).isZero();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LedgerForge.grownFrom(LedgerTemplate.read(zeros, 0), 1));
    Path text = Files.writeString(directory.resolve("text"), "no ledger at all, not any");
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> LedgerTemplate.read(text, 0))
        .withMessageContaining("no lake's object");
    assertThatIllegalArgumentException().isThrownBy(() -> LedgerTemplate.read(text, -1));
  }

  private static byte[] stream() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (ForgedLedger ledger : LEDGERS) {
      int mark = 0x80000000 | ledger.sizeBytes();
      out.writeBytes(ByteBuffer.allocate(4).putInt(mark).array());
      out.writeBytes(ledger.toBytes());
    }
    return out.toByteArray();
  }
}
