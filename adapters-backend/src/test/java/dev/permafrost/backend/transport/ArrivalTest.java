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
class ArrivalTest {

  private static final int PART = PartPool.PART_BYTES;
  private static final int MOST = 1 << 20;

  private final ByteGauge gauge = new ByteGauge();
  private final PartPool pool = new PartPool(4 * MOST);
  private final Arrival arrival = arrival();

  private Arrival arrival() {
    return new Arrival(
        Ask.get(URI.create("http://127.0.0.1/x"), MOST), new Signal(), gauge, pool, 0);
  }

  @Test
  void aBodyInChunksOfAByteIsKeptInFewPieces() throws IOException {
    byte[] body = noise(MOST);
    assertThat(BodyIntake.read(Long.MAX_VALUE, new Trickle(body), arrival)).isTrue();
    List<ByteBuffer> parts = arrival.take();
    assertThat(parts).hasSize(MOST / PART);
    assertThat(joined(parts)).isEqualTo(body);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4096, 4097, 16_383, 16_384, 16_385, 20_480, 20_481, 300_000})
  void aBodyOfAnyLengthComesAsItWasSent(int length) throws IOException {
    byte[] body = noise(length);
    for (long expected : new long[] {length, Long.MAX_VALUE, Math.max(0, length - 9), length + 9}) {
      Arrival each = arrival();
      assertThat(BodyIntake.read(expected, new ByteArrayInputStream(body), each)).isTrue();
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
      assertThat(arrival.bodyArrived(ByteBuffer.wrap(part))).isTrue();
    }
    assertThat(gauge.heldBytes()).isEqualTo(sent.size());
    assertThat(joined(arrival.take())).isEqualTo(sent.toByteArray());
  }

  @ParameterizedTest
  @CsvSource({"99, true", "100, true", "101, false", "-1, false"})
  void aBodyNoLongerThanWasGrantedFlowsAtOnceAndAnyOtherOnceItIsAdmitted(
      long lengthBytes, boolean flows) {
    AtomicInteger flown = new AtomicInteger();
    OptionalLong length = lengthBytes < 0 ? OptionalLong.empty() : OptionalLong.of(lengthBytes);
    arrival.grant(100);
    arrival.headArrived(AnswerHead.of(200, length), flown::incrementAndGet);
    assertThat(arrival.isAdmitted()).isEqualTo(flows);
    assertThat(flown.get()).isEqualTo(flows ? 1 : 0);
    arrival.admit(0);
    assertThat(flown.get()).isEqualTo(1);
  }

  @Test
  void whatWasGivenUpIsLetGo() {
    byte[] part = arrival.newPart(MOST);
    arrival.partGrew(part, PART);
    arrival.partEnded(part);
    arrival.abandon();
    arrival.abandon();
    assertThat(gauge.heldBytes()).isZero();
    assertThat(arrival.take()).isEmpty();
    assertThat(pool.idleBytes()).as("given back once").isEqualTo(PART);
  }

  @Test
  void whatAnAbandonedBodyIsStillReadIntoIsLentToNobodyUntilItsReaderHasEnded() {
    byte[] full = arrival.newPart(MOST);
    arrival.partGrew(full, PART);
    arrival.partEnded(full);
    byte[] read = arrival.newPart(MOST);
    arrival.partGrew(read, 10);
    arrival.abandon();
    assertThat(pool.take(MOST)).isSameAs(full);
    assertThat(pool.take(MOST)).isNotSameAs(read);
    assertThat(arrival.partGrew(read, 20)).as("more is wanted").isFalse();
    arrival.partEnded(read);
    assertThat(pool.take(MOST)).isSameAs(read);
    assertThat(gauge.heldBytes()).isZero();
  }

  @Test
  void ofABodyThatFellSilentWhatCameIsHandedOverAndNotWhatIsStillWritten() {
    byte[] read = arrival.newPart(MOST);
    Arrays.fill(read, 0, 10, (byte) 7);
    arrival.headArrived(AnswerHead.of(200, OptionalLong.empty()), () -> {});
    arrival.admit(0);
    arrival.partGrew(read, 10);
    Duration second = Duration.ofSeconds(1);
    assertThat(arrival.verdict(0, second, second)).isEmpty();
    assertThat(arrival.verdict(second.toNanos(), second, second.multipliedBy(9))).isPresent();
    List<ByteBuffer> taken = arrival.take();
    Arrays.fill(read, (byte) 8);
    assertThat(arrival.partGrew(read, PART)).as("more is wanted").isFalse();
    assertThat(joined(taken)).hasSize(10).containsOnly(7);
    taken.forEach(pool::giveBack);
    assertThat(pool.idleBytes()).isZero();
    arrival.partEnded(read);
    assertThat(pool.idleBytes()).as("given back once").isEqualTo(PART);
    assertThat(arrival.take()).isEmpty();
  }

  @Test
  void ofABodyThatIsCutTheLastPartIsHandedOverAsItIs() {
    byte[] body = noise(PART + 10);
    InputStream cut =
        new SequenceInputStream(new ByteArrayInputStream(body), new Trickle(new byte[0]).cut());
    assertThatThrownBy(() -> BodyIntake.read(MOST, cut, arrival)).isInstanceOf(IOException.class);
    arrival.failed(new IOException("cut"));
    List<ByteBuffer> taken = arrival.take();
    assertThat(joined(taken)).isEqualTo(body);
    assertThat(pool.idleBytes()).isZero();
    taken.forEach(pool::giveBack);
    assertThat(pool.idleBytes()).isEqualTo(2L * PART);
  }

  @Test
  void ofABodyThatIsTooLargeNoMoreIsHeldThanItMayHave() throws IOException {
    assertThat(BodyIntake.read(Long.MAX_VALUE, new Trickle(noise(MOST + 1)), arrival)).isFalse();
    assertThat(gauge.heldBytes()).isEqualTo(MOST);
    arrival.abandon();
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
