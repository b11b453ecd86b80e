package dev.permafrost.threads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.permafrost.ports.work.OrderedRun;
import dev.permafrost.ports.work.OrderedWork;
import dev.permafrost.testkit.work.OrderedWorkContract;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The contract of ordered work, on four threads, and what only threads can show. */
final class PooledWorkTest extends OrderedWorkContract {

  private static final int THREADS = 4;

  @SuppressWarnings("MustBeClosedChecker") // Closed after each test.
  private final PooledWork pool = PooledWork.start("test", THREADS);

  @AfterEach
  void closePool() {
    pool.close();
  }

  @Override
  protected OrderedWork work() {
    return pool;
  }

  private record Nothing() implements AutoCloseable {
    @Override
    public void close() {}
  }

  @Test
  void asManyTasksRunAtOnceAsThereAreThreads() {
    CyclicBarrier all = new CyclicBarrier(THREADS);
    AtomicInteger workers = new AtomicInteger();
    List<Integer> results = new ArrayList<>();
    try (OrderedRun<Nothing, Integer> run =
        pool.begin(
            () -> {
              workers.incrementAndGet();
              return new Nothing();
            },
            results::add,
            100)) {
      for (int i = 0; i < 10 * THREADS; i++) {
        int number = i;
        run.submit(
            1,
            worker -> {
              await(all);
              return number;
            });
      }
      run.finish();
    }
    assertThat(results).hasSize(10 * THREADS);
    assertThat(workers).hasValue(THREADS);
  }

  /** The old run handed results over by the next submission alone: this would wait for ever. */
  @Test
  void aFeederThatWaitsDoesNotHoldBackWhatItSubmittedBefore() {
    CountDownLatch handedOver = new CountDownLatch(2);
    try (OrderedRun<Nothing, Integer> run =
        pool.begin(Nothing::new, result -> handedOver.countDown(), 100)) {
      run.feed(
          () -> {
            run.submit(1, worker -> 1);
            run.submit(1, worker -> 2);
            await(handedOver);
          },
          () -> {});
    }
    assertThat(handedOver.getCount()).isZero();
  }

  @Test
  void aFeederThatWaitsIsStoppedWhenATaskFails() {
    CountDownLatch stopped = new CountDownLatch(1);
    IllegalStateException failure = new IllegalStateException("the task");
    try (OrderedRun<Nothing, Integer> run = pool.begin(Nothing::new, result -> {}, 100)) {
      assertThatThrownBy(
              () ->
                  run.feed(
                      () -> {
                        run.submit(
                            1,
                            worker -> {
                              throw failure;
                            });
                        await(stopped);
                      },
                      stopped::countDown))
          .isSameAs(failure);
    }
  }

  @Test
  void aFeederThatWaitsForRoomIsStoppedWhenTheReceiverFails() {
    IllegalStateException failure = new IllegalStateException("the receiver");
    AtomicInteger submitted = new AtomicInteger();
    try (OrderedRun<Nothing, Integer> run =
        pool.begin(
            Nothing::new,
            result -> {
              throw failure;
            },
            2)) {
      assertThatThrownBy(
              () ->
                  run.feed(
                      () -> {
                        while (submitted.incrementAndGet() < 1_000_000) {
                          run.submit(1, worker -> 1);
                        }
                      },
                      () -> {}))
          .isSameAs(failure);
    }
    assertThat(submitted.get()).isLessThan(1_000_000);
  }

  @Test
  void closingWaitsForATaskThatRuns() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch mayEnd = new CountDownLatch(1);
    AtomicInteger ended = new AtomicInteger();
    AtomicInteger endedWhenClosed = new AtomicInteger(-1);
    Thread owner =
        new Thread(
            () -> {
              try (OrderedRun<Nothing, Integer> run = pool.begin(Nothing::new, r -> {}, 100)) {
                run.submit(
                    1,
                    worker -> {
                      begun.countDown();
                      await(mayEnd);
                      return ended.incrementAndGet();
                    });
                await(begun);
              }
              endedWhenClosed.set(ended.get());
            });
    owner.start();
    await(begun);
    while (owner.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    assertThat(endedWhenClosed).hasValue(-1);
    mayEnd.countDown();
    owner.join();
    assertThat(endedWhenClosed).hasValue(1);
  }

  @Test
  void onceATaskFailedThoseBehindItThatHaveNotBegunAreLeftOut() {
    CountDownLatch othersAreQueued = new CountDownLatch(1);
    AtomicInteger begun = new AtomicInteger();
    try (PooledWork one = PooledWork.start("single", 1);
        OrderedRun<Nothing, Integer> run = one.begin(Nothing::new, result -> {}, 100)) {
      run.submit(
          1,
          worker -> {
            await(othersAreQueued);
            throw new IllegalArgumentException("first");
          });
      for (int i = 0; i < 50; i++) {
        run.submit(1, worker -> begun.incrementAndGet());
      }
      othersAreQueued.countDown();
      assertThatThrownBy(run::finish).hasMessage("first");
    }
    assertThat(begun).hasValue(0);
  }

  @Test
  void whatWasHandedOverTakesNoRoomAnyMore() {
    CyclicBarrier all = new CyclicBarrier(THREADS);
    List<Integer> results = new ArrayList<>();
    try (OrderedRun<Nothing, Integer> run = pool.begin(Nothing::new, results::add, THREADS)) {
      for (int i = 0; i < 20; i++) {
        run.submit(THREADS, worker -> 0);
      }
      for (int i = 0; i < THREADS; i++) {
        run.submit(
            1,
            worker -> {
              await(all);
              return 1;
            });
      }
      run.finish();
    }
    assertThat(results).hasSize(20 + THREADS);
  }

  @Test
  void submittingWaitsForRoomAndHandsOverMeanwhile() {
    CountDownLatch firstMayEnd = new CountDownLatch(1);
    List<Integer> results = new ArrayList<>();
    try (OrderedRun<Nothing, Integer> run = pool.begin(Nothing::new, results::add, 10)) {
      run.submit(
          6,
          worker -> {
            await(firstMayEnd);
            return 1;
          });
      run.submit(
          4,
          worker -> {
            firstMayEnd.countDown();
            return 2;
          });
      run.submit(5, worker -> 3);
      assertThat(results).startsWith(1);
      run.finish();
    }
    assertThat(results).containsExactly(1, 2, 3);
  }

  @Test
  void aClosedPoolTakesNoMoreTasks() {
    try (OrderedRun<Nothing, Integer> run = pool.begin(Nothing::new, result -> {}, 10)) {
      run.submit(1, worker -> 1);
      run.finish();
      pool.close();
      pool.close();
      assertThatIllegalStateException().isThrownBy(() -> run.submit(1, worker -> 2));
    }
  }

  @Test
  void itsThreadsAreDaemonsSoThatTheyKeepNoProgramAlive() {
    List<Boolean> daemons = new ArrayList<>();
    try (OrderedRun<Nothing, Boolean> run = pool.begin(Nothing::new, daemons::add, 10)) {
      run.submit(1, worker -> Thread.currentThread().isDaemon());
      run.finish();
    }
    assertThat(daemons).containsExactly(true);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
