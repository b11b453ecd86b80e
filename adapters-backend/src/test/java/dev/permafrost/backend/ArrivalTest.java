package dev.permafrost.backend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A body as it arrives. */
class ArrivalTest {

  private final ByteGauge gauge = new ByteGauge();
  private final Arrival arrival =
      new Arrival(Ask.get(URI.create("http://127.0.0.1/x"), 1 << 20), new Signal(), gauge, 0);

  @Test
  void aBodyInChunksOfAByteIsKeptInFewPieces() {
    for (int i = 0; i < 1 << 20; i++) {
      assertThat(arrival.bodyArrived(ByteBuffer.wrap(new byte[] {(byte) i}))).isTrue();
    }
    List<ByteBuffer> parts = arrival.take();
    assertThat(parts.size()).isLessThan(100);
    assertThat(parts.stream().mapToInt(ByteBuffer::remaining).sum()).isEqualTo(1 << 20);
  }

  @Test
  void partsOfAllSizesStayInTheirOrder() {
    ByteArrayOutputStream sent = new ByteArrayOutputStream();
    for (int size : new int[] {1, 5000, 0, 4095, 4095, 4095, 4095, 4095, 4096, 2, 3, 20_000, 7}) {
      byte[] part = new byte[size];
      Arrays.fill(part, (byte) (sent.size() % 127));
      sent.writeBytes(part);
      assertThat(arrival.bodyArrived(ByteBuffer.wrap(part))).isTrue();
    }
    assertThat(gauge.heldBytes()).isEqualTo(sent.size());
    ByteArrayOutputStream taken = new ByteArrayOutputStream();
    arrival.take().forEach(part -> taken.writeBytes(LakeLab.bytes(part)));
    assertThat(taken.toByteArray()).isEqualTo(sent.toByteArray());
  }

  @Test
  void whatWasGivenUpIsLetGo() {
    arrival.bodyArrived(ByteBuffer.wrap(new byte[10]));
    arrival.abandon();
    assertThat(gauge.heldBytes()).isZero();
    assertThat(arrival.take()).isEmpty();
  }
}
