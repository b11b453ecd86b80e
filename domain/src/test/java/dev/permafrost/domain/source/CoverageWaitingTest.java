package dev.permafrost.domain.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.errorprone.annotations.MustBeClosed;
import dev.permafrost.domain.store.TestMachine;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.chunk.LedgerRange;
import dev.permafrost.ports.events.CoverageWait;
import dev.permafrost.ports.failure.BackendCoverageTimeout;
import dev.permafrost.ports.failure.BackendUnreachable;
import dev.permafrost.ports.failure.Cancelled;
import dev.permafrost.ports.failure.LakeForbidden;
import dev.permafrost.ports.failure.LakeGap;
import dev.permafrost.ports.failure.StorageFailure;
import dev.permafrost.ports.source.BulkBackend;
import dev.permafrost.ports.source.CoveragePatience;
import dev.permafrost.ports.source.LedgerStream;
import dev.permafrost.ports.work.CancelSource;
import dev.permafrost.ports.work.CancelToken;
import dev.permafrost.testkit.events.RecordingEvents;
import dev.permafrost.testkit.source.FakeBackend;
import dev.permafrost.testkit.work.ManualTime;
import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The bounded wait for coverage: what each question gets, and what ends it. */
final class CoverageWaitingTest {

  private static final ChunkId ZERO = TestMachine.ZERO;
  private final BackendUnreachable unreachable = new BackendUnreachable("lake", "503", null);
  private final ManualTime time = new ManualTime();
  private final RecordingEvents events = new RecordingEvents();
  private final FakeBackend lake = new FakeBackend(TestMachine.NETWORK, TestMachine.CHAIN);

  /** Lesson 13. */
  @Test
  void eachQuestionGetsTheTimeThatIsLeftAlsoAfterOneThatTookLong() {
    lake.setTip(4);
    Slow slow = new Slow(lake, time, Duration.ofSeconds(3));
    assertThatThrownBy(() -> await(slow, seconds(20), CancelToken.NEVER))
        .isInstanceOfSatisfying(
            BackendCoverageTimeout.class, e -> assertThat(e.waited()).isEqualTo(seconds(26)));
    // Coverage at 0, the tip at 3, a pause at 6, coverage at 11, the tip at 14, a pause at 17,
    // coverage at 20, and the tip at the end, with the least time that a question gets.
    assertThat(lake.timesLeft())
        .containsExactly(
            seconds(20),
            seconds(17),
            seconds(9),
            seconds(6),
            Duration.ofMillis(1),
            Duration.ofMillis(1));
    assertThat(time.pauses()).containsExactly(seconds(5), seconds(3));
  }

  @Test
  void theLastPauseIsOnlyAsLongAsTheLimitAndIsFollowedByOneLastQuestion() {
    lake.setTip(4);
    time.at(seconds(12), () -> lake.setTip(5));
    await(lake, seconds(12), CancelToken.NEVER);
    assertThat(time.pauses()).containsExactly(seconds(5), seconds(5), seconds(2));
    assertThat(lake.requests().covers()).isEqualTo(4);
  }

  @Test
  void aLimitOfZeroAsksOnceWithTimeOfItsOwn() {
    lake.setTip(4);
    assertThatThrownBy(() -> await(lake, Duration.ZERO, CancelToken.NEVER))
        .isInstanceOfSatisfying(
            BackendCoverageTimeout.class,
            e -> {
              assertThat(e.tip()).hasValue(4);
              assertThat(e.waited()).isEqualTo(Duration.ZERO);
            });
    assertThat(lake.timesLeft()).containsExactly(seconds(30), seconds(30));
    assertThat(time.pauses()).isEmpty();
    assertThat(events.waits()).isEmpty();
  }

