package dev.permafrost.app.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.permafrost.app.progress.ProgressReporter.Style;
import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.events.Attempt;
import dev.permafrost.ports.events.CoverageWait;
import dev.permafrost.ports.events.Operation;
import dev.permafrost.ports.events.Outcome;
import dev.permafrost.ports.events.Progress;
import dev.permafrost.ports.events.Remark;
import dev.permafrost.testkit.work.ManualTime;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is shown of work under way. */
final class ProgressReporterTest {

  private static final ChunkId CHUNK = new ChunkId(3);
  private static final ChunkId OTHER = new ChunkId(4);

  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final ManualTime time = new ManualTime();

  @Test
  void whereThereIsNoTerminalProgressIsALineEveryTenSeconds() {
    ProgressReporter reporter = reporter(Style.LINES);

    reporter.overChunks(
        "freeze",
        1,
        10_000,
        () -> {
          reporter.say("a line beside it");
          for (int second = 1; second <= 25; second++) {
            time.advance(Duration.ofSeconds(1));
            reporter.progressed(at(CHUNK, second * 100L, 10_000));
          }
          return true;
        });

    assertThat(lines())
        .containsExactly(
            "a line beside it",
            "freeze: 1,000 of 10,000 ledgers, 90/s, 100.0 kB/s, 1 min 39 s left",
            "freeze: 2,000 of 10,000 ledgers, 95/s, 100.0 kB/s, 1 min 24 s left");
  }

  @Test
  void whatAnEarlierAttemptDidIsNoRateOfThisOne() {
    ProgressReporter reporter = reporter(Style.LINES);

    reporter.overChunks(
        "ingest",
        1,
        10_000,
        () -> {
          reporter.progressed(at(CHUNK, 9_001, 10_000));
          time.advance(Duration.ofSeconds(10));
          reporter.progressed(at(CHUNK, 9_500, 10_000));
          return true;
        });

    assertThat(lines().get(0)).startsWith("ingest: 9,500 of 10,000 ledgers, 50/s");
    assertThat(lines().get(0)).endsWith("10.0 s left");
  }

  @Test
  void chunksAreAddedUpAndThoseThatEndEarlyAreNoLongerWaitedFor() {
    ProgressReporter reporter = reporter(Style.LINES);

    reporter.overChunks(
        "freeze",
        3,
        10_000,
        () -> {
          reporter.progressed(at(CHUNK, 4_000, 10_000));
          reporter.ended(attempt(OTHER, Outcome.NOTHING_TO_DO));
          time.advance(Duration.ofSeconds(10));
          reporter.progressed(at(CHUNK, 5_000, 10_000));
          reporter.ended(attempt(CHUNK, Outcome.FAILED));
          time.advance(Duration.ofSeconds(10));
          reporter.progressed(at(new ChunkId(5), 10, 10_000));
          return true;
        });

    assertThat(lines().get(0)).startsWith("freeze: 5,000 of 20,000 ledgers");
    assertThat(lines().get(1)).startsWith("freeze: 5,010 of 15,000 ledgers");
  }

  @Test
  void aSecondPassOverAChunkIsAddedToTheFirst() {
    ProgressReporter reporter = reporter(Style.LINES);

    reporter.overChunks(
        "verify",
        1,
        10_000,
        () -> {
          reporter.progressed(at(CHUNK, 10_000, 10_000));
          time.advance(Duration.ofSeconds(10));
          reporter.progressed(at(CHUNK, 1, 500));
          return true;
        });

    assertThat(lines().get(0)).startsWith("verify: 10,001 of 10,500 ledgers");
  }

  @Test
  void waitingForCoverageSaysWhatIsThereAndWhatIsNeeded() {
    ProgressReporter reporter = reporter(Style.LINES);

    reporter.waiting(wait(OptionalLong.of(29_000), 5));
    reporter.waiting(wait(OptionalLong.empty(), 10));
    time.advance(Duration.ofSeconds(10));
    reporter.waiting(wait(OptionalLong.empty(), 15));

    assertThat(lines())
        .containsExactly(
            "chunk 3: waiting for coverage: have 29000, need 40001"
                + " (waited 5.0 s of at most 5 min 0 s)",
            "chunk 3: waiting for coverage: have unknown, need 40001"
                + " (waited 15.0 s of at most 5 min 0 s)");
  }

  @Test
  void quietSilencesAllButWarnings() {
    ProgressReporter reporter = reporter(Style.QUIET);

    reporter.step("a slow step");
    reporter.remarked(Remark.info("something"));
    reporter.waiting(wait(OptionalLong.of(1), 5));
    reporter.overChunks(
        "freeze",
        1,
        10_000,
        () -> {
          time.advance(Duration.ofSeconds(60));
          reporter.progressed(at(CHUNK, 5_000, 10_000));
          reporter.say("a failure");
          return true;
        });
    reporter.remarked(Remark.warning(CHUNK, "its neighbour cannot be read"));

    assertThat(lines())
        .containsExactly("a failure", "warning: chunk 3: its neighbour cannot be read");
  }

  @Test
  void onATerminalThereIsABarWithRateAndTimeLeft() {
    ProgressReporter reporter = reporter(Style.BAR);

    reporter.overChunks(
        "freeze",
        1,
        10_000,
        () -> {
          reporter.progressed(at(CHUNK, 5_000, 10_000));
          reporter.step("a line beside it");
          reporter.progressed(at(CHUNK, 10_000, 10_000));
          return true;
        });

    assertThat(text()).contains("freeze").contains("10000/10000").contains("ledgers/s");
    assertThat(text()).contains("a line beside it" + System.lineSeparator());
  }

  private ProgressReporter reporter(Style style) {
    return new ProgressReporter(new PrintStream(err, true, StandardCharsets.UTF_8), style, time);
  }

  private String text() {
    return err.toString(StandardCharsets.UTF_8);
  }

  private List<String> lines() {
    return text().lines().toList();
  }

  private static Progress at(ChunkId chunk, long done, long total) {
    return new Progress(Operation.FREEZE, chunk, done, total, done * 1_000);
  }

  private static CoverageWait wait(OptionalLong have, long waitedSeconds) {
    return new CoverageWait(
        CHUNK, have, 40_001, Duration.ofSeconds(waitedSeconds), Duration.ofMinutes(5));
  }

  private static Attempt attempt(ChunkId chunk, Outcome outcome) {
    return new Attempt(
        Operation.FREEZE,
        Optional.of(chunk),
        Set.of(),
        "",
        outcome,
        Duration.ZERO,
        0,
        0,
        0,
        Optional.empty());
  }
}
