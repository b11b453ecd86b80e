package dev.permafrost.domain.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.failure.OutOfRange;
import org.junit.jupiter.api.Test;

final class GeometryTest {

  private final Geometry standard = Geometry.STANDARD;

  @Test
  void theChainStartsAtLedgerTwo() {
    assertThat(standard.range(new ChunkId(0))).isEqualTo(new LedgerRange(2, 10_001));
    assertThat(standard.range(new ChunkId(1))).isEqualTo(new LedgerRange(10_002, 20_001));
    assertThat(standard.chunkOf(2)).isEqualTo(new ChunkId(0));
    assertThat(standard.chunkOf(10_001)).isEqualTo(new ChunkId(0));
    assertThat(standard.chunkOf(10_002)).isEqualTo(new ChunkId(1));
    assertThat(standard.chunkOf(53_312_000)).isEqualTo(new ChunkId(5331));
  }

  @Test
  void belowLedgerTwoThereIsNoChunkAndItIsNeverClamped() {
    for (long sequence : new long[] {Long.MIN_VALUE, -1, 0, 1}) {
      assertThatThrownBy(() -> standard.chunkOf(sequence))
          .isInstanceOfSatisfying(
              OutOfRange.class,
              e -> {
                assertThat(e.value()).isEqualTo(sequence);
                assertThat(e.smallest()).isEqualTo(2);
              });
    }
  }

  @Test
  void theLargestChunkIsTheLastWhoseLastLedgerFitsInThirtyTwoBits() {
    assertThat(standard.largest()).isEqualTo(new ChunkId(429_495));
    assertThat(standard.last(standard.largest())).isEqualTo(4_294_960_001L);
    assertThat(standard.chunkOf(4_294_960_001L)).isEqualTo(standard.largest());
    assertThatThrownBy(() -> standard.chunkOf(4_294_960_002L)).isInstanceOf(OutOfRange.class);
    assertThatThrownBy(() -> standard.chunk(429_496)).isInstanceOf(OutOfRange.class);
    assertThatThrownBy(() -> standard.first(new ChunkId(429_496))).isInstanceOf(OutOfRange.class);
    assertThatThrownBy(() -> standard.chunk(-1)).isInstanceOf(OutOfRange.class);
    assertThatThrownBy(() -> standard.chunk(1L << 40)).isInstanceOf(OutOfRange.class);
  }

  /** 65,535 chunks of 65,537 ledgers would end one behind the largest sequence. */
  @Test
  void aChunkThatWouldJustNotFitIsNone() {
    Geometry tight = new Geometry(65_537);
    assertThat(tight.ledgersPerChunk()).isEqualTo(65_537);
    assertThat(tight.largest()).isEqualTo(new ChunkId(65_533));
    assertThat(tight.last(tight.largest()) + 65_537).isEqualTo(LedgerRange.MAX_SEQUENCE + 1);
  }

  @Test
  void aChunkNumberNeverHasMoreThanEightDigits() {
    assertThat(new Geometry(1).largest()).isEqualTo(new ChunkId(99_999_999));
    assertThat(new Geometry(42).largest()).isEqualTo(new ChunkId(99_999_999));
    assertThat(new Geometry(43).largest().value()).isLessThan(99_999_999);
  }

  @Test
  void chunksOfFourLedgersFollowTheSameRule() {
    Geometry small = new Geometry(4);
    assertThat(small.range(new ChunkId(3))).isEqualTo(new LedgerRange(14, 17));
    for (long sequence = 2; sequence < 100; sequence++) {
      assertThat(small.range(small.chunkOf(sequence)).contains(sequence)).isTrue();
    }
  }

  @Test
  void aChunkHasAtLeastOneLedger() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Geometry(0));
    assertThatIllegalArgumentException().isThrownBy(() -> new Geometry(-1));
  }
}
