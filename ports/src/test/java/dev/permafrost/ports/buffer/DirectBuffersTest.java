package dev.permafrost.ports.buffer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Direct buffers that are lent and come back. */
final class DirectBuffersTest {

  private static final int SIZE = 100_000;

  @Test
  void aBufferIsDirectAndEndsWhereItWasAskedTo() {
    ByteBuffer buffer = new DirectBuffers(1 << 20).borrow(SIZE);

    assertThat(buffer.isDirect()).isTrue();
    assertThat(buffer.position()).isZero();
    assertThat(buffer.limit()).isEqualTo(SIZE);
  }

  @Test
  void whatWasGivenBackIsLentAgainWhateverWasDoneToItsLimits() {
    DirectBuffers buffers = new DirectBuffers(1 << 20);
    ByteBuffer first = buffers.borrow(SIZE);
    first.position(7).limit(9);
    buffers.giveBack(first);

    ByteBuffer second = buffers.borrow(SIZE - 1);

    assertThat(second).isSameAs(first);
    assertThat(second.position()).isZero();
    assertThat(second.limit()).isEqualTo(SIZE - 1);
  }

  @Test
  void twoBorrowersNeverHaveTheSameBuffer() {
    DirectBuffers buffers = new DirectBuffers(1 << 20);
    buffers.giveBack(buffers.borrow(SIZE));

    assertThat(buffers.borrow(SIZE)).isNotSameAs(buffers.borrow(SIZE));
  }

  @Test
  void noMoreIsKeptThanTheBoundAllows() {
    DirectBuffers buffers = new DirectBuffers(1 << 17);
    ByteBuffer first = buffers.borrow(SIZE);
    ByteBuffer second = buffers.borrow(SIZE);
    buffers.giveBack(first);
    buffers.giveBack(second);

    assertThat(buffers.borrow(SIZE)).isSameAs(first);
    assertThat(buffers.borrow(SIZE)).isNotSameAs(second);
  }

  @Test
  void whatIsLentAgainMakesRoomForWhatComesBack() {
    DirectBuffers buffers = new DirectBuffers(1 << 17);
    ByteBuffer only = buffers.borrow(SIZE);
    for (int round = 0; round < 10; round++) {
      buffers.giveBack(only);
      assertThat(buffers.borrow(SIZE)).isSameAs(only);
    }
  }

  @Test
  void whatIsOutIsCountedWhetherOrNotItIsKeptAfterwards() {
    DirectBuffers buffers = new DirectBuffers(0);
    ByteBuffer first = buffers.borrow(SIZE);
    ByteBuffer second = buffers.borrow(SIZE);
    assertThat(buffers.lentCount()).isEqualTo(2);

    buffers.giveBack(first);
    assertThat(buffers.lentCount()).isEqualTo(1);
    buffers.giveBack(second);
    assertThat(buffers.lentCount()).isZero();
  }

  @Test
  void anAlignedOneBeginsWhereTransfersPastThePageCacheMay() {
    for (int bytes : new int[] {1, 4096, 4097, SIZE}) {
      ByteBuffer buffer = DirectBuffers.aligned(0).take(bytes);

      assertThat(buffer.alignmentOffset(0, DirectBuffers.ALIGNMENT_BYTES)).isZero();
      assertThat(Integer.bitCount(buffer.capacity())).isEqualTo(1);
    }
  }

  @Test
  void aPoolGivesOutWhatItTookBackAndKeepsNoMoreThanItMay() {
    DirectBuffers pool = new DirectBuffers(3 * 4096);
    ByteBuffer small = pool.take(1);
    ByteBuffer large = pool.take(4097);
    assertThat(small.isDirect()).isTrue();
    assertThat(small.capacity()).isEqualTo(4096);
    assertThat(large.capacity()).isEqualTo(8192);
    assertThat(pool.take(4096).capacity()).isEqualTo(4096);
    assertThat(pool.take(0).capacity()).isEqualTo(4096);
    small.position(7).limit(9);
    pool.giveBack(small);
    pool.giveBack(large);
    ByteBuffer tooMuch = ByteBuffer.allocateDirect(4096);
    pool.giveBack(tooMuch);
    ByteBuffer again = pool.take(4096);
    assertThat(again).isSameAs(small);
    assertThat(again.position()).isZero();
    assertThat(again.limit()).isEqualTo(4096);
    assertThat(pool.take(5000)).isSameAs(large);
    assertThat(pool.take(4096)).isNotSameAs(tooMuch);
  }

  @ParameterizedTest
  @ValueSource(ints = {4097, 8193, 8192, 10_000, 65_537})
  void aPoolKeepsAllThatSoManyBytesInFlightWereHeldInHoweverTheyAreCut(int bytesEach) {
    DirectBuffers pool = DirectBuffers.forBytesInFlight(1 << 20);
    int count = (1 << 20) / bytesEach;
    List<ByteBuffer> inFlight = Stream.generate(() -> pool.take(bytesEach)).limit(count).toList();
    inFlight.forEach(pool::giveBack);
    Set<ByteBuffer> kept = Collections.newSetFromMap(new IdentityHashMap<>());
    kept.addAll(inFlight);
    for (int i = 0; i < count; i++) {
      assertThat(kept.remove(pool.take(bytesEach))).as("buffer %s of %s", i, count).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(
      ints = {(1 << 20) + 1, 5 << 18, 15_000_000, (1 << 24) - 1, 1 << 24, 64 << 20, 64_500_000})
  void aLargeBufferIsAtMostAQuarterLargerThanWhatItHolds(int bytes) {
    DirectBuffers pool = new DirectBuffers(1 << 28);
    ByteBuffer buffer = pool.take(bytes);
    assertThat(buffer.capacity())
        .isBetween(bytes, bytes + bytes / 4)
        .isEqualTo(DirectBuffers.capacityFor(bytes));
    pool.giveBack(buffer);
    assertThat(pool.take(buffer.capacity())).isSameAs(buffer);
    assertThat(pool.take(buffer.capacity() + 1)).isNotSameAs(buffer);
  }

  @Test
  void aPoolForAnyNumberOfBytesKeepsThemAll() {
    DirectBuffers pool = DirectBuffers.forBytesInFlight(Long.MAX_VALUE);
    ByteBuffer one = pool.take(1);
    pool.giveBack(one);
    assertThat(pool.take(1)).isSameAs(one);
  }
}
