package dev.permafrost.app.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import dev.permafrost.ports.chunk.ChunkId;
import dev.permafrost.ports.failure.HotVolumeLost;
import dev.permafrost.ports.failure.PackBeside;
import dev.permafrost.ports.failure.StorageUnavailable;
import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What is said of a failure. */
final class FailureTextTest {

  @Test
  void aFailureIsOneMessageWithItsCause() {
    StorageUnavailable failure =
        new StorageUnavailable("/a", "open", new IOException("Too many open files"));

    assertThat(new FailureText(failure, StepLines.NONE).lines(false))
        .containsExactly(
            "permafrost: cannot open /a now", "  because of IOException: Too many open files");
  }

  @Test
  void aMessageThatEndsWithThatOfItsCauseIsNotSaidTwice() {
    IllegalArgumentException cause =
        new IllegalArgumentException("bad port", new IOException("port"));

    assertThat(
            new FailureText(
                    new WrongUsage("--listen: " + cause.getMessage(), cause), StepLines.NONE)
                .lines(false))
        .containsExactly("permafrost: --listen: bad port");
  }

  @Test
  void theNoticeFollowsTheMessage() {
    HotVolumeLost failure =
        new HotVolumeLost(
            new ChunkId(3),
            "/hot/00000003",
            "ledgers",
            "no directory",
            OptionalLong.empty(),
            PackBeside.NONE);

    List<String> lines = new FailureText(failure, StepLines.NONE).lines(false);

    assertThat(lines.get(0)).startsWith("permafrost: chunk 3: hot data at /hot/00000003 is lost");
    assertThat(lines.get(1)).startsWith("PF-HOT-LOST: ");
    assertThat(lines.get(2)).startsWith("  1. ");
    assertThat(new FailureText(failure, StepLines.NONE).fields())
        .containsEntry("type", "HotVolumeLost")
        .containsEntry("exitCode", 4)
        .extractingByKey("notice")
        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
        .containsEntry("code", "PF-HOT-LOST")
        .containsKeys("meaning", "steps");
  }

  @Test
  void whatFollowedFromAFailureIsSaidLast() {
    WrongUsage first = new WrongUsage("first");
    first.addSuppressed(new IOException("second"));

    assertThat(new FailureText(first, StepLines.NONE).lines(false))
        .containsExactly("permafrost: first", "  and then: unexpected IOException: second");
  }

  @Test
  void stackTracesAreForDebugOnly() {
    WrongUsage failure = new WrongUsage("no");

    assertThat(new FailureText(failure, StepLines.NONE).lines(false)).hasSize(1);
    assertThat(new FailureText(failure, StepLines.NONE).lines(true))
        .anyMatch(line -> line.contains("at " + FailureTextTest.class.getName()));
  }

  @Test
  void aBugIsNamedByItsType() {
    assertThat(new FailureText(new IllegalStateException("odd"), StepLines.NONE).lines(false))
        .containsExactly("permafrost: unexpected IllegalStateException: odd");
  }
}
