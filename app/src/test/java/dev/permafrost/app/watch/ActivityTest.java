package dev.permafrost.app.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.events.Attempt;
import dev.permafrost.ports.events.CoverageWait;
import dev.permafrost.ports.events.LakeRequest;
import dev.permafrost.ports.events.LakeTip;
import dev.permafrost.ports.events.Operation;
import dev.permafrost.ports.events.Outcome;
import dev.permafrost.ports.events.Progress;
import dev.permafrost.ports.failure.StorageUnavailable;
import dev.permafrost.testkit.work.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a process says of itself, from the events of its store. */
final class ActivityTest {

  private static final ChunkId CHUNK = new ChunkId(3);
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  private final ManualTime time = new ManualTime();
  private final Activity activity =
      new Activity("follow", time, () -> NOW, step -> Optional.empty(), Duration.ofMinutes(5));

  @Test
  void whatRunsIsToldWithItsRateAndItsTimeLeft() {
    for (int second = 1; second <= 20; second++) {
      time.advance(Duration.ofSeconds(1));
      activity.progressed(new Progress(Operation.FREEZE, CHUNK, second * 100L, 10_000, 7));
    }
    Map<String, Object> task = running().get(0);
    assertThat(task)
        .containsEntry("operation", "freeze")
        .containsEntry("chunk", 3)
        .containsEntry("ledgersDone", 2_000L)
        .containsEntry("ledgersTotal", 10_000L);
    double perSecond = (double) task.getOrDefault("ledgersPerSecond", 0.0);
    assertThat(perSecond).isBetween(95.0, 110.0);
    assertThat((long) task.getOrDefault("secondsLeft", 0L)).isBetween(72L, 85L);
    end(Operation.FREEZE, Outcome.DONE, Optional.empty());
    assertThat(running()).isEmpty();
  }

  @Test
  void itIsNotWellAfterLongWithoutProgress() {
    time.advance(Duration.ofMinutes(5));
    assertThat(activity.troubles()).isEmpty();
    time.advance(Duration.ofSeconds(1));
    assertThat(activity.troubles()).containsExactly("no progress for 301 s");
    activity.progressed(new Progress(Operation.INGEST, CHUNK, 1, 10_000, 7));
    assertThat(activity.troubles()).isEmpty();
  }

  @Test
  void aLakeThatAnswersThatNothingIsNewIsProgress() {
    time.advance(Duration.ofMinutes(6));
    activity.requested(request(LakeRequest.Result.TRANSIENT));
    assertThat(activity.troubles()).hasSize(1);
    activity.requested(request(LakeRequest.Result.ABSENT));
    assertThat(activity.troubles()).isEmpty();
  }

  @Test
  void itIsNotWellWhileCoverageIsWaitedFor() {
    activity.waiting(
        new CoverageWait(
            CHUNK, OptionalLong.of(30_500), 40_001, Duration.ofSeconds(7), Duration.ofMinutes(5)));
    assertThat(activity.troubles())
        .containsExactly("chunk 3 waits for the lake to cover ledger 40001, for 7 s");
    assertThat(activity.fields(OptionalLong.of(30_400)))
        .containsEntry("lakeTip", 30_500L)
        .containsEntry("behind", 100L);
    activity.progressed(new Progress(Operation.FREEZE, CHUNK, 1, 10_000, 7));
    assertThat(activity.troubles()).isEmpty();
  }

  @Test
  void itIsNotWellSinceAFailureUntilTheSameIsDoneAfterAll() {
    end(Operation.FREEZE, Outcome.FAILED, Optional.of(new StorageUnavailable("/p", "sync", null)));
    assertThat(activity.troubles())
        .containsExactly("freeze of chunk 3 failed at 2026-01-02T03:04:05Z: StorageUnavailable");
    assertThat(failures().get(0))
        .containsEntry("remedy", "try_later")
        .containsEntry("help", "a later try may help")
        .containsEntry("message", "cannot sync /p now");
    end(Operation.INGEST, Outcome.DONE, Optional.empty());
    assertThat(activity.troubles()).hasSize(1);
    end(Operation.FREEZE, Outcome.DONE, Optional.empty());
    assertThat(activity.troubles()).isEmpty();
    assertThat(failures()).isEmpty();
  }

  @Test
  void anIngestionThatGoesOnHasMadeUpForItsFailure() {
    end(Operation.INGEST, Outcome.FAILED, Optional.of(new StorageUnavailable("/p", "sync", null)));
    assertThat(activity.troubles()).hasSize(1);
    activity.progressed(new Progress(Operation.INGEST, CHUNK, 5, 10_000, 7));
    assertThat(activity.troubles()).isEmpty();
  }

  @Test
  void aFreezeThatGoesOnHasNotYet() {
    end(Operation.FREEZE, Outcome.FAILED, Optional.of(new StorageUnavailable("/p", "sync", null)));
    activity.progressed(new Progress(Operation.FREEZE, CHUNK, 5, 10_000, 7));
    assertThat(activity.troubles()).hasSize(1);
  }

  @Test
  void theMessageOfAnUnexpectedFailureIsNotTold() {
    end(Operation.FREEZE, Outcome.FAILED, Optional.of(new IllegalStateException("geheim")));
    assertThat(failures().get(0))
        .containsEntry("type", "IllegalStateException")
        .doesNotContainKey("message");
    assertThat(activity.fields(OptionalLong.empty()).toString()).doesNotContain("geheim");
    assertThat(activity.troubles().toString()).doesNotContain("geheim");
  }

  @Test
  void theLastTwentyFailuresAreKept() {
    for (int chunk = 0; chunk < 25; chunk++) {
      activity.ended(
          attempt(
              Operation.FREEZE,
              new ChunkId(chunk),
              Outcome.FAILED,
              Optional.of(new StorageUnavailable("/p", "sync", null))));
    }
    assertThat(failures()).hasSize(20);
    assertThat(failures().get(0)).containsEntry("chunk", 24L);
  }

  @Test
  void whatIsCancelledIsNoFailure() {
    end(Operation.FREEZE, Outcome.CANCELLED, Optional.empty());
    assertThat(activity.troubles()).isEmpty();
  }

  @Test
  void theLagIsNeverNegative() {
    activity.tipSeen(new LakeTip(100));
    assertThat(activity.fields(OptionalLong.of(103))).containsEntry("behind", 0L);
  }

  private void end(Operation operation, Outcome outcome, Optional<Throwable> failure) {
    activity.ended(attempt(operation, CHUNK, outcome, failure));
  }

  private static Attempt attempt(
      Operation operation, ChunkId chunk, Outcome outcome, Optional<Throwable> failure) {
    return new Attempt(
        operation, Optional.of(chunk), Set.of(), "", outcome, Duration.ZERO, 0, 0, 0, failure);
  }

  private static LakeRequest request(LakeRequest.Result result) {
    return new LakeRequest("http://lake", result, 0, 1, 1);
  }

  @SuppressWarnings("unchecked") // the document's own form
  private List<Map<String, Object>> running() {
    return (List<Map<String, Object>>)
        activity.fields(OptionalLong.empty()).getOrDefault("running", List.of());
  }

  @SuppressWarnings("unchecked") // the document's own form
  private List<Map<String, Object>> failures() {
    return (List<Map<String, Object>>)
        activity.fields(OptionalLong.empty()).getOrDefault("failures", List.of());
  }
}