  @Test
  void theTipIsAskedForEachTimeTheWaitHasDoubledAndNotAtAllWhereTheFirstAnswerIsYes() {
    await(lake, seconds(20), CancelToken.NEVER);
    assertThat(lake.requests().tip()).isZero();
    lake.setTip(4);
    time.at(seconds(62), () -> lake.setTip(9));
    await(lake, seconds(90), CancelToken.NEVER);
    // At 0, 5, 15 and 35 seconds; it would be at 75.
    assertThat(lake.requests().tip()).isEqualTo(4);
  }

  @Test
  void theTipThatATimeoutReportsIsTheOneAtItsEnd() {
    lake.setTip(2);
    time.at(seconds(12), () -> lake.setTip(4));
    assertThatThrownBy(() -> await(lake, seconds(13), CancelToken.NEVER))
        .isInstanceOfSatisfying(BackendCoverageTimeout.class, e -> assertThat(e.tip()).hasValue(4));
  }

  @Test
  void aHoleThatShowsWhenTheTipHasGrownIsToldAndNotWaitedOut() {
    lake.removeLedger(5);
    lake.setTip(4);
    time.at(seconds(12), () -> lake.setTip(9));
    assertThatThrownBy(() -> await(lake, seconds(300), CancelToken.NEVER))
        .isInstanceOfSatisfying(LakeGap.class, e -> assertThat(e.firstMissing()).isEqualTo(5));
    assertThat(time.elapsed()).isEqualTo(seconds(15));
  }

  @Test
  void everyWaitIsToldWithWhatIsThereAndWhatIsNeeded() {
    lake.setTip(4);
    time.at(seconds(7), () -> lake.setTip(9));
    await(lake, seconds(60), CancelToken.NEVER);
    assertThat(events.waits())
        .containsExactly(
            new CoverageWait(ZERO, OptionalLong.of(4), 5, seconds(0), seconds(60)),
            new CoverageWait(ZERO, OptionalLong.of(4), 5, seconds(5), seconds(60)));
  }

  @Test
  void cancellationWhileWaitingEndsItWithoutAnotherQuestion() {
    lake.setTip(4);
    CancelSource cancel = new CancelSource();
    time.at(seconds(7), cancel::cancel);
    assertThatThrownBy(() -> await(lake, seconds(60), cancel.token()))
        .isInstanceOf(Cancelled.class);
    assertThat(time.elapsed()).isEqualTo(seconds(7));
    assertThat(lake.requests().covers()).isEqualTo(2);
  }

  @Test
  void cancelledBeforehandNothingIsAsked() {
    CancelSource cancel = new CancelSource();
    cancel.cancel();
    assertThatThrownBy(() -> await(lake, seconds(60), cancel.token()))
        .isInstanceOf(Cancelled.class);
    assertThat(lake.requests()).isEqualTo(FakeBackend.Requests.NONE);
  }

  @Test
  void aLedgerThatIsMissingWhereTheTipStandsIsAHoleToo() {
    lake.removeLedger(5);
    lake.setTip(5);
    assertThatThrownBy(() -> await(lake, seconds(60), CancelToken.NEVER))
        .isInstanceOfSatisfying(LakeGap.class, e -> assertThat(e.firstMissing()).isEqualTo(5));
    assertThat(time.pauses()).isEmpty();
  }

  /** Lesson 21. */
  @Test
  void aHoleIsToldApartFromTheTipByTheFirstAnswer() {
    lake.removeLedger(5);
    assertThatThrownBy(() -> await(lake, seconds(60), CancelToken.NEVER))
        .isInstanceOfSatisfying(
            LakeGap.class,
            e -> {
              assertThat(e.firstMissing()).isEqualTo(5);
              assertThat(e.getMessage()).contains("41");
            });
    assertThat(time.pauses()).isEmpty();
  }

  @Test
  void aTipThatCannotBeToldIsUnknownAndTheWaitGoesOn() {
    lake.setTip(4);
    TipFails tipFails = new TipFails(lake);
    assertThatThrownBy(() -> await(tipFails, seconds(10), CancelToken.NEVER))
        .isInstanceOfSatisfying(BackendCoverageTimeout.class, e -> assertThat(e.tip()).isEmpty());
    assertThat(events.waits()).hasSize(2).allMatch(wait -> wait.have().isEmpty());
  }

