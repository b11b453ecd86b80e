package dev.permafrost.app.landing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.permafrost.app.outcome.WrongUsage;
import dev.permafrost.domain.landing.Receipt;
import dev.permafrost.ports.artifact.ArtifactKind;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.chunk.LedgerHash;
import dev.permafrost.ports.codec.CodecFingerprint;
import dev.permafrost.ports.landing.LandedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Receipts as JSON, a line each. */
class ReceiptFileTest {

  @TempDir Path temporary;

  private Path path;

  @BeforeEach
  void name() {
    path = temporary.resolve("receipts");
  }

  private static Receipt receipt(int chunk, long sizeBytes, OptionalLong anchor) {
    return new Receipt(
        new ChunkId(chunk),
        ArtifactKind.LEDGERS,
        new LandedFile(sizeBytes, "0f".repeat(32)),
        LedgerHash.ZERO,
        new LedgerHash(1, 2, 3, 4),
        "Test \"Network\" \u00fc",
        new CodecFingerprint("zstd-1.5.7/level-3/size+checksum"),
        anchor,
        anchor.isPresent());
  }

  @Test
  void whatIsWrittenIsRead() {
    Receipt one = receipt(1, 5_000_000_000L, OptionalLong.empty());
    Receipt seven = receipt(7, 9, OptionalLong.of(70_005));

    ReceiptFile file = new ReceiptFile(path);
    file.add(seven);
    file.add(one);

    assertThat(new ReceiptFile(path).read().values()).containsExactly(one, seven);
  }

  @Test
  void aLineIsOneObject() throws IOException {
    new ReceiptFile(path).add(receipt(7, 9, OptionalLong.of(70_005)));

    assertThat(Files.readAllLines(path))
        .containsExactly(
            "{\"chunk\":7,\"kind\":\"ledgers\",\"fileBytes\":9,\"sha256\":\""
                + "0f".repeat(32)
                + "\",\"firstPrevious\":\""
                + "0".repeat(64)
                + "\",\"lastHash\":\""
                + new LedgerHash(1, 2, 3, 4)
                + "\",\"network\":\"Test \\\"Network\\\" \u00fc\","
                + "\"codec\":\"zstd-1.5.7/level-3/size+checksum\",\"anchor\":70005,"
                + "\"continuesAnchor\":true}");
  }

  @Test
  void addingKeepsOtherChunksAndReplacesTheSameOne() {
    ReceiptFile file = new ReceiptFile(path);
    file.add(receipt(1, 1, OptionalLong.empty()));
    file.add(receipt(2, 2, OptionalLong.empty()));

    file.add(receipt(2, 3, OptionalLong.empty()));
    file.add(receipt(3, 4, OptionalLong.empty()));

    assertThat(file.read().values())
        .extracting(receipt -> receipt.file().sizeBytes())
        .containsExactly(1L, 3L, 4L);
    assertThat(temporary.toFile().list()).containsExactly("receipts");
  }

  @Test
  void aReceiptThatItHoldsAlreadyIsNotWrittenAgain() throws IOException {
    new ReceiptFile(path).add(receipt(1, 1, OptionalLong.empty()));
    Object before = Files.getAttribute(path, "unix:ino");

    new ReceiptFile(path).add(receipt(1, 1, OptionalLong.empty()));

    assertThat(Files.getAttribute(path, "unix:ino")).isEqualTo(before);
  }

  @Test
  void whatSeveralThreadsAddAtOnceIsAllThere() {
    ReceiptFile file = new ReceiptFile(path);

    IntStream.range(0, 64)
        .parallel()
        .forEach(chunk -> file.add(receipt(chunk, chunk, OptionalLong.empty())));

    assertThat(file.read().values())
        .extracting(receipt -> receipt.chunk().value())
        .isEqualTo(IntStream.range(0, 64).boxed().toList());
  }

  @Test
  void aFileThatIsNotThereHoldsNothing() {
    assertThat(new ReceiptFile(path).read()).isEmpty();
    assertThat(new ReceiptFile(path).isThere()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"hello", "{}", "[]", "5", "{\"chunk\":7}", "{\"chunk\":-7}"})
  void whatIsNoReceiptIsRefusedByItsLineAndLeftAsItIs(String line) throws IOException {
    new ReceiptFile(path).add(receipt(1, 1, OptionalLong.empty()));
    String text = Files.readString(path) + "\n" + line + "\n";
    Files.writeString(path, text);

    assertThatExceptionOfType(WrongUsage.class)
        .isThrownBy(() -> new ReceiptFile(path).read())
        .withMessageContaining("line 3");
    assertThatExceptionOfType(WrongUsage.class)
        .isThrownBy(() -> new ReceiptFile(path).add(receipt(2, 2, OptionalLong.empty())));
    assertThat(Files.readString(path)).isEqualTo(text);
  }

  @Test
  void aReceiptWithAFieldOfAnotherFormIsRefused() throws IOException {
    new ReceiptFile(path).add(receipt(1, 1, OptionalLong.empty()));
    String line = Files.readString(path);
    for (String wrong :
        List.of(
            line.replace("0f0f", "0F0F"),
            line.replace("\"chunk\":1", "\"chunk\":1.5"),
            line.replace("\"chunk\":1", "\"chunk\":100000000"),
            line.replace("\"lastHash\":\"", "\"lastHash\":\"0"),
            line.replace("\"network\":", "\"other\":"),
            line + line)) {
      Files.writeString(path, wrong);
      assertThatExceptionOfType(WrongUsage.class)
          .as(wrong)
          .isThrownBy(() -> new ReceiptFile(path).read());
    }
  }
}
