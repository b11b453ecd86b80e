package dev.permafrost.backend.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** How many requests a server is sent at a time follows how many of them lag. */
class ConcurrencyLimiterTest {

  private static final long QUICK = TimeUnit.MILLISECONDS.toNanos(10);
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final ConcurrencyLimiter limiter = new ConcurrencyLimiter(32);
  private long now;

  @Test
  void aServerThatAnswersIsSentAsManyAsThereMayBe() {
    answers(10_000);
    assertThat(limiter.limit()).isEqualTo(32);
  }

  @Test
  void severalLaggardsAtOnceHalveWhatIsSentDownToFour() {
    laggards(3);
    assertThat(limiter.limit()).isEqualTo(32);
    laggards(1);
    assertThat(limiter.limit()).isEqualTo(16);
    laggards(40);
    assertThat(limiter.limit()).isEqualTo(4);
  }

  @Test
  void laggardsOfTheSameCauseCountOnce() {
    long sent = now;
    laggards(4);
    for (int i = 0; i < 20; i++) {
      limiter.lagged(sent, now);
    }
    assertThat(limiter.limit()).isEqualTo(16);
  }

  @Test
  void oneLaggardInAHundredMeansOneFewer() {
    for (int i = 0; i < 5; i++) {
      laggards(1);
      answers(100);
    }
    assertThat(limiter.limit()).isEqualTo(27);
  }

  @Test
  void itComesBackTheSoonerTheLongerItGoesWell() {
    laggards(12);
    assertThat(limiter.limit()).isEqualTo(4);
    answers(800);
    assertThat(limiter.limit()).isEqualTo(5);
    answers(800);
    assertThat(limiter.limit()).isEqualTo(6);
    answers(400);
    assertThat(limiter.limit()).isEqualTo(7);
    answers(200 + 24 * 100);
    assertThat(limiter.limit()).isEqualTo(32);
  }

  @Test
  void aServerThatOverflowsAgainAndAgainIsTriedMoreAndMoreSeldom() {
    laggards(12);
    int raised = 0;
    for (int answered = 0; answered < 20_000; answered += 100) {
      answers(100);
      if (limiter.limit() > 4) {
        raised++;
        laggards(1);
      }
    }
    assertThat(raised).isBetween(6, 10);
    assertThat(limiter.limit()).isBetween(4, 5);
  }

  @Test
  void fewerThanFourAreNeverMadeFewer() {
    ConcurrencyLimiter two = new ConcurrencyLimiter(2);
    for (int i = 0; i < 20; i++) {
      two.lagged(now, now);
    }
    assertThat(two.limit()).isEqualTo(2);
  }

  private void answers(int count) {
    for (int i = 0; i < count; i++) {
      limiter.answered(QUICK);
    }
  }

  /** Laggards that were sent after earlier requests. */
  private void laggards(int count) {
    for (int i = 0; i < count; i++) {
      now += SECOND;
      limiter.lagged(now, now);
    }
  }
}
