package dev.permafrost.fs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class DirectBuffersTest {

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
  void theLargestFrameFits() {
    assertThat(new DirectBuffers(0).borrow(LedgerPackRules.MAX_FRAME_BYTES).limit())
        .isEqualTo(LedgerPackRules.MAX_FRAME_BYTES);
  }
}
