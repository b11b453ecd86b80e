package dev.permafrost.prove.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.permafrost.prove.crash.Scenarios;
import dev.permafrost.prove.crash.Wiring;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** The exploration of one scenario's faults, and what it looks for. */
final class FaultExplorerTest {

  private static final int SURVIVORS = 8;

  @Test
  void whatIsTriedDependsOnTheSeedAlone() {
    assertThat(cutsOfOneScenario(7)).isEqualTo(cutsOfOneScenario(7)).isPositive();
  }

  private static long cutsOfOneScenario(long seed) {
    return new FaultExplorer(
            new FaultExplorer.Limits(seed, 60, SURVIVORS, 1, 20),
            () -> Wiring.AS_IT_IS,
            List.of(Scenarios.named("freeze-from-lake")))
        .explore()
        .cuts();
  }

  @Test
  void aThreadAndADirectoryThatStayAreSeen() throws Exception {
    Leftovers leftovers = Leftovers.before();
    CountDownLatch over = new CountDownLatch(1);
    Thread thread = new Thread(() -> await(over), "left behind");
    Path directory = Files.createTempDirectory(Leftovers.PREFIX);
    try {
      thread.start();

      assertThat(leftovers.now())
          .containsExactlyInAnyOrder("the thread left behind", "the directory " + directory);
    } finally {
      over.countDown();
      thread.join();
      Files.delete(directory);
    }
    assertThat(leftovers.now()).isEmpty();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError("nobody interrupts the threads of a test", e);
    }
  }

  @Test
  void aFaultIsTheSameWhenItIsReadAgain() {
    FaultCase fault = new FaultCase("discard", 17, FaultKind.NO_SPACE);

    assertThat(fault).hasToString("discard/17/space");
    assertThat(FaultCase.parse("discard/17/space")).isEqualTo(fault);
    for (String wrong : List.of("discard", "discard/17", "discard/x/io", "discard/17/fire")) {
      assertThatThrownBy(() -> FaultCase.parse(wrong)).isInstanceOf(IllegalArgumentException.class);
    }
  }
}
