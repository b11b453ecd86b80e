package dev.permafrost.testkit.landing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.permafrost.ports.artifact.LedgerPack;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.failure.CorruptArtifact;
import dev.permafrost.ports.failure.LandingTaken;
import dev.permafrost.ports.landing.LandedFile;
import dev.permafrost.ports.landing.Landing;
import dev.permafrost.ports.landing.LandingWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link Landing} does: the contract of the port, as tests. */
public abstract class LandingContract {

  private static final ChunkId CHUNK = new ChunkId(1005);
  private static final ChunkId OTHER = new ChunkId(1006);
  private static final LedgerRange RANGE = new LedgerRange(10_050_002, 10_050_004);
  private static final List<byte[]> FRAMES = List.of(new byte[20], new byte[30], new byte[] {7});

  private Landing landing;

  /** Made by JUnit. */
  protected LandingContract() {}

  /** An empty landing. */
  protected abstract Landing openLanding() throws IOException;

  /** The bytes of a pack of these frames, which begin with the first ledger of the range. */
  protected abstract byte[] pack(LedgerRange range, List<byte[]> frames);

  /** The bytes of the file under a chunk's name, read past the port. */
  protected abstract byte[] content(ChunkId chunk) throws IOException;

  /** How many files there are, whatever their names, counted past the port. */
  protected abstract int files() throws IOException;

  @BeforeEach
  final void setUp() throws IOException {
    landing = openLanding();
  }

  private LandedFile publish(ChunkId chunk, String attempt, byte[] bytes) {
    try (LandingWriter writer = landing.begin(chunk, attempt)) {
      writer.append(ByteBuffer.wrap(bytes));
      return writer.publish();
    }
  }

  private boolean isPublished(ChunkId chunk) {
    try (LedgerPack pack = landing.openPublished(chunk, RANGE).orElse(null)) {
      return pack != null;
    }
  }

  @Test
  final void whatWasNotPublishedIsNotThere() {
    assertThat(isPublished(CHUNK)).isFalse();
    assertThat(landing.locate(CHUNK)).contains("00001005").startsWith(landing.location());
  }

  @Test
  final void aPublishedFileHasItsBytesItsSizeAndItsDigest() throws IOException {
    byte[] bytes = new byte[9_000_001];
    new Random(18).nextBytes(bytes);

    LandedFile landed;
    try (LandingWriter writer = landing.begin(CHUNK, "a")) {
      for (int from = 0; from < bytes.length; from += 1_000_000) {
        ByteBuffer borrowed =
            ByteBuffer.wrap(bytes, from, Math.min(1_000_000, bytes.length - from));
        writer.append(borrowed);
        assertThat(borrowed.remaining()).isZero();
      }
      assertThat(writer.sizeBytes()).isEqualTo(bytes.length);
      landed = writer.publish();
    }

    assertThat(landed).isEqualTo(new LandedFile(bytes.length, MemoryLanding.sha256(bytes)));
    assertThat(content(CHUNK)).isEqualTo(bytes);
    assertThat(files()).isEqualTo(1);
  }

  @Test
  final void aPublishedPackIsOpenedAndWhatIsNoPackOfTheRangeIsCorrupt() {
    publish(CHUNK, "a", pack(RANGE, FRAMES));
    publish(OTHER, "a", new byte[100]);

    assertThat(isPublished(CHUNK)).isTrue();
    assertThatExceptionOfType(CorruptArtifact.class).isThrownBy(() -> isPublished(OTHER));
  }

  @Test
  final void nothingAppearsBeforeItIsPublishedAndClosingThrowsItAway() throws IOException {
    try (LandingWriter writer = landing.begin(CHUNK, "a")) {
      writer.append(ByteBuffer.wrap(pack(RANGE, FRAMES)));
      assertThat(isPublished(CHUNK)).isFalse();
      Runnable close = writer::close;
      close.run();
      close.run();
    }
    assertThat(isPublished(CHUNK)).isFalse();
    assertThat(files()).isZero();
  }

  @Test
  final void anEqualFileThatIsThereAlreadyIsSuccess() throws IOException {
    byte[] bytes = pack(RANGE, FRAMES);
    LandedFile first = publish(CHUNK, "a", bytes);

    assertThat(publish(CHUNK, "b", bytes)).isEqualTo(first);
    assertThat(content(CHUNK)).isEqualTo(bytes);
    assertThat(files()).isEqualTo(1);
  }

