package dev.permafrost.ports.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystemException;
import org.junit.jupiter.api.Test;

/** The texts that are learned from the system by provoking its errors. */
final class SystemWordsTest {

  @Test
  void theErrorOfAFileThatCannotBeOpenedIsNotTakenForTheOneThatWasProvoked() {
    assertThat(
            SystemWords.learn(
                () -> {
                  throw new FileSystemException("/dev/null", null, "Too many open files");
                }))
        .isEmpty();
  }

  @Test
  void theTextOfTheSystemIsLearnedWithoutThatOfTheJdk() {
    assertThat(
            SystemWords.learn(
                () -> {
                  throw new IOException("Ung\u00fcltiges Argument");
                }))
        .contains("ung\u00fcltiges argument");
    assertThat(
            SystemWords.learn(
                () -> {
                  throw new FileSystemException("/proc/version", null, "Unable to get: Nicht da");
                }))
        .contains("nicht da");
  }

  @Test
  void whatTheSystemAllowsHasNoText() {
    assertThat(SystemWords.learn(() -> {})).contains("");
  }
}
