package dev.permafrost.ports.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class ChunkNounsTest {

  @Test
  void aChunkIdIsWrittenAsEightDigitsAndItsBucketAsFive() {
    assertThat(new ChunkId(0).name()).isEqualTo("00000000");
    assertThat(new ChunkId(0).bucketName()).isEqualTo("00000");
    assertThat(new ChunkId(1005).name()).isEqualTo("00001005");
    assertThat(new ChunkId(1005).bucketName()).isEqualTo("00001");
    assertThat(new ChunkId(999).bucketName()).isEqualTo("00000");
    assertThat(new ChunkId(99_999_999).name()).isEqualTo("99999999");
    assertThat(new ChunkId(99_999_999).bucketName()).isEqualTo("99999");
  }

  @Test
  void anIdThatEightDigitsCannotNameIsRejected() {
    assertThatIllegalArgumentException().isThrownBy(() -> new ChunkId(-1));
    assertThatIllegalArgumentException().isThrownBy(() -> new ChunkId(100_000_000));
  }

  @Test
  void aRangeHoldsBothItsEnds() {
    LedgerRange range = new LedgerRange(2, 5);
    assertThat(range.length()).isEqualTo(4);
    assertThat(range.contains(1)).isFalse();
    assertThat(range.contains(2)).isTrue();
    assertThat(range.contains(5)).isTrue();
    assertThat(range.contains(6)).isFalse();
    assertThat(new LedgerRange(7, 7).length()).isEqualTo(1);
  }

  @Test
  void aRangeIsNeverEmptyNorBeyondThirtyTwoBits() {
    assertThatIllegalArgumentException().isThrownBy(() -> new LedgerRange(3, 2));
    assertThatIllegalArgumentException().isThrownBy(() -> new LedgerRange(-1, 2));
    assertThatIllegalArgumentException().isThrownBy(() -> new LedgerRange(0, 1L << 32));
    assertThat(new LedgerRange(0, LedgerRange.MAX_SEQUENCE).length()).isEqualTo(1L << 32);
  }

  @Test
  void aHashIsReadAndWrittenAtAnyIndexInAnyOrder() {
    byte[] bytes = new byte[40];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (i * 7);
    }
    LedgerHash big = LedgerHash.at(ByteBuffer.wrap(bytes), 5);
    LedgerHash little = LedgerHash.at(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN), 5);
    assertThat(little).isEqualTo(big);
    byte[] written = new byte[40];
    big.putAt(ByteBuffer.wrap(written).order(ByteOrder.LITTLE_ENDIAN), 5);
    assertThat(Arrays.copyOfRange(written, 5, 37))
        .isEqualTo(Arrays.copyOfRange(bytes, 5, 37))
        .isEqualTo(big.toBytes());
    assertThat(LedgerHash.of(big.toBytes())).isEqualTo(big);
  }

  @Test
  void aHashIsShownAsSixtyFourDigits() {
    assertThat(LedgerHash.ZERO.toString()).isEqualTo("0".repeat(64));
    assertThat(new LedgerHash(1, 0, 0, -1).toString())
        .isEqualTo("0000000000000001" + "0".repeat(32) + "f".repeat(16));
  }

  @Test
  void aHashOfAnotherLengthIsRejected() {
    assertThatIllegalArgumentException().isThrownBy(() -> LedgerHash.of(new byte[31]));
    assertThatThrownBy(() -> LedgerHash.at(ByteBuffer.allocate(31), 0))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }
}
