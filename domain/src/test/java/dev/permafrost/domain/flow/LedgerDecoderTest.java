package dev.permafrost.domain.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.permafrost.domain.store.TestMachine;
import dev.permafrost.ports.buffer.DirectBuffers;
import dev.permafrost.ports.failure.LakeDamage;
import dev.permafrost.ports.failure.StorageFailure;
import dev.permafrost.zstd.ZstdFrameCodec;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A decoder of single frames lends what it decoded and keeps nothing of it. */
final class LedgerDecoderTest {

  private static final Origin HERE =
      new Origin() {
        @Override
        public String location() {
          return "here";
        }

        @Override
        public StorageFailure damaged(long sequence, String damage, @Nullable Throwable cause) {
          return new LakeDamage("here", damage, cause);
        }
      };

  private final DirectBuffers buffers = new DirectBuffers(1 << 20);

  @Test
  void theBufferOfALedgerIsGivenBackWhetherItIsLentOrRefused() {
    ByteBuffer only = buffers.take(TestMachine.ledger(3).sizeBytes());
    buffers.giveBack(only);
    try (LedgerDecoder decoder = new LedgerDecoder(new ZstdFrameCodec(), buffers)) {
      ByteBuffer frame = TestMachine.checked(3).frame();
      int bytes = decoder.<Integer>decode(3, frame, HERE, (front, raw) -> raw.remaining());
      assertThat(bytes).isEqualTo(TestMachine.ledger(3).sizeBytes());
      assertIsGivenBack(only);
      assertThatThrownBy(() -> decoder.decode(4, frame.rewind(), HERE, (front, raw) -> front))
          .isInstanceOf(LakeDamage.class)
          .hasMessageContaining("ledger 3 is in the place of 4");
      assertIsGivenBack(only);
    }
  }

  private void assertIsGivenBack(ByteBuffer only) {
    ByteBuffer next = buffers.take(TestMachine.ledger(3).sizeBytes());
    assertThat(next).isSameAs(only);
    buffers.giveBack(next);
  }
}
