package dev.permafrost.backend.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Arrays that bodies are read into are used again, in bounds. */
class PartPoolTest {

  private final PartPool pool = new PartPool(3 * PartPool.PART_BYTES);

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
    assertThat(pool.idleBytes()).isEqualTo(3L * PartPool.PART_BYTES);
  }

  @Test
  void aPoolWithoutRoomKeepsNothing() {
    PartPool none = new PartPool(PartPool.PART_BYTES - 1L);
    none.giveBack(none.take(Long.MAX_VALUE));
    assertThat(none.idleBytes()).isZero();
  }

  @Test
  void theBoundMayBeLargerThanAnyArray() {
    PartPool wide = new PartPool(Long.MAX_VALUE);
    wide.giveBack(wide.take(Long.MAX_VALUE));
    assertThat(wide.idleBytes()).isEqualTo(PartPool.PART_BYTES);
  }

  @Test
  void smallEndsHaveArraysOfTheirOwnSizeThatAreNotKept() {
    assertThat(pool.take(PartPool.SMALL_BYTES + 1L)).hasSize(PartPool.PART_BYTES);
    byte[] small = pool.take(PartPool.SMALL_BYTES);
    assertThat(small).hasSize(PartPool.SMALL_BYTES);
    pool.giveBack(small);
    assertThat(pool.idleBytes()).isZero();
  }

  @Test
  void theEndIsSeenInAByteAndMoreThanWasExpectedIsReadInParts() {
    assertThat(pool.take(0)).hasSize(1);
    assertThat(pool.take(-1)).hasSize(PartPool.PART_BYTES);
  }

  @Test
  void memoryOfSomebodyElseIsNotTaken() {
    pool.giveBack(ByteBuffer.wrap(new byte[PartPool.PART_BYTES]).asReadOnlyBuffer());
    pool.giveBack(ByteBuffer.allocateDirect(PartPool.PART_BYTES));
    pool.giveBack(ByteBuffer.wrap(new byte[PartPool.PART_BYTES]).position(1).slice());
    assertThat(pool.idleBytes()).isZero();
  }
}
