package dev.permafrost.domain.attempt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.events.Attempt;
import dev.permafrost.ports.events.Operation;
import dev.permafrost.ports.events.Outcome;
import dev.permafrost.ports.failure.Cancelled;
import dev.permafrost.testkit.events.RecordingEvents;
import dev.permafrost.testkit.work.ManualTime;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** One event for each attempt, at its true end (lesson 29). */
final class AttemptsTest {

  private final ManualTime time = new ManualTime();
  private final RecordingEvents events = new RecordingEvents();
  private final Attempts attempts = new Attempts(events, time);

  @Test
  void anAttemptThatSucceedsIsToldWithTheTimeItTookAndWhatItCounted() {
    String result =
        run(
            tally -> {
              tally.source("lake");
              tally.add(100, 30);
              time.advance(Duration.ofSeconds(3));
              tally.add(200, 50);
              return "result";
            });
    assertThat(result).isEqualTo("result");
    Attempt told = events.onlyAttemptAt(Operation.FREEZE);
    assertThat(told.outcome()).isEqualTo(Outcome.DONE);
    assertThat(told.elapsed()).isEqualTo(Duration.ofSeconds(3));
    assertThat(told.source()).isEqualTo("lake");
    assertThat(told.ledgers()).isEqualTo(2);
    assertThat(told.rawBytes()).isEqualTo(300);
    assertThat(told.storedBytes()).isEqualTo(80);
    assertThat(told.failure()).isEmpty();
  }

  @Test
  void anAttemptThatFailsOrIsCancelledIsToldWithItsTimeAndWithoutItems() {
    for (RuntimeException failure :
        new RuntimeException[] {new IllegalStateException("no"), new Cancelled()}) {
      events.clear();
      assertThatThrownBy(
              () ->
                  run(
                      tally -> {
                        tally.add(100, 30);
                        time.advance(Duration.ofMillis(1500));
                        throw failure;
                      }))
          .isSameAs(failure);
      Attempt told = events.onlyAttemptAt(Operation.FREEZE);
      assertThat(told.outcome())
          .isEqualTo(failure instanceof Cancelled ? Outcome.CANCELLED : Outcome.FAILED);
      assertThat(told.elapsed()).isEqualTo(Duration.ofMillis(1500));
      assertThat(told.ledgers() + told.rawBytes() + told.storedBytes()).isZero();
      assertThat(told.failure()).containsSame(failure);
    }
  }

  private String run(Function<Tally, String> body) {
    return attempts.run(Operation.FREEZE, Optional.of(new ChunkId(7)), Set.of(), body);
  }
}
