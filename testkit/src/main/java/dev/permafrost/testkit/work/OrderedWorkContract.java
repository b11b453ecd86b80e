package dev.permafrost.testkit.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.ports.work.OrderedRun;
import dev.permafrost.ports.work.OrderedWork;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every {@link OrderedWork} does, however many threads it has. Extend it, and say which one.
 */
@Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class OrderedWorkContract {

  private static final long SEED = 4_711;
  private static final long PLENTY = 1_000_000;

  private final Queue<Worker> workers = new ConcurrentLinkedQueue<>();
  private final Queue<String> violations = new ConcurrentLinkedQueue<>();

  /** For subclasses. */
  protected OrderedWorkContract() {}

  /** The work under test; asked several times, it may be the same one. */
  protected abstract OrderedWork work();

  /** What a worker keeps to itself: knows whether it is in use, and how often it was closed. */
  private final class Worker implements AutoCloseable {
    private final AtomicBoolean busy = new AtomicBoolean();
    private final AtomicInteger closed = new AtomicInteger();

    /** Does something that takes a while, differently long each time. */
    int toil(int steps) {
      expect(busy.compareAndSet(false, true), "two tasks used one worker at the same time");
      expect(closed.get() == 0, "a task began with a closed worker");
      int sum = 0;
      for (int i = 0; i < steps; i++) {
        sum = sum * 31 + i;
      }
      expect(closed.get() == 0, "a worker was closed while its task was running");
      busy.set(false);
      return sum;
    }

    /** The same, and then gives a result. */
    <R> R toil(int steps, R result) {
      toil(steps);
      return result;
    }

    @Override
    public void close() {
      closed.incrementAndGet();
    }
  }

  @Test
  final void resultsAreHandedOverInTheOrderOfSubmissionOnTheOwnersThread() {
    Random random = new Random(SEED);
    Thread owner = Thread.currentThread();
    List<Integer> results = new ArrayList<>();
    try (OrderedRun<Worker, Integer> run =
        begin(
            result -> {
              expect(Thread.currentThread() == owner, "handed over on another thread");
              results.add(result);
            },
            100)) {
      for (int i = 0; i < 500; i++) {
        int number = i;
        int steps = random.nextInt(20_000);
        run.submit(random.nextInt(40), worker -> worker.toil(steps, number));
      }
      run.finish();
      assertThat(results).isEqualTo(IntStream.range(0, 500).boxed().toList());
      run.finish();
      assertThat(results).as("finishing again hands over nothing again").hasSize(500);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 17, 39})
  final void aTasksFailureIsThrownInItsOrderAndNothingBehindItIsHandedOver(int failing) {
    IllegalArgumentException failure = new IllegalArgumentException("task " + failing);
    List<Integer> results = new ArrayList<>();
    try (OrderedRun<Worker, Integer> run = begin(results::add, PLENTY)) {
      assertThatThrownBy(() -> submitAllAndFinish(run, 40, failing, failure)).isSameAs(failure);
      assertThat(results).isEqualTo(IntStream.range(0, failing).boxed().toList());
      assertThatIllegalStateException()
          .as("submitting to a run that is over")
          .isThrownBy(() -> run.submit(1, worker -> 0));
      assertThatIllegalStateException().as("finishing a run that is over").isThrownBy(run::finish);
    }
    assertThat(results).hasSize(failing);
  }

  @Test
  final void ofSeveralFailuresTheFirstInOrderIsThrownWhicheverCameFirst() {
    IllegalArgumentException early = new IllegalArgumentException("early");
    List<Integer> results = new ArrayList<>();
    try (OrderedRun<Worker, Integer> run = begin(results::add, PLENTY)) {
      assertThatThrownBy(
              () -> {
                run.submit(
                    1,
                    worker -> {
                      worker.toil(3_000_000);
                      throw early;
                    });
                for (int i = 0; i < 20; i++) {
                  run.submit(1, failing(new IllegalArgumentException("late")));
                }
                run.finish();
              })
          .isSameAs(early);
    }
    assertThat(results).isEmpty();
  }

  @Test
  final void anErrorOfATaskArrivesAsItIs() {
    AssertionError error = new AssertionError("not an exception");
    try (OrderedRun<Worker, Integer> run = begin(result -> {}, PLENTY)) {
      assertThatThrownBy(
              () -> {
                run.submit(
                    1,
                    worker -> {
                      throw error;
                    });
                run.finish();
              })
          .isSameAs(error);
    }
  }

  @Test
  final void aWorkerThatCannotBeMadeFailsTheTaskThatNeededIt() {
    IllegalArgumentException failure = new IllegalArgumentException("no worker");
    try (OrderedRun<Worker, Integer> run =
        work()
            .begin(
                () -> {
                  throw failure;
                },
                result -> {},
                PLENTY)) {
      assertThatThrownBy(
              () -> {
                run.submit(1, worker -> 1);
                run.finish();
              })
          .isSameAs(failure);
    }
  }

  @Test
  final void aReceiverThatFailsEndsTheRunWithItsFailure() {
    IllegalArgumentException failure = new IllegalArgumentException("cannot take it");
    List<Integer> results = new ArrayList<>();
    try (OrderedRun<Worker, Integer> run =
        begin(
            (Integer result) -> {
              if (result == 5) {
                throw failure;
              }
              results.add(result);
            },
            PLENTY)) {
      assertThatThrownBy(() -> submitAllAndFinish(run, 20, -1, failure)).isSameAs(failure);
      assertThatIllegalStateException().isThrownBy(() -> run.submit(1, worker -> 0));
    }
    assertThat(results).containsExactly(0, 1, 2, 3, 4);
  }

  @Test
  final void noMoreBytesAreInFlightThanAllowed() {
    Random random = new Random(SEED);
    long limit = 100;
    AtomicLong inFlight = new AtomicLong();
    try (OrderedRun<Worker, Long> run = begin(bytes -> inFlight.addAndGet(-bytes), limit)) {
      for (int i = 0; i < 1_000; i++) {
        long bytes = 1L + random.nextInt((int) limit);
        run.submit(
            bytes,
            worker -> {
              long now = inFlight.addAndGet(bytes);
              expect(now <= limit, now + " bytes in flight");
              worker.toil(2_000);
              return bytes;
            });
      }
      run.finish();
    }
    assertThat(inFlight).hasValue(0);
  }

  @Test
  final void whatIsFetchedWhenThereIsRoomIsNeverBesideMoreThanTheBoundAllows() {
    long limit = 10;
    AtomicLong held = new AtomicLong();
    try (OrderedRun<Worker, Integer> run = begin(bytes -> held.addAndGet(-bytes), limit)) {
      for (int i = 0; i < 100; i++) {
        fetchAndSubmit(run, held, 4);
      }
      run.feed(
          () -> {
            for (int i = 0; i < 100; i++) {
              fetchAndSubmit(run, held, 4);
            }
          },
          () -> {});
    }
    assertThat(held).hasValue(0);
  }

  private void fetchAndSubmit(OrderedRun<Worker, Integer> run, AtomicLong held, int bytes) {
    run.awaitRoom(bytes);
    long now = held.addAndGet(bytes);
    expect(now <= 2L * bytes, now + " bytes are held");
    run.submit(bytes, worker -> worker.toil(1_000, bytes));
  }

  @Test
  final void aTaskLargerThanTheWholeBudgetRunsAlone() {
    long limit = 10;
    AtomicLong inFlight = new AtomicLong();
    List<Long> results = new ArrayList<>();
    try (OrderedRun<Worker, Long> run =
        begin(
            bytes -> {
              inFlight.addAndGet(-bytes);
              results.add(bytes);
            },
            limit)) {
      for (int i = 0; i < 60; i++) {
        long bytes = i % 3 == 1 ? 1_000 : 4;
        run.submit(
            bytes,
            worker -> {
              long now = inFlight.addAndGet(bytes);
              expect(now <= limit || now == bytes, "a large task had company: " + now + " bytes");
              worker.toil(5_000);
              return bytes;
            });
      }
      run.finish();
    }
    assertThat(results).hasSize(60);
  }

  @Test
  final void aTaskOfANegativeSizeIsACallersError() {
    try (OrderedRun<Worker, Integer> run = begin(result -> {}, PLENTY)) {
      assertThatIllegalArgumentException().isThrownBy(() -> run.submit(-1, worker -> 0));
    }
  }

  @Test
  final void closingEarlyDropsResultsAndWaitsForWhatIsRunning() {
    AtomicInteger running = new AtomicInteger();
    AtomicBoolean closed = new AtomicBoolean();
    for (int round = 0; round < 50; round++) {
      closed.set(false);
      try (OrderedRun<Worker, Integer> run =
          begin(
              result -> expect(!closed.get(), "a result was handed over after closing"), PLENTY)) {
        for (int i = 0; i < 20; i++) {
          run.submit(
              1,
              worker -> {
                expect(!closed.get(), "a task began after closing");
                running.incrementAndGet();
                worker.toil(20_000);
                return running.decrementAndGet();
              });
        }
      }
      assertThat(running).as("tasks that still run behind close").hasValue(0);
      closed.set(true);
    }
  }

  @Test
  @SuppressWarnings("MustBeClosedChecker") // It is closed, twice, which is the point.
  final void closingTwiceIsHarmlessAndAClosedRunTakesNoMore() {
    OrderedRun<Worker, Integer> run = begin(result -> {}, PLENTY);
    run.submit(1, worker -> worker.toil(10));
    run.close();
    run.close();
    assertThatIllegalStateException().isThrownBy(() -> run.submit(1, worker -> 0));
  }

  @Test
  final void closingThrowsNothingEvenIfAWorkerDoes() {
    AtomicInteger closed = new AtomicInteger();
    try (OrderedRun<AutoCloseable, Integer> run =
        work()
            .begin(
                () ->
                    () -> {
                      closed.incrementAndGet();
                      throw new IllegalArgumentException("cannot close");
                    },
                result -> {},
                PLENTY)) {
      run.submit(1, worker -> 1);
      run.finish();
    }
    assertThat(closed).hasPositiveValue();
  }

  @Test
  final void aRunWithoutTasksEndsLikeAnyOther() {
    List<Integer> results = new ArrayList<>();
    try (OrderedRun<Worker, Integer> run = begin(results::add, PLENTY)) {
      run.finish();
    }
    assertThat(results).isEmpty();
  }

  @Test
  final void twoRunsAtOnceDoNotMixTheirResults() {
    OrderedWork work = work();
    List<Integer> first = new ArrayList<>();
    List<Integer> second = new ArrayList<>();
    try (OrderedRun<Worker, Integer> one = work.begin(this::newWorker, first::add, 50);
        OrderedRun<Worker, Integer> two = work.begin(this::newWorker, second::add, 50)) {
      for (int i = 0; i < 200; i++) {
        int number = i;
        one.submit(3, worker -> number);
        two.submit(4, worker -> worker.toil(3_000, -number));
      }
      one.finish();
      two.finish();
    }
    assertThat(first).isEqualTo(IntStream.range(0, 200).boxed().toList());
    assertThat(second).isEqualTo(IntStream.range(0, 200).map(i -> -i).boxed().toList());
  }

  @Test
  final void whatAFeederSubmitsIsHandedOverInOrderOnTheOwnersThread() {
    Thread owner = Thread.currentThread();
    List<Integer> results = new ArrayList<>();
    try (OrderedRun<Worker, Integer> run =
        begin(
            result -> {
              expect(Thread.currentThread() == owner, "handed over on another thread");
              results.add(result);
            },
            10)) {
      run.feed(
          () -> {
            for (int i = 0; i < 300; i++) {
              int number = i;
              run.submit(number % 20, worker -> worker.toil(1_000) == 0 ? -1 : number);
            }
          },
          () -> expect(false, "a feeder that ended was stopped"));
      assertThat(results).isEqualTo(IntStream.range(0, 300).boxed().toList());
    }
  }

  @Test
  final void aFeedersFailureIsThrownBehindWhatItSubmitted() {
    IllegalStateException failure = new IllegalStateException("the source ended");
    List<Integer> results = new ArrayList<>();
    try (OrderedRun<Worker, Integer> run = begin(results::add, 100)) {
      assertThatThrownBy(
              () ->
                  run.feed(
                      () -> {
                        run.submit(1, worker -> 1);
                        run.submit(1, worker -> 2);
                        throw failure;
                      },
                      () -> {}))
          .isSameAs(failure);
      assertThat(List.of(List.of(1, 2), List.of()))
          .as("all of it, or nothing where there is no owner's thread beside the feeder's")
          .contains(results);
    }
  }

  @Test
  final void aTasksFailureEndsTheFeeder() {
    IllegalStateException failure = new IllegalStateException("the task");
    AtomicBoolean stopped = new AtomicBoolean();
    try (OrderedRun<Worker, Integer> run = begin(result -> {}, 3)) {
      assertThatThrownBy(
              () ->
                  run.feed(
                      () -> {
                        for (int i = 0; i < 1_000 && !stopped.get(); i++) {
                          run.submit(1, failing(failure));
                        }
                      },
                      () -> stopped.set(true)))
          .isSameAs(failure);
    }
  }

  private static void submitAllAndFinish(
      OrderedRun<Worker, Integer> run, int tasks, int failing, RuntimeException failure) {
    for (int i = 0; i < tasks; i++) {
      int number = i;
      run.submit(
          1,
          worker -> {
            worker.toil(1_000);
            if (number == failing) {
              throw failure;
            }
            return number;
          });
    }
    run.finish();
  }

  private static OrderedRun.Task<Worker, Integer> failing(RuntimeException failure) {
    return worker -> {
      throw failure;
    };
  }

  @MustBeClosed
  private <R> OrderedRun<Worker, R> begin(Consumer<R> handOver, long maxBytesInFlight) {
    return work().begin(this::newWorker, handOver, maxBytesInFlight);
  }

  private Worker newWorker() {
    Worker worker = new Worker();
    workers.add(worker);
    return worker;
  }

  private void expect(boolean holds, String otherwise) {
    if (!holds) {
      violations.add(otherwise);
    }
  }

  @AfterEach
  final void everyWorkerWasUsedByOneTaskAtATimeAndClosedOnce() {
    assertThat(violations).isEmpty();
    assertThat(workers).allSatisfy(worker -> assertThat(worker.closed).hasValue(1));
  }
}
