package dev.permafrost.prove.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What trials of real faults look for; {@code bin/prove faults} tries the faults. */
final class RealFaultsTest {

  /** Nothing is looked at that a sound store would not show as well: so one that is not must. */
  @Test
  void aRunWithoutTheFaultInItsNameIsSeen() {
    try (RealTrials trials = RealTrials.begin()) {
      RealTrial trial =
          trials.in(
              directory -> {
                RealTrial broken = trials.on(RealTrials.rootsIn(directory));
                broken.meet(
                    failure -> false,
                    progress -> {
                      throw new IllegalStateException("a bug");
                    });
                return broken;
              });

      assertThat(trial.violations())
          .singleElement()
          .asString()
          .startsWith("a fault ends in a typed failure");
    }
  }

  @Test
  void whatWasFrozenWithOtherBytesIsSeen() {
    try (RealTrials trials = RealTrials.begin()) {
      List<String> violations =
          trials.in(
              directory -> {
                RealTrial trial = trials.on(RealTrials.rootsIn(directory));
                trial.prepare(RealStore.Stage.FROZEN);
                appendTo(directory.resolve("cold/tiny/00000/00000000.tiny"));
                trial.recover();
                return trial.violations();
              });

      assertThat(violations).anyMatch(what -> what.contains("not the same files"));
    }
  }

  private static void appendTo(Path file) {
    try {
      Files.writeString(file, "more", StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aFaultOrPointThatDoesNotExistIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> RealFaults.replay("no-such-fault", "x"));
    assertThatThrownBy(() -> RealFaults.replay("read-only-volume", "x"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
