package dev.permafrost.testkit.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.permafrost.ports.work.OrderedRun;
import dev.permafrost.ports.work.OrderedWork;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The contract of ordered work, where nothing is done before it must be. */
final class LateWorkTest extends OrderedWorkContract {

  @Override
  protected OrderedWork work() {
    return new LateWork();
  }

  @Test
  void nothingIsDoneBeforeThereIsNoRoomOrTheRunIsFinished() {
    List<Integer> done = new ArrayList<>();
    try (OrderedRun<AutoCloseable, Integer> run =
        new LateWork().begin(() -> () -> {}, done::add, 2)) {
      run.submit(1, worker -> 1);
      run.submit(1, worker -> 2);
      assertThat(done).isEmpty();

      run.submit(1, worker -> 3);
      assertThat(done).containsExactly(1, 2);

      run.finish();
      assertThat(done).containsExactly(1, 2, 3);
    }
  }
}