  @Test
  final void anotherFileThatIsThereIsKeptAndTheFailureNamesBothDigests() throws IOException {
    byte[] bytes = pack(RANGE, FRAMES);
    byte[] other = pack(RANGE, List.of(new byte[20], new byte[30], new byte[] {8}));
    publish(CHUNK, "a", bytes);

    assertThatExceptionOfType(LandingTaken.class)
        .isThrownBy(() -> publish(CHUNK, "b", other))
        .withMessageContaining(MemoryLanding.sha256(bytes))
        .withMessageContaining(MemoryLanding.sha256(other))
        .satisfies(
            failure -> {
              assertThat(failure.chunk()).isEqualTo(CHUNK);
              assertThat(failure.path()).isEqualTo(landing.locate(CHUNK));
              assertThat(failure.thereSha256()).isEqualTo(MemoryLanding.sha256(bytes));
              assertThat(failure.madeSha256()).isEqualTo(MemoryLanding.sha256(other));
            });
    assertThat(content(CHUNK)).isEqualTo(bytes);
    assertThat(files()).isEqualTo(1);
  }

  @Test
  final void aLongerFileThatBeginsAlikeIsAnother() throws IOException {
    byte[] bytes = pack(RANGE, FRAMES);
    byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
    publish(CHUNK, "a", longer);

    assertThatExceptionOfType(LandingTaken.class).isThrownBy(() -> publish(CHUNK, "b", bytes));
    assertThat(content(CHUNK)).isEqualTo(longer);
  }

  @Test
  @SuppressWarnings("MustBeClosedChecker") // a dead attempt closes nothing
  final void whatADeadAttemptLeftIsNeverRead() throws IOException {
    LandingWriter dead = landing.begin(CHUNK, "dead");
    dead.append(ByteBuffer.wrap(new byte[5]));

    assertThat(isPublished(CHUNK)).isFalse();
    byte[] bytes = pack(RANGE, FRAMES);
    publish(CHUNK, "alive", bytes);

    assertThat(isPublished(CHUNK)).isTrue();
    assertThat(content(CHUNK)).isEqualTo(bytes);
    dead.close();
    assertThat(content(CHUNK)).isEqualTo(bytes);
  }

  @Test
  final void twoAttemptsAtOnceWithEqualBytesBothSucceed() throws Exception {
    byte[] bytes = pack(RANGE, FRAMES);
    for (int round = 0; round < 50; round++) {
      ChunkId chunk = new ChunkId(round);
      List<Object> both = atOnce(chunk, bytes, bytes);
      assertThat(both).allMatch(new LandedFile(bytes.length, MemoryLanding.sha256(bytes))::equals);
      assertThat(content(chunk)).isEqualTo(bytes);
      assertThat(files()).isEqualTo(round + 1);
    }
  }

  @Test
  final void ofTwoAttemptsAtOnceWithOtherBytesOneIsThereAndTheOtherIsRefused() throws Exception {
    byte[] one = pack(RANGE, FRAMES);
    byte[] other = pack(RANGE, List.of(new byte[20], new byte[30], new byte[] {8}));
    for (int round = 0; round < 50; round++) {
      ChunkId chunk = new ChunkId(round);
      List<Object> both = atOnce(chunk, one, other);
      assertThat(both).hasAtLeastOneElementOfType(LandedFile.class);
      assertThat(both).hasAtLeastOneElementOfType(LandingTaken.class);
      assertThat(content(chunk)).isEqualTo(both.get(0) instanceof LandedFile ? one : other);
    }
  }

  private List<Object> atOnce(ChunkId chunk, byte[] one, byte[] other) throws Exception {
    CyclicBarrier together = new CyclicBarrier(2);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      List<Callable<Object>> attempts = new ArrayList<>();
      for (byte[] bytes : List.of(one, other)) {
        String name = "attempt-" + attempts.size();
        attempts.add(
            () -> {
              try (LandingWriter writer = landing.begin(chunk, name)) {
                writer.append(ByteBuffer.wrap(bytes));
                together.await();
                return writer.publish();
              } catch (LandingTaken e) {
                return e;
              }
            });
      }
      List<Object> results = new ArrayList<>();
      for (Future<Object> result : threads.invokeAll(attempts)) {
        results.add(result.get());
      }
      return results;
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  @SuppressWarnings("MustBeClosedChecker") // refused, or closed at once
  final void anAttemptHasANameOfItsOwnThatAFileCanHave() {
    for (String name : List.of("", "A", "a/b", "..", "a b", "x".repeat(65))) {
      assertThatIllegalArgumentException().isThrownBy(() -> landing.begin(CHUNK, name).close());
    }
    landing.begin(CHUNK, "x".repeat(64)).close();
  }

  @Test
  final void aWriterPublishesOnce() {
    try (LandingWriter writer = landing.begin(CHUNK, "a")) {
      writer.append(ByteBuffer.wrap(pack(RANGE, FRAMES)));
      writer.publish();
      assertThatIllegalStateException().isThrownBy(writer::publish);
      assertThatIllegalStateException()
          .isThrownBy(() -> writer.append(ByteBuffer.wrap(new byte[1])));
    }
    assertThat(isPublished(CHUNK)).isTrue();
  }
}
