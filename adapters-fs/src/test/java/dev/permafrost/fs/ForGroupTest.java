package dev.permafrost.fs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.LongSummaryStatistics;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForGroupTest {

  private static ByteBuffer encode(int... values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(ForGroup.bytes(values.length, 32) + ForGroup.GUARD_BYTES)
            .order(ByteOrder.LITTLE_ENDIAN);
    ForGroup.encode(values, 0, values.length, bytes);
    return bytes;
  }

  @Test
  void residualsArePackedFromTheLowestBitUpwardsThenWidthThenMinimum() {
    ByteBuffer bytes = encode(10, 13, 10, 11, 17);

    // Residuals 0 3 0 1 7, three bits each: 0 | 3 << 3 | 0 << 6 | 1 << 9 | 7 << 12.
    assertThat(bytes.position()).isEqualTo(2 + 5);
    assertThat(bytes.getShort(0)).isEqualTo((short) (3 << 3 | 1 << 9 | 7 << 12));
    assertThat(bytes.get(2)).isEqualTo((byte) 3);
    assertThat(bytes.getInt(3)).isEqualTo(10);
  }

  @Test
  void equalValuesStillTakeOneBitEach() {
    ByteBuffer bytes = encode(7, 7, 7);

    assertThat(bytes.position()).isEqualTo(1 + 5);
    assertThat(bytes.get(0)).isZero();
    assertThat(bytes.get(1)).isEqualTo((byte) 1);
  }

  @Test
  void bytesThatEndBeforeAGroupOrHaveNoWidthAreToldApart() {
    ByteBuffer bytes = ByteBuffer.allocate(ForGroup.TAIL_BYTES + ForGroup.GUARD_BYTES);

    assertThat(ForGroup.flawOfEnd(bytes, ForGroup.TAIL_BYTES - 1, 1))
        .isEqualTo(ForGroup.Flaw.TRUNCATED);
    assertThat(ForGroup.flawOfEnd(bytes, ForGroup.TAIL_BYTES, 1)).isEqualTo(ForGroup.Flaw.WIDTH);
    bytes.put(0, (byte) 1);
    assertThat(ForGroup.flawOfEnd(bytes, ForGroup.TAIL_BYTES, 1))
        .isEqualTo(ForGroup.Flaw.TRUNCATED);
  }

  @Test
  void valuesAreUnsigned() {
    ByteBuffer bytes = encode(0, -1);
    ForGroup group = ForGroup.endingAt(bytes, bytes.position(), 2);

    assertThat(group.width()).isEqualTo(32);
    assertThat(group.value(0)).isZero();
    assertThat(group.value(1)).isEqualTo(0xFFFF_FFFFL);
    assertThat(group.overflows()).isFalse();
  }

  @Test
  void theLargestValueIsNoOverflowAlthoughItsWidthWouldAllowOne() {
    ByteBuffer bytes = encode(1, -1);
    ForGroup group = ForGroup.endingAt(bytes, bytes.position(), 2);

    assertThat(group.width()).isEqualTo(32);
    assertThat(group.value(1)).isEqualTo(0xFFFF_FFFFL);
    assertThat(group.overflows()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 20260101, 4242})
  void whateverIsWrittenIsReadBack(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 500; round++) {
      int[] values = new int[1 + random.nextInt(ForGroup.VALUES)];
      int spread = random.nextInt(32);
      int base = random.nextInt();
      for (int i = 0; i < values.length; i++) {
        values[i] = base + (random.nextInt() >>> spread);
      }
      ByteBuffer bytes = encode(values);
      int end = bytes.position();

      assertThat(ForGroup.flawOfEnd(bytes, end, values.length)).isEqualTo(ForGroup.Flaw.NONE);
      ForGroup group = ForGroup.endingAt(bytes, end, values.length);
      assertThat(group.offset()).isZero();
      assertThat(group.spareBitsAreZero()).isTrue();
      assertThat(group.overflows()).isFalse();
      for (int i = 0; i < values.length; i++) {
        assertThat(group.value(i)).isEqualTo(Integer.toUnsignedLong(values[i]));
      }
      LongSummaryStatistics totals =
          Arrays.stream(values).mapToLong(Integer::toUnsignedLong).summaryStatistics();
      assertThat(group.totals())
          .isEqualTo(new ForGroup.Totals(totals.getSum(), totals.getMin(), totals.getMax()));
    }
  }
}
