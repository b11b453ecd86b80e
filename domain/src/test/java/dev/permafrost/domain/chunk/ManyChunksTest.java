package dev.permafrost.domain.chunk;

import static dev.permafrost.ports.artifact.ArtifactKind.LEDGERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.domain.freeze.FreezeResult;
import dev.permafrost.domain.store.Store;
import dev.permafrost.domain.store.TestMachine;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.failure.Cancelled;
import dev.permafrost.ports.failure.UnexpectedLedger;
import dev.permafrost.ports.work.CancelSource;
import dev.permafrost.ports.work.CancelToken;
import dev.permafrost.ports.work.OrderedRun;
import dev.permafrost.ports.work.OrderedWork;
import dev.permafrost.testkit.work.LateWork;
import dev.permafrost.testkit.work.SameThreadWork;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many chunks at once: each has its outcome, independent of the others. */
final class ManyChunksTest {

  private static final List<ChunkId> CHUNKS = IntStream.range(0, 6).mapToObj(ChunkId::new).toList();

  private final ManyChunks many = new ManyChunks(new SameThreadWork(), 3);

  @Test
  void eachOutcomeIsToldInTheOrderOfTheChunksAndReturned() {
    List<ChunkOutcome<String>> told = new ArrayList<>();
    List<ChunkOutcome<String>> outcomes =
        many.forEach(CHUNKS, chunk -> "did " + chunk, told::add, CancelToken.NEVER);
    assertThat(outcomes).isEqualTo(told);
    assertThat(outcomes).extracting(ChunkOutcome::chunk).isEqualTo(CHUNKS);
    assertThat(outcomes).allMatch(outcome -> outcome.failure().isEmpty());
    assertThat(outcomes.get(4).result()).contains("did 4");
  }

  @Test
  void everyChunkIsWaitedForHoweverLateItIsDone() {
    List<ChunkOutcome<Integer>> outcomes =
        new ManyChunks(new LateWork(), 100)
            .forEach(CHUNKS, ChunkId::value, outcome -> {}, CancelToken.NEVER);
    assertThat(outcomes).extracting(ChunkOutcome::chunk).isEqualTo(CHUNKS);
  }

  @Test
  void oneChunkThatFailsHidesNothingOfTheOthers() {
    IllegalStateException failure = new IllegalStateException("chunk 2");
    List<ChunkOutcome<Integer>> outcomes =
        many.forEach(
            CHUNKS,
            chunk -> {
              if (chunk.value() == 2) {
                throw failure;
              }
              return chunk.value();
            },
            outcome -> {},
            CancelToken.NEVER);
    assertThat(outcomes).hasSize(6);
    assertThat(outcomes.get(2).failure()).containsSame(failure);
    assertThat(outcomes.get(2).result()).isEmpty();
    assertThat(outcomes.stream().filter(outcome -> outcome.result().isPresent())).hasSize(5);
  }

  @Test
  void realChunksThatFailAndSucceedSideBySide() {
    TestMachine machine = new TestMachine();
    machine.lake.repeat(7);
    try (Store store = machine.open()) {
      List<ChunkOutcome<FreezeResult>> outcomes =
          many.forEach(
              CHUNKS,
              chunk -> store.freezer().processChunk(chunk, Set.of(LEDGERS), CancelToken.NEVER),
              outcome -> {},
              CancelToken.NEVER);
      assertThat(outcomes.get(1).failure()).containsInstanceOf(UnexpectedLedger.class);
      for (int number : new int[] {0, 2, 3, 4, 5}) {
        assertThat(outcomes.get(number).result()).isPresent();
        assertThat(machine.exists(machine.pack(new ChunkId(number)))).isTrue();
      }
    }
    machine.requireNothingOpen();
  }

  @Test
  void cancelledTheChunksThatWereNotBegunEndAsCancelled() {
    CancelSource cancel = new CancelSource();
    List<Integer> begun = new ArrayList<>();
    List<ChunkOutcome<Integer>> outcomes =
        many.forEach(
            CHUNKS,
            chunk -> {
              begun.add(chunk.value());
              if (chunk.value() == 1) {
                cancel.cancel();
              }
              return chunk.value();
            },
            outcome -> {},
            cancel.token());
    assertThat(begun).containsExactly(0, 1);
    assertThat(outcomes).hasSize(6);
    assertThat(outcomes.get(1).result()).as("it was done").contains(1);
    assertThat(outcomes.subList(2, 6))
        .allMatch(outcome -> outcome.failure().orElseThrow() instanceof Cancelled);
  }

  @Test
  void noChunksAreNoOutcomes() {
    assertThat(many.forEach(List.of(), chunk -> 1, outcome -> {}, CancelToken.NEVER)).isEmpty();
  }

  @Test
  void anErrorIsNoOutcomeButTheEndOfTheProgram() {
    AssertionError error = new AssertionError("out of something");
    assertThatThrownBy(
            () ->
                many.forEach(
                    CHUNKS,
                    chunk -> {
                      throw error;
                    },
                    outcome -> {},
                    CancelToken.NEVER))
        .isSameAs(error);
  }

  /** The number of chunks at once is passed to the workers as the run's limit. */
  @Test
  void noMoreChunksAreBegunThanMayBeAtOnce() {
    Recording recording = new Recording();
    new ManyChunks(recording, 3).forEach(CHUNKS, chunk -> 1, outcome -> {}, CancelToken.NEVER);
    assertThat(recording.limit).isEqualTo(3);
    assertThat(recording.sizes).containsExactly(1L, 1L, 1L, 1L, 1L, 1L);
  }

  @Test
  void oneChunkAtATimeIsEnough() {
    assertThat(
            new ManyChunks(new SameThreadWork(), 1)
                .forEach(CHUNKS, ChunkId::value, outcome -> {}, CancelToken.NEVER))
        .hasSize(6);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1})
  void atLeastOneChunkIsWorkedOn(int atOnce) {
    assertThatThrownBy(() -> new ManyChunks(new SameThreadWork(), atOnce))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** Work on the same thread that records its arguments. */
  private static final class Recording implements OrderedWork {
    private final List<Long> sizes = new ArrayList<>();
    private long limit;

    @Override
    @MustBeClosed
    @SuppressWarnings("MustBeClosedChecker") // closed with the run that wraps it
    public <W extends AutoCloseable, R> OrderedRun<W, R> begin(
        Supplier<W> perWorker, Consumer<R> handOver, long maxBytesInFlight) {
      limit = maxBytesInFlight;
      OrderedRun<W, R> run = new SameThreadWork().begin(perWorker, handOver, maxBytesInFlight);
      return new OrderedRun<>() {
        @Override
        public void submit(long bytes, Task<W, R> task) {
          sizes.add(bytes);
          run.submit(bytes, task);
        }

        @Override
        public void finish() {
          run.finish();
        }

        @Override
        public void close() {
          run.close();
        }
      };
    }
  }
}