  @Test
  void wereNoQuestionAnsweredTheLakeIsUnreachableAndNotShort() {
    for (int i = 0; i < 3; i++) {
      lake.failAnswer(unreachable);
    }
    assertThatThrownBy(() -> await(lake, seconds(10), CancelToken.NEVER)).isSameAs(unreachable);
    assertThat(lake.requests().covers()).isEqualTo(3);
  }

  @Test
  void aQuestionThatFailsAfterAnAnswerDoesNotHideTheAnswer() {
    lake.setTip(4);
    time.at(seconds(3), () -> lake.failAnswer(unreachable));
    time.at(seconds(8), () -> lake.failAnswer(unreachable));
    assertThatThrownBy(() -> await(lake, seconds(10), CancelToken.NEVER))
        .isInstanceOfSatisfying(BackendCoverageTimeout.class, e -> assertThat(e.tip()).hasValue(4));
  }

  @Test
  void whatNoWaitCanMendEndsItAtOnce() {
    StorageFailure forbidden = new LakeForbidden("lake", 403);
    lake.failAnswer(forbidden);
    assertThatThrownBy(() -> await(lake, seconds(60), CancelToken.NEVER)).isSameAs(forbidden);
    assertThat(time.pauses()).isEmpty();
  }

  /** Lesson 17: absent, zero and negative are three things. */
  @ParameterizedTest
  @CsvSource({"-1, 5, 30", "60, 0, 30", "60, -5, 30", "60, 5, 0", "60, 5, -1"})
  void aPatienceThatMakesNoSenseIsRefused(long limit, long interval, long question) {
    assertThatThrownBy(
            () -> new CoveragePatience(seconds(limit), seconds(interval), seconds(question)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theDefaultIsFiveMinutesAskingEveryFiveSeconds() {
    assertThat(CoveragePatience.DEFAULT)
        .isEqualTo(new CoveragePatience(Duration.ofMinutes(5), seconds(5), seconds(30)));
  }

  private void await(BulkBackend backend, Duration limit, CancelToken cancel) {
    new CoverageWaiting(time, events, CoveragePatience.upTo(limit)).await(backend, ZERO, 5, cancel);
  }

  private static Duration seconds(long seconds) {
    return Duration.ofSeconds(seconds);
  }

  /** A lake whose every answer takes a while. */
  private record Slow(FakeBackend lake, ManualTime time, Duration each) implements BulkBackend {
    @Override
    public String location() {
      return lake.location();
    }

    @Override
    public String network(CancelToken cancel) {
      return lake.network(cancel);
    }

    @Override
    public boolean covers(long sequence, Duration timeLeft, CancelToken cancel) {
      boolean covers = lake.covers(sequence, timeLeft, cancel);
      time.advance(each);
      return covers;
    }

    @Override
    public OptionalLong tip(Duration timeLeft, CancelToken cancel) {
      OptionalLong tip = lake.tip(timeLeft, cancel);
      time.advance(each);
      return tip;
    }

    @Override
    @MustBeClosed
    public LedgerStream stream(LedgerRange range, CancelToken cancel) {
      return lake.stream(range, cancel);
    }
  }

  /** A lake that cannot tell its tip. */
  private record TipFails(FakeBackend lake) implements BulkBackend {
    @Override
    public String location() {
      return lake.location();
    }

    @Override
    public String network(CancelToken cancel) {
      return lake.network(cancel);
    }

    @Override
    public boolean covers(long sequence, Duration timeLeft, CancelToken cancel) {
      return lake.covers(sequence, timeLeft, cancel);
    }

    @Override
    public OptionalLong tip(Duration timeLeft, CancelToken cancel) {
      throw new BackendUnreachable("lake", "503", null);
    }

    @Override
    @MustBeClosed
    public LedgerStream stream(LedgerRange range, CancelToken cancel) {
      return lake.stream(range, cancel);
    }
  }
}
