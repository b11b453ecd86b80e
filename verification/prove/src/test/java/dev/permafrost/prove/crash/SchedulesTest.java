package dev.permafrost.prove.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Several workers pass the baton in an order that the seed alone decides. */
final class SchedulesTest {

  private final Bench bench = new Bench();
  private final Golden golden = Golden.make(bench);

  @AfterEach
  void closeBench() {
    bench.close();
  }

  @Test
  void theSameNumberGivesTheSameOrderOfOperations() {
    assertThat(traceOf(7)).isEqualTo(traceOf(7));
  }

  @Test
  void otherNumbersGiveOtherOrdersAndTheSameEnd() {
    Set<List<String>> orders = new HashSet<>();
    Set<EndState> ends = new HashSet<>();
    for (long number = 1; number <= 5; number++) {
      Plan plan = planOf(number);
      orders.add(plan.trace());
      ends.add(plan.expected());
    }

    assertThat(orders).hasSize(5);
    assertThat(ends).hasSize(1);
  }

  @Test
  void theChunksReallyTakeTurns() {
    Set<String> switches = new TreeSet<>();
    String last = "";
    for (String line : traceOf(7)) {
      if (line.contains("hot commit")) {
        String chunk = line.substring(line.length() - 8);
        if (!chunk.equals(last)) {
          switches.add(switches.size() + " to " + chunk);
          last = chunk;
        }
      }
    }
    assertThat(switches).as("from one chunk to the other").hasSizeGreaterThan(2);
  }

  private List<String> traceOf(long number) {
    return planOf(number).trace();
  }

  private Plan planOf(long number) {
    Plan plan = Plan.of(Schedules.of(number), golden, () -> Wiring.AS_IT_IS, bench, true);
    assertThat(plan.violations()).isEmpty();
    return plan;
  }
}
