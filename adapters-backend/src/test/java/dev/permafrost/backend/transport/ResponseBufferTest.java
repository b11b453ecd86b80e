package dev.permafrost.backend.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.permafrost.backend.LakeLab;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A body as it arrives. */
class ResponseBufferTest {

  private static final int PART = BufferPool.PART_BYTES;
  private static final int MOST = 1 << 20;

  private final ByteGauge gauge = new ByteGauge();
  private final BufferPool pool = new BufferPool(4 * MOST);
  private final ResponseBuffer response = response();

  private ResponseBuffer response() {
    return new ResponseBuffer(
        Request.get(URI.create("http://127.0.0.1/x"), MOST), new Signal(), gauge, pool, 0);
  }

  @Test
  void aBodyInChunksOfAByteIsKeptInFewPieces() throws IOException {
    byte[] body = noise(MOST);
    assertThat(BodyReader.read(Long.MAX_VALUE, new Trickle(body), response)).isTrue();
    List<ByteBuffer> parts = response.take();
    assertThat(parts).hasSize(MOST / PART);
    assertThat(joined(parts)).isEqualTo(body);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4096, 4097, 16_383, 16_384, 16_385, 20_480, 20_481, 300_000})
  void aBodyOfAnyLengthComesAsItWasSent(int length) throws IOException {
    byte[] body = noise(length);
    for (long expected : new long[] {length, Long.MAX_VALUE, Math.max(0, length - 9), length + 9}) {
      ResponseBuffer each = response();
      assertThat(BodyReader.read(expected, new ByteArrayInputStream(body), each)).isTrue();
      each.completed();
      List<ByteBuffer> parts = each.take();
      assertThat(joined(parts)).isEqualTo(body);
      parts.forEach(pool::giveBack);
    }
  }

  @Test
  void partsOfSomebodyElseStayInTheirOrder() {
    ByteArrayOutputStream sent = new ByteArrayOutputStream();
    for (int size : new int[] {1, 5000, 4096, 2, 20_000, 7}) {
      byte[] part = new byte[size];
      Arrays.fill(part, (byte) (sent.size() % 127));
      sent.writeBytes(part);
      assertThat(response.bodyArrived(ByteBuffer.wrap(part))).isTrue();
    }
    assertThat(gauge.heldBytes()).isEqualTo(sent.size());
    assertThat(joined(response.take())).isEqualTo(sent.toByteArray());
  }

  @ParameterizedTest
  @CsvSource({"99, true", "100, true", "101, false", "-1, false"})
  void aBodyNoLongerThanWasGrantedFlowsAtOnceAndAnyOtherOnceItIsAdmitted(
      long lengthBytes, boolean flows) {
    AtomicInteger flown = new AtomicInteger();
    OptionalLong length = lengthBytes < 0 ? OptionalLong.empty() : OptionalLong.of(lengthBytes);
    response.grant(100);
    response.headArrived(ResponseHead.of(200, length), flown::incrementAndGet);
    assertThat(response.isAdmitted()).isEqualTo(flows);
    assertThat(flown.get()).isEqualTo(flows ? 1 : 0);
    response.admit(0);
    assertThat(flown.get()).isEqualTo(1);
  }

  @Test
  void whatWasGivenUpIsLetGo() {
    byte[] part = response.newPart(MOST);
    response.partGrew(part, PART);
    response.partEnded(part);
    response.abandon();
    response.abandon();
    assertThat(gauge.heldBytes()).isZero();
    assertThat(response.take()).isEmpty();
    assertThat(pool.idleBytes()).as("given back once").isEqualTo(PART);
  }

  @Test
  void whatAnAbandonedBodyIsStillReadIntoIsLentToNobodyUntilItsReaderHasEnded() {
    byte[] full = response.newPart(MOST);
    response.partGrew(full, PART);
    response.partEnded(full);
    byte[] read = response.newPart(MOST);
    response.partGrew(read, 10);
    response.abandon();
    assertThat(pool.take(MOST)).isSameAs(full);
    assertThat(pool.take(MOST)).isNotSameAs(read);
    assertThat(response.partGrew(read, 20)).as("more is wanted").isFalse();
    response.partEnded(read);
    assertThat(pool.take(MOST)).isSameAs(read);
    assertThat(gauge.heldBytes()).isZero();
  }

  @Test
  void ofABodyThatFellSilentWhatCameIsHandedOverAndNotWhatIsStillWritten() {
    byte[] read = response.newPart(MOST);
    Arrays.fill(read, 0, 10, (byte) 7);
    response.headArrived(ResponseHead.of(200, OptionalLong.empty()), () -> {});
    response.admit(0);
    response.partGrew(read, 10);
    Duration second = Duration.ofSeconds(1);
    assertThat(response.outcome(0, second, second)).isEmpty();
    assertThat(response.outcome(second.toNanos(), second, second.multipliedBy(9))).isPresent();
    List<ByteBuffer> taken = response.take();
    Arrays.fill(read, (byte) 8);
    assertThat(response.partGrew(read, PART)).as("more is wanted").isFalse();
    assertThat(joined(taken)).hasSize(10).containsOnly(7);
    taken.forEach(pool::giveBack);
    assertThat(pool.idleBytes()).isZero();
    response.partEnded(read);
    assertThat(pool.idleBytes()).as("given back once").isEqualTo(PART);
    assertThat(response.take()).isEmpty();
  }

  @Test
  void ofABodyThatIsCutTheLastPartIsHandedOverAsItIs() {
    byte[] body = noise(PART + 10);
    InputStream cut =
        new SequenceInputStream(new ByteArrayInputStream(body), new Trickle(new byte[0]).cut());
    assertThatThrownBy(() -> BodyReader.read(MOST, cut, response)).isInstanceOf(IOException.class);
    response.failed(new IOException("cut"));
    List<ByteBuffer> taken = response.take();
    assertThat(joined(taken)).isEqualTo(body);
    assertThat(pool.idleBytes()).isZero();
    taken.forEach(pool::giveBack);
    assertThat(pool.idleBytes()).isEqualTo(2L * PART);
  }

  @Test
  void ofABodyThatIsTooLargeNoMoreIsHeldThanItMayHave() throws IOException {
    assertThat(BodyReader.read(Long.MAX_VALUE, new Trickle(noise(MOST + 1)), response)).isFalse();
    assertThat(gauge.heldBytes()).isEqualTo(MOST);
    response.abandon();
    assertThat(gauge.heldBytes()).isZero();
    assertThat(pool.idleBytes()).isBetween((long) MOST, (long) MOST + PART);
  }

  private static byte[] noise(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  private static byte[] joined(List<ByteBuffer> parts) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    parts.forEach(part -> bytes.writeBytes(LakeLab.bytes(part)));
    return bytes.toByteArray();
  }

  /** Gives a byte at a time, as a server may that sends chunks of one; may be cut at its end. */
  private static final class Trickle extends InputStream {

    private final ByteArrayInputStream bytes;
    private boolean isCut;

    Trickle(byte[] bytes) {
      this.bytes = new ByteArrayInputStream(bytes);
    }

    Trickle cut() {
      isCut = true;
      return this;
    }

    @Override
    public int read() throws IOException {
      if (isCut && bytes.available() == 0) {
        throw new IOException("cut");
      }
      return bytes.read();
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int one = read();
      if (one >= 0) {
        into[offset] = (byte) one;
      }
      return one < 0 ? -1 : 1;
    }
  }
}
