package dev.permafrost.backend.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** How many requests a server is sent at a time follows how many of them lag. */
class PaceTest {

  private static final long QUICK = TimeUnit.MILLISECONDS.toNanos(10);
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final Pace pace = new Pace(32);
  private long now;

  @Test
  void aServerThatAnswersIsSentAsManyAsThereMayBe() {
    answers(10_000);
    assertThat(pace.atATime()).isEqualTo(32);
  }

  @Test
  void aRequestLagsOnlyOnceItIsLateAndOthersAreAnswered() {
    answers(7);
    assertThat(pace.isLaggard(SECOND, 0, 0)).as("too few others").isFalse();
    answers(1);
    assertThat(pace.isLaggard(SECOND, 0, 0)).isTrue();
    assertThat(pace.isLaggard(SECOND, 1, 0)).as("too few since it was sent").isFalse();
    assertThat(pace.isLaggard(SECOND / 2, 0, 0)).as("not late").isFalse();
    assertThat(pace.isLaggard(SECOND, 0, 1)).as("not late for one sent again").isFalse();
    assertThat(pace.isLaggard(2 * SECOND, 0, 1)).isTrue();
  }

  @Test
  void whatIsLateIsMeasuredByTheServersUsualTime() {
    for (int i = 0; i < 500; i++) {
      pace.answered(SECOND);
    }
    assertThat(pace.isLaggard(4 * SECOND, 0, 0)).isFalse();
    assertThat(pace.isLaggard(20 * SECOND, 0, 0)).isTrue();
  }

  @Test
  void slowAnswersAmongQuickOnesDoNotBecomeTheUsualTime() {
    for (int i = 0; i < 300; i++) {
      pace.answered(i % 2 == 0 ? QUICK : 3 * SECOND);
    }
    assertThat(pace.isLaggard(SECOND, 0, 0)).isTrue();
  }

  @Test
  void severalLaggardsAtOnceHalveWhatIsSentDownToFour() {
    laggards(3);
    assertThat(pace.atATime()).isEqualTo(32);
    laggards(1);
    assertThat(pace.atATime()).isEqualTo(16);
    laggards(40);
    assertThat(pace.atATime()).isEqualTo(4);
  }

  @Test
  void laggardsOfTheSameCauseCountOnce() {
    long sent = now;
    laggards(4);
    for (int i = 0; i < 20; i++) {
      pace.lagged(sent, now);
    }
    assertThat(pace.atATime()).isEqualTo(16);
  }

  @Test
  void oneLaggardInAHundredMeansOneFewer() {
    for (int i = 0; i < 5; i++) {
      laggards(1);
      answers(100);
    }
    assertThat(pace.atATime()).isEqualTo(27);
  }

  @Test
  void itComesBackTheSoonerTheLongerItGoesWell() {
    laggards(12);
    assertThat(pace.atATime()).isEqualTo(4);
    answers(800);
    assertThat(pace.atATime()).isEqualTo(5);
    answers(800);
    assertThat(pace.atATime()).isEqualTo(6);
    answers(400);
    assertThat(pace.atATime()).isEqualTo(7);
    answers(200 + 24 * 100);
    assertThat(pace.atATime()).isEqualTo(32);
  }

  @Test
  void aServerThatOverflowsAgainAndAgainIsTriedMoreAndMoreSeldom() {
    laggards(12);
    int raised = 0;
    for (int answered = 0; answered < 20_000; answered += 100) {
      answers(100);
      if (pace.atATime() > 4) {
        raised++;
        laggards(1);
      }
    }
    assertThat(raised).isBetween(6, 10);
    assertThat(pace.atATime()).isBetween(4, 5);
  }

  @Test
  void fewerThanFourAreNeverMadeFewer() {
    Pace two = new Pace(2);
    for (int i = 0; i < 20; i++) {
      two.lagged(now, now);
    }
    assertThat(two.atATime()).isEqualTo(2);
  }

  private void answers(int count) {
    for (int i = 0; i < count; i++) {
      pace.answered(QUICK);
    }
  }

  /** Laggards that were sent after whatever was before. */
  private void laggards(int count) {
    for (int i = 0; i < count; i++) {
      now += SECOND;
      pace.lagged(now, now);
    }
  }
}
