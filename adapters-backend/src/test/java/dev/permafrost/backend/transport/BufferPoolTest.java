package dev.permafrost.backend.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Arrays that bodies are read into are used again, in bounds. */
class BufferPoolTest {

  private final BufferPool pool = new BufferPool(3 * BufferPool.PART_BYTES);

  @Test
  void whatWasGivenBackIsLentAgainAndToOneOnly() {
    byte[] part = pool.take(Long.MAX_VALUE);
    pool.giveBack(part);
    assertThat(pool.take(Long.MAX_VALUE)).isSameAs(part);
    assertThat(pool.take(Long.MAX_VALUE)).isNotSameAs(part);
  }

  @Test
  void noMoreIsKeptThanTheBound() {
    List<byte[]> parts = Stream.generate(() -> pool.take(Long.MAX_VALUE)).limit(5).toList();
    parts.forEach(pool::giveBack);
    assertThat(pool.idleBytes()).isEqualTo(3L * BufferPool.PART_BYTES);
  }

  @Test
  void aPoolWithoutRoomKeepsNothing() {
    BufferPool none = new BufferPool(BufferPool.PART_BYTES - 1L);
    none.giveBack(none.take(Long.MAX_VALUE));
    assertThat(none.idleBytes()).isZero();
  }

  @Test
  void theBoundMayBeLargerThanAnyArray() {
    BufferPool wide = new BufferPool(Long.MAX_VALUE);
    wide.giveBack(wide.take(Long.MAX_VALUE));
    assertThat(wide.idleBytes()).isEqualTo(BufferPool.PART_BYTES);
  }

  @Test
  void smallEndsHaveArraysOfTheirOwnSizeThatAreNotKept() {
    assertThat(pool.take(BufferPool.SMALL_BYTES + 1L)).hasSize(BufferPool.PART_BYTES);
    byte[] small = pool.take(BufferPool.SMALL_BYTES);
    assertThat(small).hasSize(BufferPool.SMALL_BYTES);
    pool.giveBack(small);
    assertThat(pool.idleBytes()).isZero();
  }

  @Test
  void theEndIsSeenInAByteAndMoreThanWasExpectedIsReadInParts() {
    assertThat(pool.take(0)).hasSize(1);
    assertThat(pool.take(-1)).hasSize(BufferPool.PART_BYTES);
  }

  @Test
  void memoryOfSomebodyElseIsNotTaken() {
    pool.giveBack(ByteBuffer.wrap(new byte[BufferPool.PART_BYTES]).asReadOnlyBuffer());
    pool.giveBack(ByteBuffer.allocateDirect(BufferPool.PART_BYTES));
    pool.giveBack(ByteBuffer.wrap(new byte[BufferPool.PART_BYTES]).position(1).slice());
    assertThat(pool.idleBytes()).isZero();
  }
}
